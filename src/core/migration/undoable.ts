import type { Catalog } from "../catalog/catalog.ts";
import { findTable } from "../catalog/lookup.ts";
import { qualified } from "../catalog/objects.ts";
import type { StatementFacts } from "../script/facts.ts";
import type { RunnableStatement } from "./plan.ts";

/**
 * The statements, among those that are done, whose rows no snapshot undoes: they inserted, changed or deleted some rows of a table that was there before,
 * or ran code that may have. Each in words for the person.
 */
export function notUndoable(done: readonly RunnableStatement[], before: Catalog): string[] {
  return done.flatMap((statement) => {
    const { facts, sql } = statement;
    const line = `line ${statement.range.start.line + 1}`;
    if (facts === null || /^(?:CALL|DO|EXECUTE)\b/i.test(facts.verb)) return [`${facts?.verb ?? "the statement"} at ${line} may have changed rows`];
    if (facts.kind !== "dml" || facts.destroys.length > 0) return [];
    const table = writtenTable(sql, facts.uses, before);
    return table === null ? [] : [`${facts.verb} at ${line} changed rows of ${table}`];
  });
}

const written = /\b(?:INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO|REPLACE\s+INTO|UPDATE\s+(?:OR\s+\w+\s+)?(?:ONLY\s+)?|DELETE\s+FROM\s+(?:ONLY\s+)?|MERGE\s+INTO\s+(?:ONLY\s+)?|COPY)\s*((?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|[\w$]+))?)/i;

/** The table that a statement writes, where it was there before; its name as written where it cannot be told. */
function writtenTable(sql: string, uses: StatementFacts["uses"], before: Catalog): string | null {
  const name = written.exec(sql)?.[1];
  if (name === undefined) return usedTables(uses, before);
  const parts = (name.match(/"(?:[^"]|"")+"|`(?:[^`]|``)+`|[\w$]+/g) ?? []).map((part) => (/^["`]/.test(part) ? part.slice(1, -1).replaceAll(part[0]!.repeat(2), part[0]!) : before.rules?.lowersUnquoted === true ? part.toLowerCase() : part));
  const [first = "", second] = parts;
  const table = findTable(before, second === undefined ? { name: first } : { schema: first, name: second });
  return table === undefined ? null : qualified(table);
}

/** Where the text does not tell which table is written: those that it uses and that were there before, if any. */
function usedTables(uses: StatementFacts["uses"], before: Catalog): string | null {
  const tables = uses.filter((use) => use.kind === "table" || use.kind === "rows");
  if (tables.length === 0) return "a table that cannot be told";
  const known = tables.flatMap((use) => findTable(before, use) ?? []).map(qualified);
  return known.length === 0 ? null : known.join(", ");
}
