import type { RawRow } from "../wire/batch.ts";
import type { CatalogQuery } from "./family.ts";

/** What stands for the versions of the system rows that a catalog is read from: equal stamps, equal rows. */
export interface Stamps {
  /** All that rarely changes and may change anything, as one text. */
  readonly base: string;
  /** A temporary relation hides the server's own of that name, which changes how definitions are written. */
  readonly temporary: boolean;
  /** By the oid of a pg_class row: its own rows and those of its columns, indexes, constraints and the rest that hangs on it. */
  readonly relations: ReadonlyMap<string, string>;
  /** Types and routines, by system table and oid. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * A row's version. Every change of a row writes a new one at another place or by another (sub)transaction, and what a savepoint undoes brings the old one back;
 * neither pair is used twice. The exception are the planner's numbers of pg_class, which are written over.
 */
function version(alias: string, seed: number, more = ""): string {
  return `pg_catalog.hashtextextended(${alias}.ctid::pg_catalog.text || ${alias}.xmin::pg_catalog.text${more}, ${seed})`;
}

/** System tables of what hangs on a relation, with the column that names it. */
const partsOfRelations = Object.entries({
  pg_attribute: "attrelid", pg_attrdef: "adrelid", pg_constraint: "conrelid", pg_index: "indrelid", pg_trigger: "tgrelid", pg_policy: "polrelid", pg_rewrite: "ev_class",
  pg_inherits: "inhrelid", pg_partitioned_table: "partrelid", pg_foreign_table: "ftrelid", pg_sequence: "seqrelid",
});

const relationParts = [
  `SELECT c.oid AS relation, ${version("c", 1, " || ' ' || c.reltuples::pg_catalog.text")} AS version FROM pg_catalog.pg_class c WHERE c.oid >= 16384`,
  ...partsOfRelations.map(([table, column], at) => `SELECT x.${column}, ${version("x", at + 2)} FROM pg_catalog.${table} x WHERE x.${column} >= 16384${table === "pg_attribute" ? " AND x.attnum > 0" : ""}`),
];

/** Of these no row may change at all: tables by their row's oid. */
const fixedTables = Object.entries({
  pg_operator: "oid", pg_opclass: "oid", pg_opfamily: "oid", pg_amop: "oid", pg_amproc: "oid", pg_collation: "oid", pg_am: "oid", pg_enum: "oid", pg_language: "oid", pg_tablespace: "oid",
  pg_foreign_server: "oid", pg_foreign_data_wrapper: "oid", pg_ts_config: "oid", pg_ts_dict: "oid", pg_cast: "oid", pg_range: "rngtypid", pg_aggregate: "aggfnoid::pg_catalog.oid", pg_extension: "oid",
});

const total = (table: string, alias: string, seed: number, condition: string): string => `(SELECT COALESCE(pg_catalog.sum(${version(alias, seed)}), 0) FROM pg_catalog.${table} ${alias} WHERE ${condition})`;
const written = (table: string, what: "inserted" | "updated" | "deleted"): string => `pg_catalog.pg_stat_get_xact_tuples_${what}('pg_catalog.${table}'::pg_catalog.regclass)`;

/** Also what this transaction wrote, as the server counts it: that sees changes of the server's own objects, which the sums leave out. It counts for one transaction only. */
const base = [
  "pg_catalog.transaction_timestamp()::pg_catalog.text",
  total("pg_namespace", "x", 99, "x.nspname NOT LIKE 'pg\\_temp\\_%' AND x.nspname NOT LIKE 'pg\\_toast\\_temp\\_%'"),
  ...fixedTables.map(([table, oid], at) => total(table, "x", at + 100, `x.${oid} >= 16384`)),
  ...["pg_namespace", ...fixedTables.map(([table]) => table)].flatMap((table) => (["inserted", "updated", "deleted"] as const).map((what) => written(table, what))),
  ...["pg_type", "pg_proc"].map((table) => written(table, "updated")),
  total("pg_proc", "x", 200, "x.oid >= 16384 AND x.pronamespace = 11"),
  total("pg_type", "x", 201, "x.oid >= 16384 AND x.typnamespace = 11"),
  total("pg_class", "x", 202, "x.oid >= 16384 AND x.relnamespace = 11"),
  total("pg_depend", "x", 203, "x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.deptype = 'e'"),
  "(SELECT COALESCE(pg_catalog.sum(pg_catalog.hashtextextended(r.oid::pg_catalog.text || ' ' || r.rolname, 204)), 0) FROM pg_catalog.pg_roles r)",
  ...["standard_conforming_strings", "lc_monetary", "xmloption", "array_nulls", "role"].map((setting) => `pg_catalog.current_setting('${setting}')`),
];

/** Rows of (what, oid, text): first the base, then relations and others. Prepared as one, so that all is seen at one moment. */
export const stampsQuery: CatalogQuery = {
  name: "stamps",
  sql: () => `SELECT CASE WHEN pg_catalog.current_setting('track_counts') <> 'on' OR pg_catalog.pg_my_temp_schema() <> 0 THEN 'temporary' ELSE 'base' END, '0', pg_catalog.concat_ws(' ', ${base.join(", ")})
    UNION ALL SELECT 'relation', r.oid::pg_catalog.text, pg_catalog.concat_ws(' ', pg_catalog.count(*), pg_catalog.sum(r.version)) FROM (SELECT COALESCE(i.indrelid, p.relation) AS oid, p.version FROM (${relationParts.join("\n      UNION ALL ")}) p LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = p.relation) r GROUP BY r.oid
    UNION ALL SELECT 'type', x.oid::pg_catalog.text, x.ctid::pg_catalog.text || x.xmin::pg_catalog.text FROM pg_catalog.pg_type x WHERE x.oid >= 16384
    UNION ALL SELECT 'routine', x.oid::pg_catalog.text, x.ctid::pg_catalog.text || x.xmin::pg_catalog.text FROM pg_catalog.pg_proc x WHERE x.oid >= 16384`,
};

export function readStamps(rows: readonly RawRow[]): Stamps {
  const [first] = rows;
  const relations = new Map<string, string>();
  const others = new Map<string, string>();
  for (const [what, oid, text] of rows.slice(1)) {
    if (what === "relation") relations.set(oid ?? "", text ?? "");
    else others.set(`${what} ${oid}`, text ?? "");
  }
  return { base: first?.[2] ?? "", temporary: first?.[0] !== "base", relations, others };
}
