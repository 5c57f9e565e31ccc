import type { ConstraintObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { RelationColumns } from "./columns.ts";
import type { Comments } from "./comments.ts";
import { type RelationQuery, numbersOf, optional } from "./family.ts";
import { catalogued, type Relation } from "./relations.ts";

/**
 * Constraints of tables. A foreign key to a partitioned table has hidden rows of the same table for each partition: left out.
 * NOT NULL has rows since version 18: those with the name that the server gives or of a parent table, and nothing else to say, are the column's fact alone.
 */
export const constraintsQuery: RelationQuery = {
  name: "constraints",
  sql: (version, only = "true") => `SELECT o.conrelid, o.conname, o.contype, o.conkey, pg_catalog.pg_get_constraintdef(o.oid), o.confrelid, o.confkey, o.convalidated, o.connoinherit,
      NOT o.conislocal OR o.conparentid <> 0, o.oid
    FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE o.contype IN ('p', 'u', 'f', 'c', 'x'${version >= 180_000 ? ", 'n'" : ""}) AND ${catalogued} AND ${only}
      AND (o.conparentid = 0 OR NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint u WHERE u.oid = o.conparentid AND u.conrelid = o.conrelid))
    ORDER BY o.conrelid, o.conname`,
};

const forms: Readonly<Record<string, ConstraintObject["form"]>> = { p: "primaryKey", u: "unique", f: "foreignKey", c: "check", x: "exclusion", n: "notNull" };

/** Constraints by their table's oid. */
export function readConstraints(rows: readonly RawRow[], relations: ReadonlyMap<string, Relation>, columns: ReadonlyMap<string, RelationColumns>, comments: Comments): Map<string, ConstraintObject[]> {
  const found = new Map<string, ConstraintObject[]>();
  for (const [relation, name, kind, keys, definition, target, targetKeys, validated, noInherit, inherited, oid] of rows) {
    const comment = comments.on("pg_constraint", oid);
    const own = namesOf(columns.get(relation ?? ""), keys);
    const referenced = relations.get(target ?? "");
    const form = forms[kind ?? "c"] ?? "check";
    const usual = inherited === "t" || name === usualNotNullName(relations.get(relation ?? "")?.name ?? "", own[0] ?? "");
    if (form === "notNull" && usual && validated === "t" && noInherit !== "t" && comment === null) continue;
    const constraint: ConstraintObject = {
      name: name ?? "",
      form,
      columns: own,
      definition: definition ?? "",
      ...(referenced === undefined ? {} : { references: { schema: referenced.schema, table: referenced.name, columns: namesOf(columns.get(referenced.oid), targetKeys) } }),
      validated: validated === "t",
      ...optional("comment", comment),
      ...(inherited === "t" ? { inherited: true } : {}),
    };
    const list = found.get(relation ?? "");
    if (list === undefined) found.set(relation ?? "", [constraint]);
    else list.push(constraint);
  }
  return found;
}

function namesOf(columns: RelationColumns | undefined, keys: string | null | undefined): string[] {
  return numbersOf(keys).flatMap((number) => columns?.byNumber.get(number) ?? []);
}

function usualNotNullName(table: string, column: string): string {
  return `${table}_${column}_not_null`;
}
