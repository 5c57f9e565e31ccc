import type { SequenceObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { Comments } from "./comments.ts";
import { described, grantsOf } from "./described.ts";
import type { CatalogQuery } from "./family.ts";
import { grants, notOfExtension, ownTables, roleOf, userSchema } from "./sql.ts";

/** Sequences that stand alone or belong to a serial column; those of identity columns hang on their column by an internal dependency. */
export const sequencesQuery: CatalogQuery = {
  name: "sequences",
  sql: () => `SELECT n.nspname, c.relname, c.oid, ${roleOf("c.relowner")}, ${grants("c.relacl", "s", "c.relowner")},
      pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, tn.nspname, t.relname, a.attname
    FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
    LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE ${userSchema("n")} AND d.deptype IS DISTINCT FROM 'i' AND (t.relname IS NULL OR t.relname NOT IN ${ownTables}) AND ${notOfExtension("pg_class", "c.oid")}
    ORDER BY n.nspname, c.relname`,
};

export function readSequences(rows: readonly RawRow[], comments: Comments): SequenceObject[] {
  return rows.map(([schema, name, oid, owner, grantJson, type, start, increment, minimum, maximum, cache, cycle, ownerSchema, ownerTable, ownerColumn]) => ({
    schema: schema ?? "",
    name: name ?? "",
    type: type ?? "",
    start: start ?? "",
    increment: increment ?? "",
    minimum: minimum ?? "",
    maximum: maximum ?? "",
    cache: cache ?? "",
    cycle: cycle === "t",
    ...(ownerTable === null || ownerTable === undefined ? {} : { ownedBy: { schema: ownerSchema ?? "", table: ownerTable, column: ownerColumn ?? "" } }),
    ...described(comments.on("pg_class", oid), owner, grantsOf(grantJson)),
  }));
}
