import { traverse } from "sqlite3-parser";
import type { AstNode, Stmt } from "sqlite3-parser";
import { quoteName } from "../../quote.ts";
import type { Ask } from "./behind.ts";
import type { StatementReader } from "./reader.ts";

/** Rows that a query with an unknown limit asks for. */
const usualLimit = 20;

/** The statement with values in the place of its parameters: those of rows that are there. */
export async function withValues(ask: Ask, sql: string, root: Stmt, reader: StatementReader): Promise<{ readonly sql?: string; readonly unread: readonly string[] }> {
  const places: { readonly at: number; readonly length: number; readonly name: string }[] = [];
  traverse(root, { nodes: { VariableExpr: (node: Extract<AstNode, { readonly type: "VariableExpr" }>) => void places.push({ at: node.span.offset, length: node.span.length, name: node.name }) } });
  let text = sql;
  const unread: string[] = [];
  for (const [number, { at, length, name }] of [...places.entries()].sort(([, a], [, b]) => b.at - a.at)) {
    const value = await valueOf(ask, at, number, reader);
    if (value === undefined) unread.push(`What ${name} may be cannot be told, so that it has no plan to compare; give it a value.`);
    else text = `${text.slice(0, at)}${value}${text.slice(at + length)}`;
  }
  return unread.length > 0 ? { unread: [...new Set(unread)] } : { sql: text, unread: [] };
}

async function valueOf(ask: Ask, at: number, number: number, reader: StatementReader): Promise<string | undefined> {
  const count = reader.counts.get(at);
  if (count !== undefined) return count === "limit" ? String(usualLimit) : "0";
  const learnt = reader.parameters.get(at);
  if (learnt === undefined) return undefined;
  const { target: { table, part }, as } = learnt;
  const from = quoteName(table.relation.name);
  if (as === "low" || as === "high") {
    // Near the end: recent rows are what is asked for. Not the end itself, beyond which there is nothing.
    const [end, order, side] = as === "low" ? ["max", "DESC", "<"] : ["min", "ASC", ">"];
    const [[value] = []] = await ask(`SELECT quote(v) FROM (SELECT ${part.text} AS v FROM ${from} WHERE ${part.text} ${side} (SELECT ${end}(${part.text}) FROM ${from}) ORDER BY v ${order} LIMIT 1 OFFSET (SELECT count(*) / 100 FROM ${from}))`);
    if (typeof value === "string") return value;
  }
  for (const skipped of [37 * (number + 1), 0]) {
    const [[value] = []] = await ask(`SELECT ${as === "pattern" ? `quote(substr(${part.text}, 1, 3) || '%')` : `quote(${part.text})`} FROM ${from} WHERE ${part.text} IS NOT NULL LIMIT 1 OFFSET ${skipped}`);
    if (typeof value === "string") return value;
  }
  return undefined;
}
