import type { DomainObject, TypeObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { Comments } from "./comments.ts";
import { described, grantsOf } from "./described.ts";
import { type CatalogQuery, optional } from "./family.ts";
import { grants, notOfExtension, quotedName, roleOf, userSchema } from "./sql.ts";

const common = `n.nspname, t.typname, t.oid, ${roleOf("t.typowner")}, ${grants("t.typacl", "T", "t.typowner")}`;

/** A collation's quoted name where it is not the one that comes with the type. */
function ownCollation(collation: string, usual: string): string {
  return `(SELECT ${quotedName("cn.nspname", "co.collname")} FROM pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = ${collation} AND ${collation} <> ${usual})`;
}

const attributes = `(SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), ${ownCollation("a.attcollation", "at.typcollation")}) ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type at ON at.oid = a.atttypid WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)`;

function rangeDefinition(version: number): string {
  const multirange = version < 140_000 ? "" : ` || (SELECT ', MULTIRANGE_TYPE_NAME = ' || ${quotedName("mn.nspname", "m.typname")} FROM pg_catalog.pg_type m JOIN pg_catalog.pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)`;
  return `(SELECT 'SUBTYPE = ' || pg_catalog.format_type(r.rngsubtype, NULL)
      || COALESCE((SELECT ', SUBTYPE_OPCLASS = ' || ${quotedName("cn.nspname", "oc.opcname")} FROM pg_catalog.pg_opclass oc JOIN pg_catalog.pg_namespace cn ON cn.oid = oc.opcnamespace WHERE oc.oid = r.rngsubopc AND NOT oc.opcdefault), '')
      || COALESCE(', COLLATION = ' || ${ownCollation("r.rngcollation", "st.typcollation")}, '')
      || CASE WHEN r.rngcanonical = 0 THEN '' ELSE ', CANONICAL = ' || r.rngcanonical::pg_catalog.regproc::pg_catalog.text END
      || CASE WHEN r.rngsubdiff = 0 THEN '' ELSE ', SUBTYPE_DIFF = ' || r.rngsubdiff::pg_catalog.regproc::pg_catalog.text END${multirange}
    FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type st ON st.oid = r.rngsubtype WHERE r.rngtypid = t.oid)`;
}

export const typesQuery: CatalogQuery = {
  name: "types",
  sql: (version) => `SELECT ${common}, t.typtype,
      CASE t.typtype WHEN 'e' THEN (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid) END,
      CASE t.typtype WHEN 'c' THEN ${attributes} END,
      CASE t.typtype WHEN 'r' THEN ${rangeDefinition(version)} END
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    WHERE (t.typtype IN ('e', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')) AND ${userSchema("n")} AND ${notOfExtension("pg_type", "t.oid")}
    ORDER BY n.nspname, t.typname`,
};

export const domainsQuery: CatalogQuery = {
  name: "domains",
  sql: () => `SELECT ${common}, pg_catalog.format_type(t.typbasetype, t.typtypmod), t.typnotnull,
      COALESCE(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault), ${ownCollation("t.typcollation", "b.typcollation")},
      (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(c.conname, pg_catalog.pg_get_constraintdef(c.oid), c.convalidated) ORDER BY c.conname)
         FROM pg_catalog.pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c')
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
    WHERE t.typtype = 'd' AND ${userSchema("n")} AND ${notOfExtension("pg_type", "t.oid")}
    ORDER BY n.nspname, t.typname`,
};

export function readTypes(rows: readonly RawRow[], comments: Comments): TypeObject[] {
  return rows.map(([schema, name, oid, owner, grantJson, kind, labels, attributeJson, definition]) => {
    const named = { schema: schema ?? "", name: name ?? "", ...described(comments.on("pg_type", oid), owner, grantsOf(grantJson)) };
    if (kind === "e") return { ...named, form: "enum", values: JSON.parse(labels ?? "[]") as string[] };
    if (kind === "r") return { ...named, form: "range", definition: definition ?? "" };
    const parts = JSON.parse(attributeJson ?? "[]") as [string, string, string | null][];
    return { ...named, form: "composite", attributes: parts.map(([attribute, type, collation]) => ({ name: attribute, type, ...optional("collation", collation) })) };
  });
}

export function readDomains(rows: readonly RawRow[], comments: Comments): DomainObject[] {
  return rows.map(([schema, name, oid, owner, grantJson, type, notNull, fallback, collation, checkJson]) => {
    const checks = JSON.parse(checkJson ?? "[]") as [string, string, boolean][];
    return {
      schema: schema ?? "",
      name: name ?? "",
      type: type ?? "",
      notNull: notNull === "t",
      ...optional("default", fallback),
      ...optional("collation", collation),
      checks: checks.map(([check, definition, validated]) => ({ name: check, definition, validated })),
      ...described(comments.on("pg_type", oid), owner, grantsOf(grantJson)),
    };
  });
}
