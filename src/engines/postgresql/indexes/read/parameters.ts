import type { Node } from "libpg-query";
import { rewritten, type Replacement } from "../../audit/policies/expression/rewrite.ts";
import { quoteName, quoteObject, quoteText } from "../../quote.ts";
import type { Ask } from "./behind.ts";
import type { LearntParameter, StatementReader } from "./reader.ts";

/** Rows that a query with an unknown limit asks for. */
const usualLimit = 20;

interface Place {
  readonly number: number;
  readonly location: number;
  readonly listed: boolean;
}

/**
 * The statement with values in the place of its parameters, taken from the columns that they are compared with: one that rows really have, and for a range
 * one near its end, as recent rows are what is asked for.
 */
export async function withValues(ask: Ask, sql: string, node: Node, reader: StatementReader): Promise<{ readonly sql?: string; readonly unread: readonly string[] }> {
  const places = placesIn(node);
  if (places.length === 0) return { sql, unread: [] };
  const replacements: Replacement[] = [];
  const unread: string[] = [];
  for (const { number, location, listed } of places) {
    const text = listed ? "NULL" : await valueOf(ask, number, reader);
    if (text === undefined) unread.push(`What $${number} may be cannot be told, so that it has no plan to compare; give it a value.`);
    else replacements.push({ start: location, end: location + String(number).length + 1, text });
  }
  return unread.length > 0 ? { unread: [...new Set(unread)] } : { sql: rewritten(sql, replacements), unread: [] };
}

/** Parameters that only stand in the list of what is shown (`listed`) decide nothing. */
function placesIn(node: Node): readonly Place[] {
  const found: Place[] = [];
  const visit = (value: unknown, listed: boolean): void => {
    if (Array.isArray(value)) return value.forEach((item) => visit(item, listed));
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const { number = 0, location = 0 } = inner as { readonly number?: number; readonly location?: number };
      if (key === "ParamRef") found.push({ number, location, listed });
      else visit(inner, key === "targetList" || (listed && key !== "SelectStmt"));
    }
  };
  visit(node, false);
  return found;
}

async function valueOf(ask: Ask, number: number, reader: StatementReader): Promise<string | undefined> {
  const count = reader.counts.get(number);
  if (count !== undefined) return count === "limit" ? String(usualLimit) : "0";
  const learnt = reader.parameters.get(number);
  return learnt === undefined ? undefined : await columnValue(ask, learnt, number);
}

async function columnValue(ask: Ask, { target: { table, part }, as }: LearntParameter, number: number): Promise<string | undefined> {
  const { schema, name } = table.relation;
  const bound = as === "low" || as === "high" ? await endOf(ask, schema, name, part.columns[0] ?? "", as, part.expression) : undefined;
  const value = bound ?? (await rowValue(ask, `SELECT ${part.expression ? part.text : quoteName(part.columns[0] ?? "")} AS value FROM ${quoteObject(table.relation)}`, number));
  if (value === undefined) return undefined;
  const type = part.expression ? "" : `::${table.typeOf(part.columns[0] ?? "")}`;
  if (as === "pattern") return quoteText(`${value.slice(0, 3)}%`);
  return as === "list" ? `ARRAY[${quoteText(value)}]${type === "" ? "" : `${type}[]`}` : `${quoteText(value)}${type}`;
}

/** For "greater than": near the upper end; for "less than": near the lower one. */
async function endOf(ask: Ask, schema: string, table: string, column: string, as: "low" | "high", expression: boolean): Promise<string | undefined> {
  if (expression) return undefined;
  const [[bounds] = []] = await ask("SELECT pg_catalog.to_json(histogram_bounds::pg_catalog.text::pg_catalog.text[])::pg_catalog.text FROM pg_catalog.pg_stats WHERE schemaname = $1 AND tablename = $2 AND attname = $3", [schema, table, column]);
  const list = typeof bounds === "string" ? (JSON.parse(bounds) as string[]) : [];
  return list.length < 4 ? undefined : as === "low" ? list.at(-2) : list[1];
}

/** Of a row somewhere in the table; another parameter gets another row. */
async function rowValue(ask: Ask, from: string, number: number): Promise<string | undefined> {
  for (const skipped of [37 * number, 0]) {
    const [[value] = []] = await ask(`SELECT value::pg_catalog.text FROM (${from}) rows WHERE value IS NOT NULL LIMIT 1 OFFSET ${skipped}`);
    if (typeof value === "string") return value;
  }
  return undefined;
}
