/** Fragments that the catalog's queries share. Every name is qualified, so that nobody's search_path can change what they mean. */

/** Tables that are the product's own and never part of a person's schema. */
export const ownTables = "('data_engineer_migrations')";

/** True for schemas that people make; `alias` is a pg_namespace. */
export function userSchema(alias: string): string {
  return `${alias}.nspname NOT LIKE 'pg\\_%' AND ${alias}.nspname <> 'information_schema'`;
}

/** True for rows that came after the server's own; lets the planner go by the oid's index. */
export function notBuiltIn(oid: string): string {
  return `${oid} >= 16384`;
}

/** True for what no extension brought; `classOf` is the system table that `oid` is a row of. */
export function notOfExtension(classOf: string, oid: string): string {
  return `${notBuiltIn(oid)} AND ${oid} NOT IN (SELECT x.objid FROM pg_catalog.pg_depend x WHERE x.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.classid = 'pg_catalog.${classOf}'::pg_catalog.regclass AND x.deptype = 'e')`;
}

export function roleOf(oid: string): string {
  return `pg_catalog.pg_get_userbyid(${oid})`;
}

/** "schema"."name" of a row that has a namespace, quoted where needed. */
export function quotedName(schema: string, name: string): string {
  return `pg_catalog.quote_ident(${schema}) || '.' || pg_catalog.quote_ident(${name})`;
}

function exploded(acl: string, owner: string): string {
  return `(SELECT pg_catalog.json_agg(pg_catalog.json_build_array(CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE ${roleOf("acl.grantee")} END, acl.privilege_type, acl.is_grantable, acl.grantee = ${owner})) FROM pg_catalog.aclexplode(${acl}) acl)`;
}

/** An access list beside the one that the object has without any GRANT, as JSON for `grantsOf`; null where nobody granted or revoked. */
export function grants(acl: string, kind: "r" | "s" | "f" | "n" | "T" | "S", owner: string): string {
  return `CASE WHEN ${acl} IS NULL THEN NULL ELSE pg_catalog.json_build_object('given', ${exploded(acl, owner)}, 'usual', ${exploded(`pg_catalog.acldefault('${kind}', ${owner})`, owner)}) END`;
}

/** As `grants`, for an object that has initial rights of its own (schema public). */
export function grantsBesideInitial(acl: string, initial: string, kind: "n", owner: string): string {
  return `CASE WHEN ${acl} IS NULL THEN NULL ELSE pg_catalog.json_build_object('given', ${exploded(acl, owner)}, 'usual', ${exploded(`COALESCE(${initial}, pg_catalog.acldefault('${kind}', ${owner}))`, owner)}) END`;
}

/** An access list that has no default (columns). */
export function plainGrants(acl: string, owner: string): string {
  return `CASE WHEN ${acl} IS NULL THEN NULL ELSE pg_catalog.json_build_object('given', ${exploded(acl, owner)}, 'usual', NULL) END`;
}
