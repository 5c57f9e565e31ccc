import type { ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { commentParts } from "./comment.ts";
import { identifier, objectName } from "./identifier.ts";
import { parentOf, type Tables } from "./link.ts";
import type { Family, Part } from "./part.ts";
import { notValid } from "./type.ts";

const FAMILY: Readonly<Record<ConstraintObject["form"], Family>> = { primaryKey: "key", unique: "key", exclusion: "key", check: "check", foreignKey: "foreignKey", notNull: "notNull" };

/** A table's constraints; NOT NULL belongs to the columns. */
export function constraintParts(table: TableObject, tables: Tables): Part[] {
  return table.constraints.flatMap((constraint) => [
    ...(constraint.form === "notNull" ? [] : onePart(table, tables, constraint)),
    ...commentParts(constraintKey(table, constraint.name), `CONSTRAINT ${identifier(constraint.name)} ON ${objectName(table)}`, constraint.comment, [`table ${qualified(table)}`]),
  ]);
}

export function constraintKey(table: TableObject, name: string): string {
  return `constraint ${qualified(table)}.${name}`;
}

function onePart(table: TableObject, tables: Tables, constraint: ConstraintObject): Part[] {
  const key = constraintKey(table, constraint.name);
  const tableKey = `table ${qualified(table)}`;
  const isIndex = constraint.form === "primaryKey" || constraint.form === "unique" || constraint.form === "exclusion";
  const index = isIndex ? parentIndex(table, tables, constraint) : undefined;
  const parent = index ?? (isIndex ? undefined : parentConstraint(table, tables, constraint));
  const definition = constraint.validated ? constraint.definition : notValid(constraint.definition);
  const alter = `ALTER ${table.form === "foreign" ? "FOREIGN TABLE" : "TABLE"} ${isIndex ? "ONLY " : ""}${objectName(table)}`;
  const adrift = constraint.form === "foreignKey" && constraint.inherited === true && parent === undefined;
  const parts: Part[] = [
    {
      key,
      object: key,
      family: adrift ? "check" : FAMILY[constraint.form],
      needs: [tableKey, ...referencedKeys(constraint, tables), ...(isIndex ? constraint.columns.map((column) => `column ${qualified(table)}.${column}`) : []), ...(constraint.form === "primaryKey" ? constraint.columns.map((column) => `column ${qualified(table)}.${column}#notNull`) : []), ...(parent === undefined ? [] : [parent.from])],
      text: constraint.definition,
      table: qualified(table),
      within: [tableKey],
      state: definition,
      create: [`${alter} ADD CONSTRAINT ${identifier(constraint.name)} ${definition}`],
      drop: [`ALTER ${table.form === "foreign" ? "FOREIGN TABLE" : "TABLE"} ${objectName(table)} DROP CONSTRAINT ${identifier(constraint.name)}`],
      alter: [`ALTER TABLE ${objectName(table)} VALIDATE CONSTRAINT ${identifier(constraint.name)}`],
      ...(parent === undefined ? {} : { inherited: { link: parent.link, from: parent.from, follows: !isIndex } }),
    },
  ];
  if (index !== undefined) parts.push(indexLink(table, index, key, constraint.name, index.index));
  return parts;
}

/** The statement that makes a partition's index a part of its parent's. */
export function indexLink(table: TableObject, parent: { readonly link: string; readonly from: string }, key: string, index: string, parentIndexName: { readonly schema: string; readonly name: string }): Part {
  return {
    key: `${key}#link`,
    object: key,
    family: "indexLink",
    needs: [key, parent.from, parent.link],
    text: "",
    within: [key, parent.from, parent.link],
    state: objectName(parentIndexName),
    create: [`ALTER INDEX ${objectName(parentIndexName)} ATTACH PARTITION ${objectName({ schema: table.schema, name: index })}`],
    drop: [],
  };
}

function parentIndex(table: TableObject, tables: Tables, constraint: ConstraintObject): { link: string; from: string; index: { schema: string; name: string } } | undefined {
  const index = table.indexes.find((item) => item.constraint === constraint.name);
  if (index?.partOf === undefined) return undefined;
  const partOf = index.partOf;
  const parent = parentOf(table, tables, (item) => item.indexes.find((other) => other.name === partOf));
  if (parent?.found === undefined) return undefined;
  const { found } = parent;
  const from = found.constraint === undefined ? `index ${qualified(parent.table)}.${found.name}` : constraintKey(parent.table, found.constraint);
  return { link: parent.link, from, index: { schema: parent.table.schema, name: found.name } };
}

function parentConstraint(table: TableObject, tables: Tables, constraint: ConstraintObject): { link: string; from: string } | undefined {
  if (constraint.inherited !== true) return undefined;
  const parent = parentOf(table, tables, (item) => item.constraints.find((other) => other.name === constraint.name && other.form === constraint.form));
  return parent === undefined ? undefined : { link: parent.link, from: constraintKey(parent.table, constraint.name) };
}

/** The keys of a referenced table that a foreign key can lean on: those over exactly its columns. */
function referencedKeys(constraint: ConstraintObject, tables: Tables): string[] {
  const { references } = constraint;
  const target = references === undefined ? undefined : tables.get(`${references.schema}.${references.table}`);
  if (references === undefined || target === undefined) return [];
  const wanted = [...references.columns].sort().join("\0");
  const same = (columns: readonly string[]): boolean => [...columns].sort().join("\0") === wanted;
  const keys = target.constraints.filter((item) => (item.form === "primaryKey" || item.form === "unique") && same(item.columns));
  const indexes = target.indexes.filter((item) => item.unique && item.constraint === undefined && same(item.columns));
  return [`table ${qualified(target)}`, ...references.columns.map((column) => `column ${qualified(target)}.${column}`), ...keys.map((item) => constraintKey(target, item.name)), ...indexes.map((item) => `index ${qualified(target)}.${item.name}`)];
}
