import { quoteName } from "../../quote.ts";
import type { Ask } from "../read.ts";
import type { StatementReader } from "./reader.ts";
import type { Place, Tree } from "./tree.ts";
import { valueIn, walk } from "./tree.ts";

/** Rows that a query with an unknown limit asks for. */
const usualLimit = 20;

/** The statement with values in the place of its parameters: those of rows that are there. */
export async function withValues(ask: Ask, sql: string, root: Tree, reader: StatementReader): Promise<{ readonly sql?: string; readonly unread: readonly string[] }> {
  const places: Place[] = [];
  walk(root, (node) => {
    const value = valueIn(node);
    if (value?.text === null && value.place !== undefined) places.push(value.place);
    return value === undefined;
  });
  let text = sql;
  const lines = lineStarts(sql);
  const unread: string[] = [];
  const offsets = [...new Map(places.map((place) => [offsetOf(sql, lines, place), place]))].sort(([a], [b]) => b - a);
  for (const [number, [at, place]] of offsets.entries()) {
    const value = await valueOf(ask, place, number, reader);
    if (value === undefined) unread.push("What a ? may be cannot be told, so that it has no plan to compare; give it a value.");
    else text = `${text.slice(0, at)}${value}${text.slice(at + 1)}`;
  }
  return unread.length > 0 ? { unread: [...new Set(unread)] } : { sql: text, unread: [] };
}

async function valueOf(ask: Ask, place: Place, number: number, reader: StatementReader): Promise<string | undefined> {
  const same = ({ at }: { readonly at: Place }): boolean => at.line === place.line && at.column === place.column;
  const count = reader.counts.find(same);
  if (count !== undefined) return count.as === "limit" ? String(usualLimit) : "0";
  const learnt = reader.parameters.find(same);
  if (learnt === undefined) return undefined;
  const { target: { table, part }, as } = learnt;
  const expression = part.expression ? part.text : part.text.replace(/\(\d+\)$/, "");
  const from = quoteName(table.relation.name);
  const quoted = as === "pattern" ? `QUOTE(CONCAT(LEFT(${expression}, 3), '%'))` : `QUOTE(${expression})`;
  for (const skipped of [37 * (number + 1), 0]) {
    const [[value] = []] = await ask(`SELECT ${quoted} FROM ${from} WHERE ${expression} IS NOT NULL LIMIT 1 OFFSET ${skipped}`);
    if (typeof value === "string") return value;
  }
  return undefined;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Characters outside of the basic plane are two units here and one column there. */
function offsetOf(text: string, lines: readonly number[], { line, column }: Place): number {
  const start = lines[line - 1] ?? 0;
  return start + [...text.slice(start)].slice(0, column - 1).join("").length;
}
