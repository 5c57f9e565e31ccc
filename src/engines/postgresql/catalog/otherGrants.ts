import { roleOf } from "./sql.ts";

/** Without a schema the list holds the server's own defaults too, so that they are taken away first and a missing one is a REVOKE. */
const usual = "pg_catalog.aclexplode(CASE WHEN d.defaclnamespace = 0 THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::\"char\" ELSE d.defaclobjtype END, d.defaclrole) END)";
const given = "pg_catalog.aclexplode(d.defaclacl)";

function difference(how: "GRANT" | "REVOKE", from: string, without: string): string {
  return `SELECT '${how}' AS how, a.grantee, a.is_grantable, pg_catalog.string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS privileges FROM ${from} a
    WHERE NOT EXISTS (SELECT 1 FROM ${without} b WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type AND b.is_grantable = a.is_grantable) GROUP BY a.grantee, a.is_grantable`;
}

const grantee = `CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(${roleOf("g.grantee")}) END`;
const kind = "CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END";
const owner = `pg_catalog.quote_ident(${roleOf("d.defaclrole")})`;
const place = "COALESCE(' IN SCHEMA ' || pg_catalog.quote_ident(n.nspname), '')";
const alter = `'ALTER DEFAULT PRIVILEGES FOR ROLE ' || ${owner} || ${place} || ' '`;
const grant = `'GRANT ' || g.privileges || ' ON ' || ${kind} || ' TO ' || ${grantee} || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END`;
const revoke = `'REVOKE ' || g.privileges || ' ON ' || ${kind} || ' FROM ' || ${grantee}`;

const defaultPrivileges = `SELECT 'defaultPrivileges', ${owner} || ${place} || ' ' || ${kind} || ' ' || pg_catalog.lower(g.how) || ' ' || ${grantee} || CASE WHEN g.is_grantable THEN ' grantable' ELSE '' END,
    ${alter} || CASE g.how WHEN 'GRANT' THEN ${grant} ELSE ${revoke} END, ${alter} || CASE g.how WHEN 'GRANT' THEN ${revoke} ELSE ${grant} END, '{}'
  FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
  CROSS JOIN LATERAL (${difference("GRANT", given, usual)} UNION ALL ${difference("REVOKE", usual, given)}) g`;

export const grantParts: readonly string[] = [defaultPrivileges];
