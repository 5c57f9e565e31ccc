import type { RowOf } from "../../../../core/access/attempt.ts";
import type { Identity } from "../../../../core/access/identity.ts";
import type { Operation } from "../../../../core/access/operation.ts";
import type { Expectation } from "../../../../core/access/policyDesign.ts";
import type { Audience } from "./audience.ts";
import type { Bond } from "./bond.ts";
import { membershipOf } from "./bond.ts";
import type { DesignRoom } from "./room.ts";

/** Who tries what once the statements ran: the user what is his own, everybody else what is not theirs. */
export function expectations(room: DesignRoom, audience: Audience, bonds: readonly Bond[]): Expectation[] {
  const [decides] = bonds;
  if (decides === undefined) return [];
  const { user, nobody } = people(room, audience, decides);
  const may = allowed(room, audience);
  const byTenant = leaf(decides).form === "tenant";
  const strict = !byTenant || (membershipOf(decides)?.role ?? null) === null;
  const expect = (identity: Identity, verdict: Expectation["verdict"], row: RowOf, operations: readonly Operation[]): Expectation[] => operations.map((operation) => ({ identity, operation, row, verdict }));
  const writes = may.filter((operation) => operation !== "select");
  const strangers: RowOf = byTenant ? "otherTenant" : "foreign";
  return [
    ...expect(user, "allowed", "own", strict ? may : may.filter((operation) => operation === "select")),
    ...expect(user, "denied", strangers, may),
    ...expect(user, "denied", "own", writes.includes("update") && !byTenant ? ["changeOwner"] : []),
    ...expect(user, "denied", "any", ["truncate"]),
    ...expect(nobody, "denied", "any", ["select", "insert", "update", "delete", "truncate"]),
  ];
}

/** Somebody who owns rows, and whoever did not say who he is. */
function people({ scheme }: DesignRoom, audience: Audience, bond: Bond): { readonly user: Identity; readonly nobody: Identity } {
  const role = audience.roles.find((name) => name !== audience.owner) ?? audience.roles[0] ?? "";
  const end = leaf(bond);
  const via = membershipOf(bond);
  const asks = via?.user.type ?? (end.form === "user" ? end.column.type : "text");
  const of = end.form === "tenant" ? (via?.tenant.type ?? end.column.type) : undefined;
  const user = scheme.form === "role" ? role : value(asks);
  const tenant = of === undefined ? undefined : value(of);
  const anonymous = audience.anonymous[0];
  return { user: { name: "user", role, settings: scheme.settings(user, tenant), owns: tenant === undefined ? [user] : [user, tenant] }, nobody: { name: "anonymous", role: anonymous ?? role, settings: {}, owns: [] } };
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
function value(type: string): string {
  if (type === "uuid") return "da7ae000-0000-4000-8000-000000000001";
  if (type === "smallint") return "32001";
  if (/^(?:integer|bigint|numeric)/.test(type)) return "2000000001";
  return "data-engineer-1";
}
