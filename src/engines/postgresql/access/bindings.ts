import type { TableObject } from "../../../core/catalog/catalog.ts";
import { bareText, groupsOf, partsOf, type Stretch } from "./expression.ts";

/** A policy's comparison of a column with what the session says: `user_id = auth.uid()`. */
export interface Binding {
  readonly column: string;
  /** What the column is compared with, in SQL that needs no row. */
  readonly expression: string;
}

/** What asks the session something: a call, or the names of who is connected. */
const asksSession = /[\w"]\(|\b(?:current_user|session_user|current_role|select)\b/i;

/** Texts and the lengths of types have parentheses too; `ANY (` is written with a space and is no call. */
function asks(text: string): boolean {
  return asksSession.test(text.replaceAll(/'(?:[^']|'')*'/g, "''").replaceAll(/::[\w. "]+\(\d+(?:,\d+)?\)/g, ""));
}

/** The columns of a table that its policies compare with the session, each with all that it is compared with. */
export function bindingsOf(table: TableObject): Binding[] {
  const found = new Map<string, Binding>();
  for (const { using, check } of table.policies) {
    for (const text of [using, check]) if (text !== undefined) for (const binding of bindingsIn(text, table)) found.set(`${binding.column} ${binding.expression}`, binding);
  }
  return [...found.values()];
}

function bindingsIn(text: string, table: TableObject): Binding[] {
  return groupsOf(text).flatMap((group) => {
    for (const operator of ["=", "IN"] as const) {
      const parts = partsOf(text, group, operator);
      if (parts.length === 2) return sides(text, parts[0]!, parts[1]!, table);
    }
    return [];
  });
}

function sides(text: string, left: Stretch, right: Stretch, table: TableObject): Binding[] {
  return [[left, right], [right, left]].flatMap(([one, other]) => {
    const column = columnOf(bareText(text, one!), table);
    const expression = bareText(text, other!);
    return column === undefined || !asks(text.slice(other!.start, other!.end)) ? [] : [{ column, expression: scalar(expression) }];
  });
}

/** `ANY (ARRAY…)` has no value of its own; a query has its first. */
function scalar(expression: string): string {
  if (/^SELECT\b/i.test(expression)) return `(SELECT * FROM (${expression}) AS told LIMIT 1)`;
  const list = /^ANY \((.*)\)$/is.exec(expression)?.[1];
  return list === undefined ? expression : `(SELECT * FROM pg_catalog.unnest(${list}) AS told LIMIT 1)`;
}

const name = /^(?:(?:"(?:[^"]|"")+"|[a-z_][\w$]*)\.)*("(?:[^"]|"")+"|[a-z_][\w$]*)$/i;

function columnOf(text: string, table: TableObject): string | undefined {
  const bare = text.replace(/::[\w. "]+(?:\[\])?$/, "").replace(/^\((.*)\)$/s, "$1");
  const last = name.exec(bare)?.[1];
  if (last === undefined) return undefined;
  const plain = last.startsWith('"') ? last.slice(1, -1).replaceAll('""', '"') : last;
  return table.columns.some((column) => column.name === plain) ? plain : undefined;
}
