import { traverse } from "sqlite3-parser";
import type { AstNode, Expr } from "sqlite3-parser";
import type { MentionedTable, Target } from "../../../../core/indexes/read/mentionedTable.ts";
import type { ReadScope } from "../../../../core/indexes/read/readScope.ts";
import { columnOf } from "../../plan/term.ts";
import { foldName } from "../../quote.ts";

/** An expression without what only groups it, and the collation that it names. */
export function stripped(node: Expr): { readonly node: Expr; readonly collation?: string } {
  if (node.type === "ParenthesizedExpr" && node.exprs.length === 1 && node.exprs[0] !== undefined) return stripped(node.exprs[0]);
  if (node.type === "CollateExpr") return { node: stripped(node.expr).node, collation: node.collation.toUpperCase() };
  return { node };
}

/** What a node is of the tables: their columns, or one expression over columns of one of them. Empty where it is neither. */
export function targetsOf(expression: Expr | undefined, scope: ReadScope, text: string): readonly Target[] {
  if (expression === undefined) return [];
  const { node } = stripped(expression);
  const column = columnOf(node);
  if (column !== undefined) return resolved(column, scope);
  const { columns, others } = columnsIn(node, scope);
  const [first] = columns;
  if (first === undefined || others || columns.some(({ target }) => target.table !== first.target.table || target.part.expression) || !deterministic(node)) return [];
  let written = text.slice(node.span.offset, node.span.offset + node.span.length);
  for (const { at, length, target } of [...columns].reverse()) written = `${written.slice(0, at - node.span.offset)}${target.part.text}${written.slice(at - node.span.offset + length)}`;
  return [{ table: first.target.table, part: { text: `(${written})`, columns: [...new Set(columns.flatMap(({ target }) => target.part.columns))], expression: true } }];
}

export interface Mentions {
  readonly tables: ReadonlySet<MentionedTable>;
  /** A column of something that is no table, or that nobody knows. */
  readonly others: boolean;
  /** Where parameters stand. */
  readonly parameters: readonly number[];
  readonly constant: boolean;
}

/** Whose columns stand in an expression. */
export function mentionsIn(node: AstNode | undefined, scope: ReadScope): Mentions {
  if (node === undefined) return { tables: new Set(), others: false, parameters: [], constant: true };
  const { columns, others, parameters, queries } = columnsIn(node, scope);
  const tables = new Set(columns.map(({ target }) => target.table));
  return { tables, others, parameters, constant: tables.size === 0 && !others && !queries && parameters.length === 0 };
}

interface Found {
  readonly columns: readonly { readonly target: Target; readonly at: number; readonly length: number }[];
  readonly others: boolean;
  readonly parameters: readonly number[];
  readonly queries: boolean;
}

/** In the order of the text. */
function columnsIn(root: AstNode, scope: ReadScope): Found {
  const columns: { target: Target; at: number; length: number }[] = [];
  const parameters: number[] = [];
  let [others, queries] = [false, false];
  traverse(root, {
    enter: (node: AstNode, parent: AstNode | undefined) => {
      if (node.type === "Select") {
        queries = true;
        return "skip";
      }
      if (node.type === "VariableExpr") parameters.push(node.span.offset);
      if (node.type !== "Id" && node.type !== "QualifiedExpr") return "continue";
      if (node.type === "Id" && (parent?.type === "FunctionCallExpr" || parent?.type === "FunctionCallStarExpr") && parent.name === node) return "continue";
      const column = columnOf(node);
      const targets = column === undefined ? [] : resolved(column, scope);
      if (targets.length === 0) others = true;
      for (const target of targets) columns.push({ target, at: node.span.offset, length: node.span.length });
      return "skip";
    },
  });
  return { columns, others, parameters, queries };
}

function resolved({ alias, column }: { readonly alias?: string; readonly column: string }, scope: ReadScope): readonly Target[] {
  const found = scope.resolve(alias === undefined ? [column] : [alias, column]);
  return found.kind === "column" ? found.targets : [];
}

const changing = new Set(["random", "randomblob", "date", "time", "datetime", "julianday", "unixepoch", "strftime", "changes", "last_insert_rowid", "total_changes"]);

/** Functions of the clock are refused in an index where they read it, and aggregates have no place in one. */
function deterministic(root: AstNode): boolean {
  let fit = true;
  traverse(root, {
    enter: (node: AstNode) => {
      if (node.type === "Select" || node.type === "VariableExpr" || node.type === "FunctionCallStarExpr") fit = false;
      if (node.type === "FunctionCallExpr" && (changing.has(foldName(node.name.name)) || node.filterOver !== undefined)) fit = false;
      return "continue";
    },
  });
  return fit;
}
