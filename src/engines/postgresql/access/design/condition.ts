import { quoteName, quoteObject, quoteText } from "../../quote.ts";
import type { Bond, Membership } from "./bond.ts";
import { membershipOf } from "./bond.ts";
import type { RankedRoles } from "./roleWords.ts";
import type { Level } from "./roleWords.ts";
import type { Scheme } from "./scheme.ts";

/** The asker's id, computed once for a statement. Found bonds only have columns that can hold it. */
function asker(scheme: Scheme, type: string): string {
  return scheme.user(type) ?? "NULL";
}

/** The roles of a membership that may do it, as an array in SQL; null where members make no difference. */
export function rolesOf(membership: Membership | null, level: Level): string | null {
  const ranks: RankedRoles | undefined = membership?.role?.ranks;
  return ranks === undefined ? null : `array[${ranks[level].map(quoteText).join(", ")}]`;
}

/** True for a row of `alias` that belongs to the asker; `allowed` is the SQL of the roles that may. */
export function belongs(scheme: Scheme, bond: Bond, alias: string, allowed: string | null, depth = 1): string {
  const column = `${alias === "" ? "" : `${alias}.`}${quoteName(bond.column.name)}`;
  if (bond.form === "user") return `${column} = ${asker(scheme, bond.column.type)}`;
  if (bond.form === "tenant" && bond.via === null) return `${column} = ${scheme.tenant?.value(bond.column.type) ?? "NULL"}`;
  return `${column} in (${ids(scheme, bond, allowed, depth)})`;
}

/** What the column of a tenant or a parent may be for the asker: a query of one column. */
export function ids(scheme: Scheme, bond: Bond, allowed: string | null, depth = 1): string {
  if (bond.form === "parent") {
    const parent = `t${depth}`;
    return `select ${parent}.${quoteName(bond.key)} from ${quoteObject(bond.parent)} ${parent} where ${belongs(scheme, bond.bond, parent, allowed, depth + 1)}`;
  }
  const via = membershipOf(bond);
  if (via === null) throw new Error("Only a tenant with members and a parent have a set of ids.");
  const role = via.role === null || allowed === null ? "" : ` and m.${quoteName(via.role.column.name)}::text = any (${allowed})`;
  const ended = via.ended === null ? "" : ` and m.${quoteName(via.ended.name)} is null`;
  return `select m.${quoteName(via.tenant.name)} from ${quoteObject(via.table)} m where m.${quoteName(via.user.name)} = ${asker(scheme, via.user.type)}${role}${ended}`;
}
