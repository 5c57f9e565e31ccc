import { parseStmt } from "sqlite3-parser";
import type { ColumnDefinition, CreateTableStmt, CreateVirtualTableStmt } from "sqlite3-parser";
import type { ColumnObject, TableObject } from "../../../core/catalog/catalog.ts";
import { foldName, quoteText } from "../quote.ts";
import { canonicalTokens, canonicalType, joinTokens, parenthesised, tokensIn } from "./canonical.ts";
import type { CanonicalToken } from "./canonical.ts";
import { columnConstraints, nameConstraints, tableConstraint } from "./constraints.ts";

/** The parser's TabFlags, whose values it does not export. */
const strictFlag = 65536;
const withoutRowidFlag = 128;

/** What a stored CREATE TABLE or CREATE VIRTUAL TABLE says; indexes and triggers are added by the caller. */
export function tableObject(name: string, sql: string): TableObject {
  const parsed = parseStmt(sql);
  const statement = parsed.status === "ok" ? parsed.root : undefined;
  if (statement?.type === "CreateVirtualTableStmt") return { ...emptyTable(name), form: "virtual", options: virtualOptions(statement) };
  if (statement?.type === "CreateTableStmt" && statement.body.type === "ColumnsAndConstraintsCreateTableBody") return ordinaryTable(name, sql, statement, statement.body);
  return { ...emptyTable(name), options: { definition: sql.trim() } };
}

type Body = Extract<CreateTableStmt["body"], { readonly type: "ColumnsAndConstraintsCreateTableBody" }>;

function ordinaryTable(name: string, sql: string, statement: CreateTableStmt, body: Body): TableObject {
  const columns = new Set(body.columns.map((column) => foldName(column.colName.text)));
  const tokens = canonicalTokens(sql, statement, columns);
  const constraints = [
    ...body.columns.flatMap((column) => columnConstraints(column.colName.text, column.constraints, tokens, columns)),
    ...(body.constraints ?? []).map((constraint) => tableConstraint(constraint, tokens, columns)),
  ];
  return {
    ...emptyTable(name),
    columns: body.columns.map((column) => columnObject(column, tokens)),
    constraints: nameConstraints(constraints),
    options: { ...(has(body.flags, strictFlag) ? { strict: "yes" } : {}), ...(has(body.flags, withoutRowidFlag) ? { withoutRowid: "yes" } : {}) },
  };
}

function columnObject(column: ColumnDefinition, tokens: readonly CanonicalToken[]): ColumnObject {
  const constraints = column.constraints.map((item) => item.constraint);
  const fallback = constraints.find((item) => item.type === "DefaultColumnConstraint");
  const collate = constraints.find((item) => item.type === "CollateColumnConstraint");
  const generated = constraints.find((item) => item.type === "GeneratedColumnConstraint");
  return {
    name: column.colName.text,
    type: column.colType === undefined ? "" : typeText(tokensIn(tokens, column.colType.span), generated !== undefined),
    notNull: constraints.some((item) => item.type === "NotNullColumnConstraint" && !item.nullable),
    ...(fallback === undefined ? {} : { default: defaultText(fallback, tokens) }),
    ...(collate === undefined || foldName(collate.collationName.text) === "binary" ? {} : { collation: collate.collationName.text.toUpperCase() }),
    ...(generated === undefined ? {} : { generated: { expression: joinTokens(parenthesised(tokensIn(tokens, generated.span)).inner), stored: generated.typ?.name.toLowerCase() === "stored" } }),
  };
}

/** SQLite too takes GENERATED ALWAYS for the end of the type first, and cuts it off. */
function typeText(tokens: readonly CanonicalToken[], generated: boolean): string {
  const text = canonicalType(joinTokens(tokens));
  return generated ? text.replace(/ ?GENERATED ALWAYS$/, "") : text;
}

/** A bare or double-quoted word after DEFAULT is text, but for TRUE and FALSE. */
function defaultText({ expr, span }: { readonly expr: { readonly type: string; readonly name?: unknown }; readonly span: { readonly offset: number; readonly length: number; readonly line: number; readonly col: number } }, tokens: readonly CanonicalToken[]): string {
  const inside = tokensIn(tokens, span);
  const after = inside.slice(inside.findIndex((token) => token.text === "DEFAULT") + 1);
  const [only] = after;
  if (after.length === 1 && expr.type === "Id" && typeof expr.name === "string" && only?.kind === "identifier") return quoteText(expr.name);
  return joinTokens(after);
}

function virtualOptions(statement: CreateVirtualTableStmt): Record<string, string> {
  const args = (statement.args ?? []).map((argument) => argument.trim().replace(/\s+/g, " "));
  return { module: foldName(statement.moduleName.text), ...(args.length === 0 ? {} : { arguments: args.join(", ") }) };
}

function emptyTable(name: string): TableObject {
  return {
    schema: "",
    name,
    form: "table",
    persistence: "permanent",
    columns: [],
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
    rowSecurity: { enabled: false, forced: false },
    inherits: [],
    options: {},
  };
}

function has(flags: number, flag: number): boolean {
  return (flags & flag) !== 0;
}
