import { parseStmt, traverse } from "sqlite3-parser";
import type { AstNode, Expr, FromClause, QualifiedName, Select, SelectFrom, SelectTable, Stmt } from "sqlite3-parser";
import { foldName } from "../quote.ts";
import { type Term, termsOf } from "./term.ts";

export interface Source {
  /** Folded; the table's name where it has no other. */
  readonly alias: string;
  /** Folded; undefined for a subquery. */
  readonly table?: string;
  /** The table's name as it is written. */
  readonly written?: string;
}

/** One SELECT, UPDATE or DELETE of a statement with what it asks of its tables. */
export interface Scope {
  readonly sources: readonly Source[];
  /** What must hold of every row, from WHERE and ON. */
  readonly terms: readonly Term[];
  readonly node: AstNode;
}

export interface Query {
  readonly text: string;
  readonly statement: Stmt;
  readonly scopes: readonly Scope[];
  readonly sources: readonly Source[];
  /** The scopes with a source of that alias. */
  readonly byAlias: ReadonlyMap<string, readonly Scope[]>;
  /** The largest OFFSET that is written as a number. */
  readonly offset?: number;
}

/** What a statement asks of its tables; undefined where it cannot be parsed. Names are folded. */
export function readQuery(text: string): Query | undefined {
  const parsed = parseStmt(text);
  if (parsed.status !== "ok") return undefined;
  const scopes: Scope[] = [];
  const own = new Set<string>();
  const offsets: number[] = [];
  const add = (node: AstNode, sources: readonly Source[], conditions: readonly (Expr | undefined)[]): void => {
    scopes.push({ node, sources, terms: conditions.flatMap((condition) => (condition === undefined ? [] : termsOf(condition, text))) });
  };
  traverse(parsed.root, {
    nodes: {
      CommonTableExpr: (node) => void own.add(foldName(node.tblName.text)),
      SelectFrom: (node: SelectFrom) => add(node, sourcesOf(node.from), [node.whereClause, ...onConditions(node.from)]),
      UpdateStmt: (node) => add(node, [target(node.tblName), ...sourcesOf(node.from)], [node.whereClause, ...onConditions(node.from)]),
      DeleteStmt: (node) => add(node, [target(node.tblName)], [node.whereClause]),
      Select: (node: Select) => {
        if (node.limit?.offset?.type === "NumericLiteral") offsets.push(Number(text.slice(node.limit.offset.span.offset, node.limit.offset.span.offset + node.limit.offset.span.length)));
      },
    },
  });
  const known = scopes.map((scope) => ({ ...scope, sources: scope.sources.map((source) => (source.table !== undefined && own.has(source.table) ? { alias: source.alias } : source)) }));
  const offset = Math.max(-1, ...offsets.filter(Number.isFinite));
  return { text, statement: parsed.root, scopes: known, sources: known.flatMap((scope) => scope.sources), byAlias: byAliasOf(known), ...(offset < 0 ? {} : { offset }) };
}

function byAliasOf(scopes: readonly Scope[]): ReadonlyMap<string, readonly Scope[]> {
  const found = new Map<string, Scope[]>();
  for (const scope of scopes) {
    for (const alias of new Set(scope.sources.map((source) => source.alias))) {
      const known = found.get(alias);
      if (known === undefined) found.set(alias, [scope]);
      else known.push(scope);
    }
  }
  return found;
}

function sourcesOf(from: FromClause | undefined): Source[] {
  return tablesOf(from).map((table) => {
    const alias = "alias" in table && table.alias !== undefined ? foldName(table.alias.name.text) : undefined;
    if (table.type !== "TableSelectTable") return { alias: alias ?? "" };
    const { table: name, written } = target(table.tblName);
    return { alias: alias ?? name, table: name, written };
  });
}

function target(name: QualifiedName): Required<Source> {
  const written = name.objName.text;
  return { alias: foldName(name.alias?.text ?? written), table: foldName(written), written };
}

export function tablesOf(from: FromClause | undefined): SelectTable[] {
  return from === undefined ? [] : [from.select, ...(from.joins ?? []).map((join) => join.table)].filter((table) => table !== undefined);
}

function onConditions(from: FromClause | undefined): Expr[] {
  return (from?.joins ?? []).flatMap((join) => (join.constraint?.type === "OnJoinConstraint" ? [join.constraint.expr] : []));
}
