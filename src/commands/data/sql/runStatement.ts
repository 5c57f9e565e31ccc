import type { ColumnInfo, Result, Session } from "../../../engines/engine.ts";
import type { Json } from "../../../core/json.ts";
import type { StatementFacts } from "../../../core/script/facts.ts";

/** Which rows of a query are wanted; `number` counts from 1. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

/** What one statement gave: the rows of one page, and whether more follow. */
export interface StatementOutcome {
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly (readonly Json[])[];
  /** Rows returned or changed; null where a query has more than were read. */
  readonly rowCount: number | null;
  readonly more: boolean;
  readonly command: string;
  readonly notices: readonly string[];
}

/** Runs one statement. `keepIn`: the folder where an opaque one keeps what it is about to lose. A query is read page by page up to the wanted one; never more than two pages are in memory. */
export async function runStatement(session: Session, facts: StatementFacts, scriptText: string, page: Page, signal: AbortSignal, keepIn?: string): Promise<StatementOutcome> {
  const { text, copyData } = facts.statement;
  if (copyData !== undefined) return whole(await session.copyIn(text, scriptText.slice(copyData.start, copyData.end), { signal }), page);
  if (facts.kind === "query" && !facts.writes) return readPage(session, text, page, signal);
  return whole(await session.run(text, { signal, maxRows: page.number * page.size, ...(keepIn === undefined ? {} : { keepIn }) }), page);
}

function whole(result: Result, page: Page): StatementOutcome {
  const { columns, rowCount, command, notices } = result;
  const from = (page.number - 1) * page.size;
  return { columns, rows: result.rows.slice(from, from + page.size), rowCount, more: columns.length > 0 && rowCount > page.number * page.size, command, notices };
}

async function readPage(session: Session, sql: string, page: Page, signal: AbortSignal): Promise<StatementOutcome> {
  let wanted: Result | undefined;
  let last: Result | undefined;
  let number = 0;
  const notices: string[] = [];
  for await (const read of session.stream(sql, { pageSize: page.size, signal })) {
    number++;
    last = read;
    notices.push(...read.notices);
    if (number === page.number) wanted = read;
    if (number > page.number) break;
  }
  const more = number > page.number && (last?.rows.length ?? 0) > 0;
  const before = (Math.min(number, page.number) - 1) * page.size;
  const seen = wanted ?? last;
  return {
    columns: seen?.columns ?? [],
    rows: wanted?.rows ?? [],
    rowCount: more ? null : Math.max(0, before) + (seen?.rows.length ?? 0),
    more,
    command: seen?.command === undefined || seen.command === "" ? "SELECT" : seen.command,
    notices,
  };
}
