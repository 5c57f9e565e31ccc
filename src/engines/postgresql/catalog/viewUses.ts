import type { ViewObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { RelationQuery } from "./family.ts";
import { catalogued } from "./relations.ts";

/** What each view's query reads: relations, routines and types of people's schemas. */
export const viewUsesQuery: RelationQuery = {
  name: "view_uses",
  sql: (_version, only = "true") => `SELECT v.oid, un.nspname, u.name
    FROM (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE ${catalogued} AND ${only} AND c.relkind IN ('v', 'm')) v
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid AND r.rulename = '_RETURN'
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid AND d.refobjid <> v.oid
    CROSS JOIN LATERAL (
      SELECT t.relname AS name, t.relnamespace AS namespace FROM pg_catalog.pg_class t WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND t.oid = d.refobjid
      UNION ALL SELECT p.proname, p.pronamespace FROM pg_catalog.pg_proc p WHERE d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.refobjid
      UNION ALL SELECT t.typname, t.typnamespace FROM pg_catalog.pg_type t WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.refobjid
    ) u
    JOIN pg_catalog.pg_namespace un ON un.oid = u.namespace AND un.nspname NOT IN ('pg_catalog', 'information_schema')
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
};

/** By the view's oid. */
export function readViewUses(rows: readonly RawRow[]): Map<string, ViewObject["dependsOn"][number][]> {
  const found = new Map<string, ViewObject["dependsOn"][number][]>();
  for (const [view, schema, name] of rows) {
    const use = { schema: schema ?? "", name: name ?? "" };
    const list = found.get(view ?? "");
    if (list === undefined) found.set(view ?? "", [use]);
    else list.push(use);
  }
  return found;
}
