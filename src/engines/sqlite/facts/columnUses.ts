import { traverse } from "sqlite3-parser";
import type { AstNode, FromClause, Id, QualifiedName, Select, SelectFrom, SelectTable } from "sqlite3-parser";
import type { ObjectRef, ObjectUse } from "../../../core/script/facts.ts";
import { foldName } from "../quote.ts";
import { columnRef, objectRef, useAt } from "./parsed.ts";
import type { ParsedStatement } from "./parsed.ts";

const implicit = /^(rowid|oid|_rowid_|true|false)$/;

interface Source {
  /** Undefined for a subquery, a table function, or a name of a WITH clause. */
  readonly table: ObjectRef | undefined;
  readonly alias: string;
}

/**
 * Columns that are read where it is sure whose they are: `t.a` of a table in the same FROM, and bare names where one table is all there is.
 * Bare names of inner queries may belong to an outer one, and text in double quotes may be a literal: both are left out.
 */
export function columnUses(parsed: ParsedStatement, root: AstNode, ctes: ReadonlySet<string>): ObjectUse[] {
  const found: ObjectUse[] = [];
  const outermost = outermostSelects(root);
  const read = (scope: AstNode, sources: readonly Source[], alone: boolean): void => {
    found.push(...readScope(parsed, scope, sources, alone));
  };
  const target = (name: QualifiedName): Source => source(name, name.alias?.text, ctes);
  traverse(root, {
    nodes: {
      SelectFrom: (node) => read(node, sourcesOf(node.from, ctes), outermost.has(node)),
      UpdateStmt: (node) => read(node, [target(node.tblName), ...sourcesOf(node.from, ctes)], true),
      DeleteStmt: (node) => read(node, [target(node.tblName)], true),
    },
  });
  return found;
}

/** All columns that an expression of a table's own (an index, its condition) reads. */
export function ownColumns({ statement }: ParsedStatement, table: ObjectRef, expressions: readonly AstNode[]): ObjectUse[] {
  return expressions.flatMap((expression) => bareNames(statement.text, expression).map((id) => useAt(columnRef(table, id.name), id.span, statement)));
}

function readScope({ statement }: ParsedStatement, scope: AstNode, sources: readonly Source[], alone: boolean): ObjectUse[] {
  const byAlias = new Map(sources.map((one) => [one.alias, one.table]));
  const found: ObjectUse[] = [];
  inScope(scope, (node) => {
    if (node.type !== "QualifiedExpr") return;
    const table = byAlias.get(foldName(node.table.text));
    if (table !== undefined && !implicit.test(foldName(node.column.text))) found.push(useAt(columnRef(table, node.column.text), node.column.span, statement));
  });
  const [only] = sources;
  if (!alone || sources.length !== 1 || only?.table === undefined) return found;
  const aliases = new Set([only.alias, ...(scope.type === "SelectFrom" ? resultAliases(scope) : [])]);
  const { table } = only;
  for (const id of bareNames(statement.text, scope)) if (!aliases.has(foldName(id.name))) found.push(useAt(columnRef(table, id.name), id.span, statement));
  return found;
}

function bareNames(text: string, scope: AstNode): Id[] {
  const found: Id[] = [];
  inScope(scope, (node, parent) => {
    const callee = (parent?.type === "FunctionCallExpr" || parent?.type === "FunctionCallStarExpr") && parent.name === node;
    if (node.type === "Id" && !callee && text[node.span.offset] !== '"' && !implicit.test(foldName(node.name))) found.push(node);
  });
  return found;
}

/** Visits what belongs to a scope itself, not to the queries inside it. */
function inScope(scope: AstNode, visit: (node: AstNode, parent: AstNode | undefined) => void): void {
  traverse(scope, {
    enter: (node, parent) => {
      if (node.type === "Select" || (node.type === "With" && node !== scope)) return "skip";
      visit(node, parent);
      return "continue";
    },
  });
}

function outermostSelects(root: AstNode): Set<AstNode> {
  const select = selectOf(root);
  return new Set(select === undefined ? [] : [select.select, ...(select.compounds ?? []).map((compound) => compound.select)]);
}

function selectOf(root: AstNode): Select | undefined {
  if (root.type === "Select") return root;
  if (root.type === "SelectStmt") return root.body;
  if (root.type === "ExplainStmt") return selectOf(root.stmt);
  return root.type === "InsertStmt" && root.body.type === "SelectInsertBody" ? root.body.select : undefined;
}

function sourcesOf(from: FromClause | undefined, ctes: ReadonlySet<string>): Source[] {
  if (from === undefined) return [];
  const tables = [from.select, ...(from.joins ?? []).map((join) => join.table)].filter((table): table is SelectTable => table !== undefined);
  return tables.map((table) => (table.type === "TableSelectTable" ? source(table.tblName, table.alias?.name.text, ctes) : { table: undefined, alias: "alias" in table && table.alias !== undefined ? foldName(table.alias.name.text) : "" }));
}

function source(name: QualifiedName, alias: string | undefined, ctes: ReadonlySet<string>): Source {
  const table = objectRef("table", name);
  const own = name.dbName === undefined && ctes.has(table.name);
  return { table: own ? undefined : table, alias: foldName(alias ?? table.name) };
}

function resultAliases(select: SelectFrom): string[] {
  return select.columns.flatMap((column) => (column.type === "ExprResultColumn" && column.alias !== undefined ? [foldName(column.alias.name.text)] : []));
}
