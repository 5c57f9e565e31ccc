import type { PolicyObject, TriggerObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { Comments } from "./comments.ts";
import { type RelationQuery, optional } from "./family.ts";
import { catalogued } from "./relations.ts";
import { roleOf } from "./sql.ts";

/** Triggers that people made; those that a partition has from its parent are left out. */
export const triggersQuery: RelationQuery = {
  name: "triggers",
  sql: (_version, only = "true") => `SELECT g.tgrelid, g.tgname, pg_catalog.pg_get_triggerdef(g.oid), g.tgenabled, g.oid
    FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND ${catalogued} AND ${only}
    ORDER BY g.tgrelid, g.tgname`,
};

export const policiesQuery: RelationQuery = {
  name: "policies",
  sql: (_version, only = "true") => `SELECT p.polrelid, p.polname, p.polcmd, p.polpermissive,
      (SELECT pg_catalog.json_agg(CASE WHEN r = 0 THEN 'public' ELSE ${roleOf("r")} END) FROM pg_catalog.unnest(p.polroles) r),
      pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), p.oid
    FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${catalogued} AND ${only}
    ORDER BY p.polrelid, p.polname`,
};

const states: Readonly<Record<string, TriggerObject["enabled"]>> = { O: "origin", A: "always", R: "replica", D: "disabled" };
const commands: Readonly<Record<string, PolicyObject["command"]>> = { "*": "ALL", r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE" };

/** Triggers by their relation's oid. */
export function readTriggers(rows: readonly RawRow[], comments: Comments): Map<string, TriggerObject[]> {
  return grouped(rows, ([, name, definition, enabled, oid]) => ({
    name: name ?? "",
    definition: definition ?? "",
    enabled: states[enabled ?? "O"] ?? "origin",
    ...optional("comment", comments.on("pg_trigger", oid)),
  }));
}

/** Policies by their table's oid. */
export function readPolicies(rows: readonly RawRow[], comments: Comments): Map<string, PolicyObject[]> {
  return grouped(rows, ([, name, command, permissive, roles, using, check, oid]) => ({
    name: name ?? "",
    command: commands[command ?? "*"] ?? "ALL",
    permissive: permissive === "t",
    roles: (JSON.parse(roles ?? "[]") as string[]).sort(),
    ...optional("using", using),
    ...optional("check", check),
    ...optional("comment", comments.on("pg_policy", oid)),
  }));
}

function grouped<Item>(rows: readonly RawRow[], read: (row: RawRow) => Item): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const row of rows) {
    const list = found.get(row[0] ?? "");
    if (list === undefined) found.set(row[0] ?? "", [read(row)]);
    else list.push(read(row));
  }
  return found;
}
