import type { RawRow } from "../wire/batch.ts";
import type { Comments } from "./comments.ts";
import type { RelationQuery } from "./family.ts";
import { grants, notOfExtension, ownTables, quotedName, roleOf, userSchema } from "./sql.ts";

/** Which relations a catalog has; `c` is pg_class and `n` its schema. */
export const catalogued = `c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${userSchema("n")} AND c.relname NOT IN ${ownTables} AND ${notOfExtension("pg_class", "c.oid")}`;

const parents = `(SELECT pg_catalog.json_agg(pg_catalog.json_build_array(pn.nspname, p.relname) ORDER BY i.inhseqno)
  FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid)`;
const foreignTable = `(SELECT pg_catalog.json_build_array(s.srvname, (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(o.option_name) || ' ' || pg_catalog.quote_literal(o.option_value), ', ') FROM pg_catalog.pg_options_to_table(f.ftoptions) o))
  FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid)`;

export const relationsQuery: RelationQuery = {
  name: "relations",
  sql: (_version, only = "true") => `SELECT c.oid, n.nspname, c.relname, ${roleOf("c.relowner")}, ${grants("c.relacl", "r", "c.relowner")},
      c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
      CASE c.relkind WHEN 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
      CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END,
      CASE WHEN c.oid IN (SELECT i.inhrelid FROM pg_catalog.pg_inherits i) THEN ${parents} END,
      pg_catalog.array_to_json(c.reloptions),
      CASE WHEN c.reltoastrelid <> 0 THEN (SELECT pg_catalog.array_to_json(t.reloptions) FROM pg_catalog.pg_class t WHERE t.oid = c.reltoastrelid) END,
      CASE WHEN c.reltablespace <> 0 THEN (SELECT s.spcname FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace) END,
      CASE WHEN c.relam NOT IN (0, 2) THEN (SELECT a.amname FROM pg_catalog.pg_am a WHERE a.oid = c.relam) END,
      CASE WHEN c.relkind IN ('r', 'p') THEN c.relreplident END,
      CASE c.relreplident WHEN 'i' THEN (SELECT ic.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END,
      CASE c.relkind WHEN 'f' THEN ${foreignTable} END,
      c.reltuples,
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END,
      c.relispopulated,
      CASE WHEN c.reloftype <> 0 THEN (SELECT ${quotedName("tn.nspname", "t.typname")} FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace WHERE t.oid = c.reloftype) END
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${catalogued} AND ${only}
    ORDER BY n.nspname, c.relname`,
};

/** A relation's own row, before columns and the rest are put in. */
export interface Relation {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  readonly owner: string | null;
  readonly grantJson: string | null;
  readonly kind: "r" | "p" | "f" | "v" | "m";
  readonly unlogged: boolean;
  readonly rowSecurity: { readonly enabled: boolean; readonly forced: boolean };
  readonly partitionKey: string | null;
  readonly bound: string | null;
  readonly parents: readonly { readonly schema: string; readonly table: string }[];
  readonly options: Readonly<Record<string, string>>;
  readonly replicaIdentity: string | undefined;
  readonly estimatedRows: number;
  readonly query: string | null;
  readonly populated: boolean;
}

export function readRelations(rows: readonly RawRow[], comments: Comments): Relation[] {
  return rows.map((row) => {
    const [oid, schema, name, owner, grantJson, kind, persistence, rowSecurity, forced, partitionKey, bound, parentJson, options, toastOptions, tablespace, method, identity, identityIndex, foreign, estimate, query, populated, ofType] = row as readonly (string | null)[];
    const [server, serverOptions] = JSON.parse(foreign ?? "[]") as (string | null)[];
    return {
      oid: oid ?? "",
      schema: schema ?? "",
      name: name ?? "",
      comment: comments.on("pg_class", oid),
      owner: owner ?? null,
      grantJson: grantJson ?? null,
      kind: (kind ?? "r") as Relation["kind"],
      unlogged: persistence === "u",
      rowSecurity: { enabled: rowSecurity === "t", forced: forced === "t" },
      partitionKey: partitionKey ?? null,
      bound: bound ?? null,
      parents: (JSON.parse(parentJson ?? "[]") as [string, string][]).map(([parentSchema, table]) => ({ schema: parentSchema, table })),
      options: Object.fromEntries([
        ...storage(options, ""),
        ...storage(toastOptions, "toast."),
        ...Object.entries({ tablespace, accessMethod: method, server, serverOptions, ofType }).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      ]),
      replicaIdentity: identity === "f" ? "full" : identity === "n" ? "nothing" : identity === "i" ? (identityIndex ?? "nothing") : undefined,
      estimatedRows: Math.max(0, Number(estimate)),
      query: query ?? null,
      populated: populated === "t",
    };
  });
}

function storage(json: string | null | undefined, prefix: string): [string, string][] {
  return (JSON.parse(json ?? "[]") as string[]).map((setting) => {
    const at = setting.indexOf("=");
    return [prefix + setting.slice(0, at), setting.slice(at + 1)];
  });
}
