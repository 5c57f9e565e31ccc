import type { RowOf } from "../../../../core/access/attempt.ts";
import type { Identity } from "../../../../core/access/identity.ts";
import type { Operation } from "../../../../core/access/operation.ts";
import type { Expectation, OwnRow } from "../../../../core/access/policyDesign.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import type { Audience } from "./audience.ts";
import type { Bond, Membership } from "./bond.ts";
import { membershipOf } from "./bond.ts";
import { namesTenant } from "./names.ts";
import { mainUsers } from "./owner.ts";
import type { Permissions } from "./permissions.ts";
import { permittedPeople } from "./permittedPeople.ts";
import type { DesignRoom } from "./room.ts";
import { withSecondFactor } from "./secondFactor.ts";

/** Who tries what once the statements ran, and the rows that make the user own something: the user what is his own, and what is not; whoever has a permission; whoever did not say who he is. */
export async function expectations(room: DesignRoom, audience: Audience, bonds: readonly Bond[], permissions: Permissions | null): Promise<{ readonly expected: readonly Expectation[]; readonly owned: readonly OwnRow[] }> {
  const [decides, owner] = bonds;
  if (decides === undefined && permissions === null) return { expected: [], owned: [] };
  const { user, nobody } = people(room, audience, decides);
  const may = allowed(room, audience);
  const byTenant = decides !== undefined && leaf(decides).form === "tenant";
  const expect = (identity: Identity, verdict: Expectation["verdict"], row: RowOf, operations: readonly Operation[]): Expectation[] => operations.map((operation) => ({ identity, operation, row, verdict }));
  const own = decides === undefined ? [] : may.filter((operation) => !isOnce(room.table, decides) || !/^insert|^delete/.test(operation));
  const permitted = permissions === null ? { expected: [], owned: [] } : await permittedPeople(room, permissions, user, value(asksWith(room, decides), 3));
  const expected = [
    ...expect(user, "allowed", "own", own),
    ...expect(user, "denied", byTenant ? "otherTenant" : "foreign", may),
    ...expect(user, "denied", "foreign", owner?.form === "user" && may.includes("insert") ? ["insert"] : []),
    ...expect(user, "denied", "own", may.includes("update") && decides !== undefined && !byTenant ? ["changeOwner"] : []),
    ...expect(user, "denied", "any", user.role === audience.owner ? [] : ["truncate"]),
    ...permitted.expected,
    ...expect(nobody, "denied", "any", ["select", "insert", "update", "delete", ...(nobody.role === audience.owner ? [] : ["truncate" as const])]),
  ];
  return { expected: room.request.aal2 === true ? withSecondFactor(expected) : expected, owned: [...(decides === undefined ? [] : ownedBy(decides, user).rows), ...permitted.owned] };
}

/** The type of the id that says who asks. */
function asksWith({ catalog }: DesignRoom, bond: Bond | undefined): string {
  if (bond === undefined) return mainUsers(catalog)?.columns[0]?.type ?? "uuid";
  const end = leaf(bond);
  return membershipOf(bond)?.user.type ?? (end.form === "user" ? end.column.type : "text");
}

/** Somebody who owns rows, and whoever did not say who he is. */
function people(room: DesignRoom, audience: Audience, bond: Bond | undefined): { readonly user: Identity; readonly nobody: Identity } {
  const role = audience.roles.find((name) => name !== audience.owner) ?? audience.roles[0] ?? "";
  const { scheme, table } = room;
  const end = bond === undefined ? undefined : leaf(bond);
  const via = bond === undefined ? null : membershipOf(bond);
  const asks = asksWith(room, bond);
  const of = end?.form === "tenant" ? (via?.tenant.type ?? end.column.type) : table.columns.find(({ name }) => namesTenant(name))?.type;
  const user = scheme.form === "role" ? role : value(asks, 1);
  const tenant = of === undefined ? undefined : value(of, 2);
  return {
    user: { name: "user", role, settings: scheme.settings(user, end?.form === "tenant" ? tenant : undefined), owns: tenant === undefined ? [user] : [user, tenant] },
    nobody: { name: audience.anonymous.length > 0 ? "anonymous" : scheme.form === "role" ? "whoever owns nothing" : "without saying who", role: audience.anonymous[0] ?? role, settings: {}, owns: [] },
  };
}

type Value = OwnRow["values"][string];

/** The rows on the way to the owner, those that others refer to first, and the value by which a row at its end belongs to the user. */
function ownedBy(bond: Bond, { owns: [user = "", tenant = ""] }: Identity): { readonly rows: readonly OwnRow[]; readonly value: Value } {
  const way = (one: Bond): { readonly rows: readonly OwnRow[]; readonly value: Value } => {
    if (one.form === "user") return { rows: [], value: user };
    if (one.form === "tenant") return { rows: one.via === null ? [] : [seat(one.via, user, tenant)], value: tenant };
    const { rows, value: held } = way(one.bond);
    return { rows: [...rows, { schema: one.parent.schema, table: one.parent.name, values: { [one.bond.column.name]: held } }], value: { row: rows.length, column: one.key } };
  };
  return way(bond);
}

function seat({ table, user: asks, tenant: of, role, ended }: Membership, user: string, tenant: string): OwnRow {
  return { schema: table.schema, table: table.name, values: { [asks.name]: user, [of.name]: tenant, ...(role === null ? {} : { [role.column.name]: role.ranks.admin[0] ?? null }), ...(ended === null ? {} : { [ended.name]: null }) } };
}

/** A tenant or a seat is there once, and it is what lets its members in: inserting or deleting it as one of them says nothing. */
function isOnce(table: TableObject, bond: Bond): boolean {
  if (bond.form !== "tenant" || bond.via === null) return false;
  return bond.via.table === table || table.constraints.some(({ form, columns }) => form === "primaryKey" && columns.length === 1 && columns[0] === bond.column.name);
}

function leaf(bond: Bond): Exclude<Bond, { readonly form: "parent" }> {
  return bond.form === "parent" ? leaf(bond.bond) : bond;
}

/** What the application's role keeps the right to, or gets. */
function allowed({ table }: DesignRoom, audience: Audience): Operation[] {
  const role = audience.roles.find((name) => name !== audience.owner);
  const grants = (table.grants ?? []).filter(({ grantee }) => grantee === role);
  const had = new Set(grants.filter(({ column }) => column === undefined).flatMap(({ privileges }) => privileges));
  const holds = (privilege: string): boolean => grants.length === 0 || had.has(privilege);
  return [
    ...(holds("SELECT") ? ["select" as const] : []),
    ...(holds("INSERT") ? ["insert" as const] : []),
    ...(holds("INSERT") && holds("SELECT") ? ["insertReturning" as const] : []),
    ...(holds("UPDATE") ? ["update" as const] : []),
    ...(holds("DELETE") ? ["delete" as const] : []),
  ];
}

/** An id that hardly anybody has, of the column's type. */
function value(type: string, number: number): string {
  if (type === "uuid") return `da7ae000-0000-4000-8000-00000000000${number}`;
  if (type === "smallint") return String(32_000 + number);
  if (/^(?:integer|bigint|numeric)/.test(type)) return String(2_000_000_000 + number);
  return `data-engineer-${number}`;
}
