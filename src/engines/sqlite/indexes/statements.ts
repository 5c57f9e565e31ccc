import type { IndexDraft } from "../../../core/indexes/indexDraft.ts";
import type { IndexStatements } from "../../indexes.ts";
import { plainName } from "../quote.ts";

/** What makes an index and takes it away. */
export function indexStatements({ table, keys, predicate }: IndexDraft, name: string): IndexStatements {
  const parts = keys.map(({ part, descending, operatorClass }) => `${plainPart(part.text, part.expression)}${operatorClass === undefined ? "" : ` ${operatorClass}`}${descending ? " DESC" : ""}`);
  return { create: `CREATE INDEX ${plainName(name)} ON ${plainName(table)} (${parts.join(", ")})${predicate === undefined ? "" : ` WHERE ${predicate}`}`, drop: `DROP INDEX ${plainName(name)}` };
}

/** Bare where SQLite reads it back the same. */
function plainPart(text: string, expression: boolean): string {
  const [, name, rest] = /^("(?:[^"]|"")*")(.*)$/s.exec(text) ?? [];
  return expression || name === undefined ? text : `${plainName(name.slice(1, -1).replaceAll('""', '"'))}${rest ?? ""}`;
}
