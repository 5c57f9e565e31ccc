import * as vscode from "vscode";
import type { Catalog, ColumnObject, TableObject, ViewObject } from "../../core/catalog/catalog.ts";
import type { Dialect } from "../../core/engineId.ts";
import type { ServerFacts } from "../../engines/engine.ts";
import type { ViewNode } from "./nodeTree.ts";

/** The rows below a connection: the server, then its schemas (or, where the engine has none, its tables). */
export function databaseNodes(id: string, facts: ServerFacts, catalog: Catalog): ViewNode[] {
  const relations = [...catalog.tables, ...catalog.views];
  const server = serverNode(id, facts);
  if (catalog.schemas.length === 0) return [server, ...relationNodes(id, relations)];
  const schemas = catalog.schemas.map((schema): ViewNode => {
    const own = relations.filter((relation) => relation.schema === schema.name);
    const schemaId = `${id}/schema/${schema.name}`;
    return {
      id: schemaId, label: schema.name, description: own.length === 1 ? "1 table or view" : `${own.length} tables and views`, icon: new vscode.ThemeIcon("symbol-namespace"), contextValue: "schema",
      expanded: catalog.schemas.length === 1,
      ...(own.length === 0 ? {} : { children: () => relationNodes(schemaId, own) }),
    };
  });
  return [server, ...schemas];
}

const engineNames: Readonly<Record<Dialect, string>> = { postgresql: "PostgreSQL", mysql: "MySQL", mariadb: "MariaDB", sqlite: "SQLite", mongodb: "MongoDB" };

function serverNode(id: string, facts: ServerFacts): ViewNode {
  const pairs: [string, string][] = [
    ["version", facts.version], ["database", facts.database], ["user", facts.user],
    ["rights", facts.superuser ? "superuser" : ""], ["transport", facts.tls === null ? "" : facts.tls ? "encrypted" : "not encrypted"],
    ...Object.entries(facts.settings),
  ];
  const shown = pairs.filter(([, value]) => value !== "");
  return {
    id: `${id}/server`, label: `${engineNames[facts.dialect]} ${facts.version}`, description: facts.tls === false ? "not encrypted" : "", icon: new vscode.ThemeIcon("server"), contextValue: "server",
    children: () => shown.map(([name, value]) => ({ id: `${id}/server/${name}`, label: name, description: value, icon: new vscode.ThemeIcon("symbol-property") })),
  };
}

function relationNodes(id: string, relations: readonly (TableObject | ViewObject)[]): ViewNode[] {
  return [...relations].sort((a, b) => (a.name < b.name ? -1 : 1)).map((relation) => {
    const table = "constraints" in relation ? relation : null;
    const relationId = `${id}/${table === null ? "view" : "table"}/${relation.name}`;
    const rows = table?.estimatedRows;
    const kind = table === null ? (relation.form === "materializedView" ? "materialised view" : "view") : "table";
    return {
      id: relationId, label: relation.name, icon: new vscode.ThemeIcon(table === null ? "eye" : "table"), contextValue: table === null ? "view" : "table",
      description: table === null ? kind : rows === undefined || rows < 0 ? "" : `${Math.round(rows).toLocaleString("en")} rows`,
      spoken: `${kind} ${relation.name}, ${relation.columns.length} columns`,
      tooltip: () => relationTooltip(relation, kind),
      children: () => (table === null ? relation.columns.map((column) => viewColumnNode(relationId, column)) : table.columns.map((column) => columnNode(relationId, table, column))),
    };
  });
}

function columnNode(id: string, table: TableObject, column: ColumnObject): ViewNode {
  const key = table.constraints.some((constraint) => constraint.form === "primaryKey" && constraint.columns.includes(column.name));
  const target = table.constraints.find((constraint) => constraint.form === "foreignKey" && constraint.columns.includes(column.name))?.references;
  const words = [column.type, column.notNull ? "not null" : "", key ? "primary key" : "", target === undefined ? "" : `→ ${target.table}`].filter((word) => word !== "");
  return {
    id: `${id}/${column.name}`, label: column.name, description: words.join(" · "), icon: new vscode.ThemeIcon(key ? "key" : target === undefined ? "symbol-field" : "references"), contextValue: "column",
    spoken: `column ${column.name}, ${words.join(", ")}`,
    tooltip: () => lines([`${column.name} ${column.type}`, column.default === undefined ? "" : `default ${column.default}`, column.comment ?? ""]),
  };
}

function viewColumnNode(id: string, column: ViewObject["columns"][number]): ViewNode {
  return { id: `${id}/${column.name}`, label: column.name, description: column.type, icon: new vscode.ThemeIcon("symbol-field"), contextValue: "column" };
}

function relationTooltip(relation: TableObject | ViewObject, kind: string): vscode.MarkdownString {
  const facts = "constraints" in relation
    ? [`${relation.columns.length} columns, ${relation.indexes.length} indexes, ${relation.constraints.length} constraints, ${relation.triggers.length} triggers`, relation.rowSecurity.enabled ? `row level security with ${relation.policies.length} policies` : ""]
    : [`${relation.columns.length} columns`];
  return lines([`${kind} ${relation.schema === "" ? "" : `${relation.schema}.`}${relation.name}`, ...facts, relation.comment ?? ""]);
}

/** Text from the database stays text: nothing in it becomes a link or markup. */
function lines(texts: readonly string[]): vscode.MarkdownString {
  const shown = new vscode.MarkdownString();
  texts.filter((text) => text !== "").forEach((text, index) => {
    if (index > 0) shown.appendMarkdown("\n\n");
    shown.appendText(text);
  });
  return shown;
}
