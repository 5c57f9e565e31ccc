import { userSchema } from "../../catalog/sql.ts";
import { aclJson, type PrivilegeFact } from "./privileges.ts";
import { cellList, cellText, type ReadFacts } from "./read.ts";

/** Who may do what with a table, view, materialised view, foreign table. */
export interface RelationFact {
  readonly schema: string;
  readonly name: string;
  /** "r" table, "p" partitioned, "v" view, "m" materialised view, "f" foreign table. */
  readonly kind: string;
  readonly owner: string;
  readonly privileges: readonly PrivilegeFact[];
  readonly columnPrivileges: readonly (PrivilegeFact & { readonly column: string })[];
}

const query = `SELECT n.nspname, c.relname, c.relkind::pg_catalog.text, pg_catalog.pg_get_userbyid(c.relowner), ${aclJson("c.relacl", "r", "c.relowner")},
    (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('column', a.attname, 'grantee', CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(x.grantee) END,
        'privilege', x.privilege_type, 'grantable', x.is_grantable) ORDER BY a.attnum, x.grantee, x.privilege_type)::pg_catalog.text
      FROM pg_catalog.pg_attribute a CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attacl IS NOT NULL)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${userSchema("n")} ORDER BY 1, 2`;

/** One query. By "schema.name". */
export async function readRelations({ rows }: ReadFacts): Promise<ReadonlyMap<string, RelationFact>> {
  const found = (await rows(query)).map(([schema, name, kind, owner, acl, columnAcl]): RelationFact => ({
    schema: cellText(schema), name: cellText(name), kind: cellText(kind), owner: cellText(owner), privileges: cellList(acl), columnPrivileges: cellList(columnAcl),
  }));
  return new Map(found.map((relation) => [`${relation.schema}.${relation.name}`, relation]));
}
