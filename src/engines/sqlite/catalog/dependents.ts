import { parseStmt, traverse } from "sqlite3-parser";
import type { CreateViewStmt } from "sqlite3-parser";
import type { IndexObject, TriggerObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { foldName, plainName } from "../quote.ts";
import { canonicalTokens, canonicalType, joinTokens, parenthesised, splitAtCommas, tokensIn } from "./canonical.ts";
import type { CanonicalToken } from "./canonical.ts";

/** A stored CREATE INDEX; `columns` are those of its table, folded. */
export function indexObject(name: string, table: string, sql: string, columns: ReadonlySet<string>): IndexObject {
  const parsed = parseStmt(sql);
  if (parsed.status !== "ok" || parsed.root.type !== "CreateIndexStmt") return { schema: "", name, definition: sql.trim(), unique: false, columns: [], method: "btree", valid: true };
  const { unique, tblName, whereClause } = parsed.root;
  const tokens = canonicalTokens(sql, parsed.root, columns).filter((token) => token.start > tblName.span.offset);
  const { inner, rest } = parenthesised(tokens);
  const parts = splitAtCommas(inner).map((part) => (part.at(-1)?.text === "ASC" ? part.slice(0, -1) : part));
  const predicate = whereClause === undefined ? undefined : joinTokens(rest.filter((token) => token.text !== ";").slice(1));
  const where = predicate === undefined ? "" : ` WHERE ${predicate}`;
  return {
    schema: "",
    name,
    definition: `CREATE ${unique ? "UNIQUE " : ""}INDEX ${plainName(name)} ON ${plainName(table)} (${parts.map(joinTokens).join(", ")})${where}`,
    unique,
    columns: parts.map((part) => joinTokens(part.filter((token) => token.text !== "DESC"))),
    method: "btree",
    ...(predicate === undefined ? {} : { predicate }),
    valid: true,
  };
}

/** A stored CREATE TRIGGER, one line per statement of its body. */
export function triggerObject(name: string, sql: string): TriggerObject {
  const parsed = parseStmt(sql);
  if (parsed.status !== "ok" || parsed.root.type !== "CreateTriggerStmt") return { name, definition: sql.trim(), enabled: "origin" };
  const { triggerName } = parsed.root;
  const end = triggerName.span.offset + triggerName.span.length;
  const tokens = canonicalTokens(sql, parsed.root).filter((token) => token.start >= end);
  const begin = tokens.findIndex((token) => token.kind === "word" && token.text === "BEGIN");
  const body = statementsOf(tokens.slice(begin + 1));
  return { name, definition: `CREATE TRIGGER ${plainName(name)} ${joinTokens(tokens.slice(0, begin + 1))}\n${body.map((line) => `  ${line};\n`).join("")}END`, enabled: "origin" };
}

/** A stored CREATE VIEW; `columns` as SQLite resolves them, empty where it cannot. */
export function viewObject(name: string, sql: string, columns: readonly { readonly name: string; readonly type: string }[]): ViewObject {
  const parsed = parseStmt(sql);
  const base = { schema: "", name, form: "view" as const, indexes: [], triggers: [] };
  if (parsed.status !== "ok" || parsed.root.type !== "CreateViewStmt") return { ...base, columns, query: sql.trim(), options: { definition: "raw" }, dependsOn: [] };
  const statement = parsed.root;
  const tokens = canonicalTokens(sql, statement);
  const spelled = spelledColumns(sql, statement, tokens);
  const named = statement.columns?.map((column) => plainName(column.colName.text)).join(", ");
  return {
    ...base,
    columns: columns.map((column) => ({ name: spelled.get(column.name) ?? column.name, type: canonicalType(column.type) })),
    query: joinTokens(queryTokens(statement, tokens)),
    options: named === undefined ? {} : { columns: named },
    dependsOn: tablesOf(statement).map((table) => ({ schema: "", name: table })),
  };
}

function queryTokens(statement: CreateViewStmt, tokens: readonly CanonicalToken[]): CanonicalToken[] {
  const afterName = tokens.filter((token) => token.start >= statement.viewName.span.offset + statement.viewName.span.length);
  const as = afterName.findIndex((token) => token.kind === "word" && token.text === "AS");
  return afterName.slice(as + 1).filter((token) => token.text !== ";");
}

/** SQLite names a column without alias by its source text: blanks and all. That spelling gives way to the canonical one. */
function spelledColumns(sql: string, statement: CreateViewStmt, tokens: readonly CanonicalToken[]): Map<string, string> {
  const spelled = new Map<string, string>();
  if (statement.select.select.type !== "SelectFrom") return spelled;
  for (const column of statement.select.select.columns) {
    if (column.type !== "ExprResultColumn" || column.alias !== undefined || column.expr.type === "Id") continue;
    const inside = tokensIn(tokens, column.expr.span);
    spelled.set(sql.slice(column.expr.span.offset, column.expr.span.offset + column.expr.span.length).trim(), joinTokens(inside));
  }
  return spelled;
}

/** Tables and views that a view reads, without the names of its own WITH clauses, sorted. */
export function tablesOf(statement: CreateViewStmt): string[] {
  const found = new Map<string, string>();
  const own = new Set<string>();
  traverse(statement, {
    nodes: {
      CommonTableExpr: (node) => void own.add(foldName(node.tblName.text)),
      TableSelectTable: (node) => void found.set(foldName(node.tblName.objName.text), node.tblName.objName.text),
      InTableExpr: (node) => void found.set(foldName(node.rhs.objName.text), node.rhs.objName.text),
    },
  });
  return [...found].filter(([folded]) => !own.has(folded)).map(([, table]) => table).sort();
}

function statementsOf(tokens: readonly CanonicalToken[]): string[] {
  const lines: CanonicalToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "mark" && token.text === ";") lines.push([]);
    else lines.at(-1)?.push(token);
  }
  return lines.slice(0, -1).map(joinTokens);
}
