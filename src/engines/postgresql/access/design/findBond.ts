import type { Catalog, ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import { onDelete } from "../../../../core/catalog/lookup.ts";
import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import type { Bond, TenantBond, UserBond } from "./bond.ts";
import { columnOf } from "./bond.ts";
import { findSeats, membership, seatsIn } from "./membership.ts";
import { namesTenant, ownerTier } from "./names.ts";
import { ambiguous, findOwner, isUsers, mainUsers, namedOwner, otherPeopleIn, references } from "./owner.ts";
import type { Scheme } from "./scheme.ts";

/** Whose a row is, and which tenant's. */
export interface Bonds {
  readonly owner: Bond | null;
  readonly tenant: TenantBond | null;
}

interface Search {
  readonly session: Pick<Session, "run">;
  readonly catalog: Catalog;
  readonly scheme: Scheme;
  readonly members: string | undefined;
}

const deepest = 3;

/** Finds both from columns and foreign keys. Throws UsageError where several fit, or, where one is needed, none does. */
export async function findBonds(search: Search, table: TableObject, request: PolicyRequest, needed: boolean): Promise<Bonds> {
  const tenant = request.tenant === undefined ? await findTenant(search, table) : await tenantBy(search, table, namedOwner(table, request.tenant), true);
  const own = request.owner === undefined ? linked(search, table, unlessAnswered(() => findOwner(search.catalog, table), tenant !== null && request.mode === "granular")) : await ownerBy(search, table, request.owner);
  const others = own === null && tenant === null && needed ? otherPeopleIn(table) : [];
  if (others.length > 0) throw new UsageError("badArgument", `${others.join(", ")} of ${qualified(table)} ${others.length === 1 ? "refers" : "refer"} to users, and the ${others.length === 1 ? "name says" : "names say"} that the row is not theirs.`, { next: "Say whose it is with --owner, or leave it to roles that bypass row security: revoke it from the application." });
  const owner = own ?? (tenant === null ? await findParent(search, table, 0) : null);
  if (owner === null && tenant === null && needed) throw nothingFound(table);
  return { owner, tenant };
}

/** Where the tenant decides, an owner that is not plain is left out. */
function unlessAnswered(find: () => UserBond | null, answered: boolean): UserBond | null {
  try {
    return find();
  } catch (error) {
    if (answered && error instanceof UsageError) return null;
    throw error;
  }
}

async function ownerBy(search: Search, table: TableObject, name: string): Promise<Bond> {
  const column = namedOwner(table, name);
  const key = references(table).find(({ columns }) => columns[0] === name);
  const parent = search.catalog.tables.find((one) => one.schema === key?.references.schema && one.name === key.references.table);
  if (key !== undefined && parent !== undefined && !isUsers(parent)) {
    const bond = await bondOf(search, parent, 1);
    if (bond !== null) return { form: "parent", column, parent, key: key.references.columns[0] ?? "", bond, why: `${name} leads to the owner, as was asked for: it references ${qualified(parent)}. ${bond.why}` };
  }
  return linked(search, table, { form: "user", column, why: `${name} is the owner, as was asked for.` }) as Bond;
}

/** One owner of a table on the way to another's: its own, its tenant's, its parent's. */
async function bondOf(search: Search, table: TableObject, depth: number): Promise<Bond | null> {
  return linked(search, table, findOwner(search.catalog, table)) ?? (await findTenant(search, table)) ?? (depth < deepest ? findParent(search, table, depth) : null);
}

/** An id that is not what the application says leads over the table of users, where that one holds what it says: another type, or another table of users. */
function linked({ catalog, scheme }: Search, table: TableObject, bond: UserBond | null): Bond | null {
  if (bond === null) return null;
  const key = references(table).find(({ columns }) => columns[0] === bond.column.name);
  const users = catalog.tables.find((one) => one.schema === key?.references.schema && one.name === key.references.table);
  const fits = scheme.user(bond.column.type) !== null;
  const link = linkIn(catalog, scheme, users ?? table, bond.column.name, fits);
  if (link === undefined || link.name === key?.references.columns[0]) {
    if (fits) return bond;
    throw new UsageError("badArgument", `${bond.column.name} of ${qualified(table)} is of type ${bond.column.type}, which the id of who asks cannot be.`, { next: "Name another column with --owner, or say how the application tells who asks with --as." });
  }
  const direct: UserBond = { form: "user", column: link, why: `${link.name} of ${qualified(users ?? table)} is what the application says.` };
  if (users === undefined || key === undefined) return fits ? bond : direct;
  return { form: "parent", column: bond.column, parent: users, key: key.references.columns[0] ?? "", bond: direct, why: `${bond.why} ${direct.why}` };
}

/** The column of a table of users that refers to the one whose keys the application says, or, where its own key cannot be that, is named for it. */
function linkIn(catalog: Catalog, scheme: Scheme, users: TableObject, except: string, fits: boolean): ColumnObject | undefined {
  const main = mainUsers(catalog);
  if (!isUsers(users) || main === users) return fits ? undefined : users.columns.find((column) => isNamedFor(scheme, column, except));
  const refers = (column: ColumnObject): boolean => main !== null && references(users).some((one) => one.columns[0] === column.name && one.references.schema === main.schema && one.references.table === main.name);
  return users.columns.find((column) => refers(column) && scheme.user(column.type) !== null && ownerTier(column.name) !== undefined) ?? users.columns.find((column) => refers(column) && scheme.user(column.type) !== null) ?? (fits ? undefined : users.columns.find((column) => isNamedFor(scheme, column, except)));
}

function isNamedFor(scheme: Scheme, column: ColumnObject, except: string): boolean {
  return column.name !== except && scheme.user(column.type) !== null && /^(?:auth|supabase|external)_?(?:user_?)?(?:id|uuid|uid)$/i.test(column.name);
}

async function findTenant(search: Search, table: TableObject): Promise<TenantBond | null> {
  const [own] = seatsIn(table);
  const named = own !== undefined ? [own.tenant] : table.columns.filter((column) => namesTenant(column.name) && !isPlainUser(search.catalog, table, column));
  const found: TenantBond[] = [];
  for (const column of named) {
    const bond = await tenantBy(search, table, column, false);
    if (bond !== null) found.push(bond);
  }
  if (found.length > 1) throw new UsageError("badArgument", `Several columns of ${qualified(table)} could say which tenant's a row is: ${found.map(({ column }) => column.name).join(", ")}.`, { next: `Say which with --tenant, as in --tenant ${found[0]?.column.name}.` });
  return found[0] ?? (await asTenant(search, table));
}

function isPlainUser(catalog: Catalog, table: TableObject, column: ColumnObject): boolean {
  return unlessAnswered(() => findOwner(catalog, table), true)?.column.name === column.name;
}

/** A row of the tenants themselves: who is a member of it. */
async function asTenant(search: Search, table: TableObject): Promise<TenantBond | null> {
  const key = table.constraints.find(({ form }) => form === "primaryKey")?.columns ?? [];
  const column = columnOf(table, key.length === 1 ? (key[0] ?? "") : "");
  const told = column !== undefined && search.catalog.tables.some((other) => seatsIn(other).some(({ tenant }) => references(other).some((one) => one.columns[0] === tenant.name && one.references.schema === table.schema && one.references.table === table.name)));
  return told && column !== undefined ? tenantBy(search, table, column, false) : null;
}

/** Throws UsageError where nothing says who belongs to the tenant and the column was asked for. */
async function tenantBy(search: Search, table: TableObject, column: ColumnObject, asked: boolean): Promise<TenantBond | null> {
  const setting = search.scheme.tenant;
  const seats = setting?.known === true ? null : findSeats(search.catalog, table, column, search.members);
  if (seats !== null) {
    const via = await membership(search.session, search.catalog, seats);
    if (search.scheme.user(via.user.type) !== null) return { form: "tenant", column, via, why: `${column.name} is the tenant: ${qualified(via.table)} says who belongs to it (${via.user.name}, ${via.tenant.name}${via.role === null ? "" : `, ${via.role.column.name}`}).` };
  }
  if (setting !== undefined) return { form: "tenant", column, via: null, why: `${column.name} is the tenant: the application says which one it works for.` };
  if (!asked) return null;
  throw new UsageError("badArgument", `Nothing says who belongs to ${column.name} of ${qualified(table)}.`, { next: "A table with the user and the tenant, each pair once, would; or use kiss with an owner's column." });
}

/** The one parent through which a table has an owner. */
async function findParent(search: Search, table: TableObject, depth: number): Promise<Bond | null> {
  const ways: { readonly bond: Bond; readonly strong: boolean }[] = [];
  for (const key of references(table)) {
    const parent = search.catalog.tables.find((one) => one.schema === key.references.schema && one.name === key.references.table);
    const column = columnOf(table, key.columns[0] ?? "");
    if (parent === undefined || column === undefined || parent === table || isUsers(parent)) continue;
    const bond = await bondOf(search, parent, depth + 1);
    if (bond !== null) ways.push({ strong: column.notNull && onDelete(key) === "cascade", bond: { form: "parent", column, parent, key: key.references.columns[0] ?? "", bond, why: `${column.name} leads to the owner: it references ${qualified(parent)}. ${bond.why}` } });
  }
  const strong = ways.filter((way) => way.strong);
  const chosen = ways.length > 1 && strong.length > 0 ? strong : ways;
  if (chosen.length > 1) throw ambiguous(table, chosen.map(({ bond }) => bond.column.name));
  return chosen[0]?.bond ?? null;
}

function nothingFound(table: TableObject): UsageError {
  return new UsageError("badArgument", `Nothing in ${qualified(table)} says whose a row is: no column refers to users or is named like an owner or a tenant, and no parent has one.`, {
    next: `Name the column with --owner or --tenant, or add one: ALTER TABLE … ADD COLUMN owner_id … Its columns are ${table.columns.slice(0, 12).map((column) => column.name).join(", ")}.`,
  });
}
