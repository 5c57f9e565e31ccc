import type { Catalog, ColumnObject, ConstraintObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { referencesTo } from "../../../../core/catalog/lookup.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { UserBond } from "./bond.ts";
import { columnOf } from "./bond.ts";
import { namesOtherPeople, namesTenant, namesUsers, ownerTier } from "./names.ts";

type Reference = ConstraintObject & { readonly references: NonNullable<ConstraintObject["references"]> };

/** Foreign keys of one column. */
export function references(table: TableObject): Reference[] {
  return table.constraints.filter((constraint): constraint is Reference => constraint.form === "foreignKey" && constraint.columns.length === 1 && constraint.references !== undefined);
}

export function isUsers(table: { readonly schema: string; readonly name: string }): boolean {
  return namesUsers(table.name);
}

/**
 * The column that holds its owner's id: a reference to a table of users, or a name that says so. null where there is none.
 * Throws UsageError where several are as plain as each other, naming them.
 */
export function findOwner(catalog: Catalog, table: TableObject): UserBond | null {
  const toUsers = new Map(references(table).filter(({ references: to }) => namesUsers(to.table)).map((constraint) => [constraint.columns[0] ?? "", constraint.references]));
  const self = ownRow(catalog, table, toUsers);
  if (self !== null) return self;
  const candidates = table.columns
    .filter((column) => !namesOtherPeople(column.name) && (toUsers.has(column.name) || (ownerTier(column.name) !== undefined && !refersElsewhere(table, column.name) && canHoldId(column))))
    .filter((column) => !isTenant(catalog, table, column))
    .map((column) => ({ column, rank: (ownerTier(column.name) ?? 2) * 2 + (toUsers.has(column.name) ? 0 : 1) }));
  const best = Math.min(...candidates.map(({ rank }) => Math.floor(rank / 2)));
  const plainest = candidates.filter(({ rank }) => Math.floor(rank / 2) === best);
  const referring = plainest.filter(({ column }) => toUsers.has(column.name));
  const chosen = referring.length > 0 ? referring : plainest;
  if (chosen.length > 1) throw ambiguous(table, chosen.map(({ column }) => column.name));
  const column = chosen[0]?.column;
  if (column === undefined) return null;
  const to = toUsers.get(column.name);
  return { form: "user", column, why: `${column.name} is the owner: ${to === undefined ? "its name says so" : `it references ${to.schema}.${to.table}`}.` };
}

/** Of several tables of users, the one whose keys the application says: Supabase's own, else the one that most foreign keys refer to. null where none stands out. */
export function mainUsers(catalog: Catalog): TableObject | null {
  const users = catalog.tables.filter(isUsers);
  const own = users.find(({ schema, name }) => schema === "auth" && name === "users");
  if (own !== undefined) return own;
  const counts = users.map((table) => ({ table, count: referencesTo(catalog, table).length })).sort((a, b) => b.count - a.count);
  return counts[0] !== undefined && counts[0].count > (counts[1]?.count ?? 0) ? counts[0].table : null;
}

/** References to people who have to do with a row, none of whom its column calls an owner. */
export function otherPeopleIn(table: TableObject): string[] {
  return references(table).filter((key) => namesUsers(key.references.table) && namesOtherPeople(key.columns[0] ?? "")).map((key) => key.columns[0] ?? "");
}

/** The column that somebody named with --owner, taken as the owner's id. */
export function namedOwner(table: TableObject, name: string): ColumnObject {
  const column = columnOf(table, name);
  if (column === undefined) throw new UsageError("badArgument", `${qualified(table)} has no column "${name}".`, { next: `Its columns are ${table.columns.map((one) => one.name).join(", ")}.` });
  return column;
}

export function ambiguous(table: TableObject, columns: readonly string[]): UsageError {
  return new UsageError("badArgument", `Several columns of ${qualified(table)} could say whose a row is: ${columns.join(", ")}.`, { next: `Say which with --owner, as in --owner ${/\s/.test(columns[0] ?? "") ? JSON.stringify(columns[0]) : columns[0]}.` });
}

/** A row of a table of users belongs to that user. */
function ownRow(catalog: Catalog, table: TableObject, toUsers: ReadonlyMap<string, Reference["references"]>): UserBond | null {
  if (!isUsers(table)) return null;
  const main = mainUsers(catalog);
  const link = [...toUsers].find(([, to]) => main !== null && main !== table && to.schema === main.schema && to.table === main.name)?.[0];
  const key = table.constraints.find(({ form }) => form === "primaryKey")?.columns ?? [];
  const column = columnOf(table, link ?? (key.length === 1 ? (key[0] ?? "") : ""));
  if (column === undefined) return null;
  return { form: "user", column, why: `${column.name} is the owner: a row of ${qualified(table)} is a user, and ${link === undefined || main === null ? "this is its key" : `this references ${qualified(main)}`}.` };
}

function refersElsewhere(table: TableObject, column: string): boolean {
  return references(table).some((constraint) => constraint.columns[0] === column);
}

function canHoldId(column: ColumnObject): boolean {
  return !/^(?:boolean|date|timestamp|time|json|numeric|double|real|bytea|money)/.test(column.type);
}

/** account_id may be either: it is a tenant's where somebody can be a member of that account. */
function isTenant(catalog: Catalog, table: TableObject, column: ColumnObject): boolean {
  if (!namesTenant(column.name)) return false;
  const to = references(table).find((constraint) => constraint.columns[0] === column.name)?.references;
  const others = catalog.tables.filter((other) => other !== table);
  return others.some((other) => {
    const keys = references(other);
    const toSame = keys.some((key) => to !== undefined && key.references.schema === to.schema && key.references.table === to.table && key.columns[0] !== undefined);
    return toSame && keys.some((key) => namesUsers(key.references.table) && !(key.references.schema === to?.schema && key.references.table === to.table)) && /member|user|role/i.test(other.name);
  });
}
