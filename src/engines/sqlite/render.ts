import type { Catalog, ColumnObject, ConstraintObject, TableObject, ViewObject } from "../../core/catalog/catalog.ts";
import { foldName, plainName } from "./quote.ts";

/** A deterministic script of the whole schema: tables, indexes, views in the order of their dependencies, triggers. */
export function renderCatalog(catalog: Catalog): string {
  const tables = byName(catalog.tables);
  const views = orderedViews(catalog.views);
  const statements = [
    ...tables.map((table) => renderTable(table)),
    ...tables.flatMap((table) => byName(table.indexes).map((index) => index.definition)),
    ...views.map(renderView),
    ...[...tables, ...views].flatMap((relation) => byName(relation.triggers).map((trigger) => trigger.definition)),
  ];
  return statements.map((statement) => `${statement};\n`).join("\n");
}

/** CREATE TABLE, under another name where one is given. */
export function renderTable(table: TableObject, name: string = table.name): string {
  const { options } = table;
  if (table.form === "virtual") return `CREATE VIRTUAL TABLE ${plainName(name)} USING ${plainName(options["module"] ?? "")}${options["arguments"] === undefined ? "" : `(${options["arguments"]})`}`;
  if (options["definition"] !== undefined) return options["definition"];
  const lines = [...table.columns.map((column) => renderColumn(column, inlineConstraints(table, column))), ...table.constraints.filter((item) => !isInline(item)).map(renderConstraint)];
  const suffix = [options["strict"] === undefined ? "" : "STRICT", options["withoutRowid"] === undefined ? "" : "WITHOUT ROWID"].filter((word) => word !== "");
  return `CREATE TABLE ${plainName(name)} (\n${lines.map((line) => `  ${line}`).join(",\n")}\n)${suffix.length === 0 ? "" : ` ${suffix.join(", ")}`}`;
}

/** A column as CREATE TABLE and ALTER TABLE ADD COLUMN write it. */
export function renderColumn(column: ColumnObject, inline: readonly ConstraintObject[] = []): string {
  const parts = [plainName(column.name)];
  if (column.type !== "") parts.push(column.type);
  parts.push(...inline.map(renderConstraint));
  if (column.notNull && !inline.some((item) => item.form === "notNull")) parts.push("NOT NULL");
  if (column.default !== undefined) parts.push(`DEFAULT ${column.default}`);
  if (column.collation !== undefined) parts.push(`COLLATE ${column.collation}`);
  if (column.generated !== undefined) parts.push(`GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? "STORED" : "VIRTUAL"}`);
  return parts.join(" ");
}

export function renderConstraint(constraint: ConstraintObject): string {
  return constraint.unnamed === true ? constraint.definition : `CONSTRAINT ${plainName(constraint.name)} ${constraint.definition}`;
}

export function renderView(view: ViewObject): string {
  if (view.options["definition"] !== undefined) return view.query;
  const columns = view.options["columns"];
  return `CREATE VIEW ${plainName(view.name)}${columns === undefined ? "" : ` (${columns})`} AS ${view.query}`;
}

/** Views after those that they read. */
export function orderedViews(views: readonly ViewObject[]): ViewObject[] {
  const rest = new Map(byName(views).map((view) => [foldName(view.name), view]));
  const ordered: ViewObject[] = [];
  const visit = (view: ViewObject): void => {
    if (!rest.delete(foldName(view.name))) return;
    for (const { name } of view.dependsOn) {
      const needed = rest.get(foldName(name));
      if (needed !== undefined) visit(needed);
    }
    ordered.push(view);
  };
  for (const view of byName(views)) visit(view);
  return ordered;
}

/** What can stand only on the column itself: NOT NULL with a name or a conflict clause, PRIMARY KEY DESC. */
function isInline(constraint: ConstraintObject): boolean {
  return constraint.form === "notNull" || constraint.definition.startsWith("PRIMARY KEY DESC");
}

function inlineConstraints(table: TableObject, column: ColumnObject): ConstraintObject[] {
  return table.constraints.filter((item) => isInline(item) && item.columns[0] === column.name);
}

function byName<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
