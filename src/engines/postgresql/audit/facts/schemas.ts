import { userSchema } from "../../catalog/sql.ts";
import { aclJson, type PrivilegeFact } from "./privileges.ts";
import { cellList, cellText, type ReadFacts } from "./read.ts";

export interface SchemaFact {
  readonly name: string;
  readonly owner: string;
  readonly privileges: readonly PrivilegeFact[];
}

/** What objects that `role` makes (in `schema`, or anywhere) will be granted. */
export interface DefaultPrivilegeFact {
  readonly role: string;
  readonly schema?: string;
  readonly kind: "TABLES" | "SEQUENCES" | "FUNCTIONS" | "TYPES" | "SCHEMAS" | "LARGE OBJECTS";
  readonly privileges: readonly PrivilegeFact[];
}

const schemasQuery = `SELECT n.nspname, pg_catalog.pg_get_userbyid(n.nspowner), ${aclJson("n.nspacl", "n", "n.nspowner")} FROM pg_catalog.pg_namespace n WHERE ${userSchema("n")} ORDER BY 1`;

const defaultsQuery = `SELECT pg_catalog.pg_get_userbyid(d.defaclrole), n.nspname,
    CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
    ${aclJson("d.defaclacl", "r", "d.defaclrole")}
  FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace ORDER BY 1, 2, 3`;

/** One query. By name. */
export async function readSchemas({ rows }: ReadFacts): Promise<ReadonlyMap<string, SchemaFact>> {
  return new Map((await rows(schemasQuery)).map(([name, owner, acl]) => [cellText(name), { name: cellText(name), owner: cellText(owner), privileges: cellList<PrivilegeFact>(acl) }]));
}

/** One query. */
export async function readDefaultPrivileges({ rows }: ReadFacts): Promise<readonly DefaultPrivilegeFact[]> {
  return (await rows(defaultsQuery)).map(([role, schema, kind, acl]) => ({
    role: cellText(role),
    ...(schema === null || schema === undefined ? {} : { schema: cellText(schema) }),
    kind: cellText(kind) as DefaultPrivilegeFact["kind"],
    privileges: cellList<PrivilegeFact>(acl),
  }));
}
