import type { ExtensionObject, SchemaObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { Comments } from "./comments.ts";
import { described, grantsOf } from "./described.ts";
import type { CatalogQuery } from "./family.ts";
import { grantsBesideInitial, notOfExtension, roleOf, userSchema } from "./sql.ts";

const initial = "(SELECT i.initprivs FROM pg_catalog.pg_init_privs i WHERE i.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND i.objoid = n.oid AND i.objsubid = 0)";

export const schemasQuery: CatalogQuery = {
  name: "schemas",
  sql: () => `SELECT n.nspname, n.oid, ${roleOf("n.nspowner")}, ${grantsBesideInitial("n.nspacl", initial, "n", "n.nspowner")}
    FROM pg_catalog.pg_namespace n WHERE ${userSchema("n")} AND (n.oid < 16384 OR ${notOfExtension("pg_namespace", "n.oid")}) ORDER BY n.nspname`,
};

export const extensionsQuery: CatalogQuery = {
  name: "extensions",
  sql: () => `SELECT e.extname, n.nspname, e.extversion FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace ORDER BY e.extname`,
};

export function readSchemas(rows: readonly RawRow[], comments: Comments): SchemaObject[] {
  return rows.map(([name, oid, owner, grants]) => {
    const comment = comments.on("pg_namespace", oid);
    return { name: name ?? "", ...described(name === "public" && comment === "standard public schema" ? null : comment, owner, grantsOf(grants)) };
  });
}

export function readExtensions(rows: readonly RawRow[]): ExtensionObject[] {
  return rows.map(([name, schema, version]) => ({ name: name ?? "", schema: schema ?? "", version: version ?? "" }));
}
