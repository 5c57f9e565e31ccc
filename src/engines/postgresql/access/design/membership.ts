import type { Catalog, ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import { findTable } from "../../../../core/catalog/lookup.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import type { Membership } from "./bond.ts";
import { columnOf } from "./bond.ts";
import { namesOtherPeople, namesTenant, namesUsers, ownerTier, plain } from "./names.ts";
import { references } from "./owner.ts";
import { rankRoles } from "./roleWords.ts";

/** User and tenant of a row that says that one belongs to the other. */
export interface Seats {
  readonly table: TableObject;
  readonly user: ColumnObject;
  readonly tenant: ColumnObject;
}

/**
 * The table that says who belongs to the tenants that `column` of `table` names: it has a user and the same tenant, each pair once, or one tenant for each user.
 * A table that only has both (documents with org_id and created_by) says nothing of membership: who may write it would make himself a member.
 */
export function findSeats(catalog: Catalog, table: TableObject, column: ColumnObject, members: string | undefined): Seats | null {
  const target = targetOf(table, column);
  const found = catalog.tables.flatMap((other) => seatsIn(other).filter((seats) => sameTarget(targetOf(other, seats.tenant), target) || (target === null && plain(seats.tenant.name) === plain(column.name))));
  if (members !== undefined) return namedSeats(catalog, found, members);
  const meant = found.length > 1 ? found.filter(({ table: { name } }) => /member/i.test(name)) : found;
  const left = meant.length === 0 ? found : meant;
  if (left.length > 1) {
    throw new UsageError("badArgument", `Several tables could say who belongs to ${column.name} of ${qualified(table)}: ${left.map((seats) => qualified(seats.table)).join(", ")}.`, { next: `Say which with --members, as in --members ${qualified((left[0] as Seats).table)}.` });
  }
  return left[0] ?? null;
}

/** The seats that a table has by itself: it is a table of members. */
export function seatsIn(table: TableObject): Seats[] {
  const keys = references(table);
  const isUser = (column: ColumnObject): boolean => !namesOtherPeople(column.name) && (keys.some((key) => key.columns[0] === column.name && namesUsers(key.references.table)) || ownerTier(column.name) === 0);
  const users = table.columns.filter(isUser);
  const tenants = table.columns.filter((column) => !users.includes(column) && (namesTenant(column.name) || keys.some((key) => key.columns[0] === column.name && namesTenant(`${key.references.table.replace(/s$/i, "")}`))));
  const unique = uniques(table);
  return users.flatMap((user) => tenants.filter((tenant) => {
    const once = unique.some((columns) => columns.length === 2 && columns.includes(user.name) && columns.includes(tenant.name));
    const oneTenant = unique.some((columns) => columns.length === 1 && columns[0] === user.name) && namesUsers(table.name);
    return once || oneTenant;
  }).map((tenant) => ({ table, user, tenant })));
}

/** With what its roles allow; reads the words for the roles from the type, a check, or the rows. */
export async function membership(session: Pick<Session, "run">, catalog: Catalog, seats: Seats): Promise<Membership> {
  const { table } = seats;
  const role = table.columns.find((column) => /^(?:(?:member|org|team|account|user)?role|level|access|permission)(?:name)?$/.test(plain(column.name)) && !references(table).some((key) => key.columns[0] === column.name));
  const ranks = role === undefined ? null : rankRoles(await roleWords(session, catalog, table, role));
  const ended = table.columns.find((column) => /^(?:deleted|removed|revoked|left|ended|disabled)at$/.test(plain(column.name)) && !column.notNull) ?? null;
  return { ...seats, role: role === undefined || ranks === null ? null : { column: role, ranks }, ended };
}

async function roleWords(session: Pick<Session, "run">, catalog: Catalog, table: TableObject, column: ColumnObject): Promise<string[]> {
  const bare = column.type.split(".").at(-1)?.replaceAll('"', "");
  const values = catalog.types.find((type) => type.form === "enum" && type.name === bare)?.values;
  if (values !== undefined) return [...values];
  const check = table.constraints.find(({ form, columns }) => form === "check" && columns.length === 1 && columns[0] === column.name);
  const listed = [...(check?.definition.matchAll(/'((?:[^']|'')*)'/g) ?? [])].map(([, word = ""]) => word.replaceAll("''", "'"));
  if (listed.length > 0) return [...new Set(listed)];
  const { rows } = await session.run(`SELECT DISTINCT ${quoteName(column.name)}::text FROM ${quoteObject(table)} WHERE ${quoteName(column.name)} IS NOT NULL ORDER BY 1 LIMIT 30`);
  return rows.map(([word]) => String(word));
}

function namedSeats(catalog: Catalog, found: readonly Seats[], members: string): Seats {
  const table = findTable(catalog, { name: members }) ?? findTable(catalog, { schema: members.slice(0, Math.max(0, members.indexOf("."))), name: members.slice(members.indexOf(".") + 1) });
  const seats = found.find((one) => one.table === table);
  if (seats !== undefined) return seats;
  throw new UsageError("badArgument", table === undefined ? `There is no table "${members}".` : `${qualified(table)} does not say who belongs to which tenant: it needs a user and that tenant, each pair once.`, { next: found.length === 0 ? "Add a unique key over both columns." : `These do: ${found.map((one) => qualified(one.table)).join(", ")}.` });
}

/** What a column refers to; a key of a table is its own target. null where nothing says it. */
function targetOf(table: TableObject, column: ColumnObject): string | null {
  const to = references(table).find((key) => key.columns[0] === column.name)?.references;
  if (to !== undefined) return JSON.stringify([to.schema, to.table, to.columns[0]]);
  const isKey = uniques(table).some((columns) => columns.length === 1 && columns[0] === column.name);
  return isKey ? JSON.stringify([table.schema, table.name, column.name]) : null;
}

function sameTarget(a: string | null, b: string | null): boolean {
  return a !== null && a === b;
}

function uniques(table: TableObject): (readonly string[])[] {
  const required = (columns: readonly string[]): boolean => columns.every((name) => columnOf(table, name) !== undefined);
  return [
    ...table.constraints.filter(({ form }) => form === "primaryKey" || form === "unique").map(({ columns }) => columns),
    ...table.indexes.filter((index) => index.unique && index.valid && index.predicate === undefined && required(index.columns)).map(({ columns }) => columns),
  ];
}
