import type { Result, RunOptions } from "../engine.ts";
import type { BatchStep } from "./wire/batch.ts";
import { BatchFailure } from "./wire/batch.ts";
import { cellsOf, columnsOf, parameterText } from "./wire/cells.ts";
import { Portal } from "./wire/portal.ts";
import { refuseZero, type Wire } from "./wire/wire.ts";

/**
 * Pages of one query through a server-side portal; the connection is held until the last page or until the reader stops,
 * so other calls wait meanwhile. `before` opens the transaction that the query is to run in; it is rolled back at the end.
 */
export async function* readPages(wire: Wire, sql: string, options: RunOptions & { readonly pageSize: number }, before: readonly BatchStep[]): AsyncIterable<Result> {
  const values = (options.params ?? []).map(parameterText);
  refuseZero(sql, values);
  const release = await holdTurn(wire);
  try {
    if (before.length > 0) await wire.sendNow(before, { signal: options.signal });
    wire.takeNotices();
    const portal = new Portal(sql, values, Math.max(1, options.pageSize));
    try {
      for (;;) {
        const page = await nextPage(wire, portal, sql, options.signal);
        const copied = page.fields.length === 0 && page.rows.length > 0;
        if (page.tag === undefined || page.rows.length > 0 || page.fields.length > 0 || page.tag !== "") {
          yield {
            columns: copied ? [{ name: "copy", type: "text" }] : columnsOf(page.fields, wire.typeNames),
            rows: page.rows.map((row) => cellsOf(row, page.fields)),
            rowCount: page.rows.length,
            command: page.tag ?? "",
            notices: wire.takeNotices(),
          };
        }
        if (page.tag !== undefined) return;
      }
    } finally {
      await portal.close();
      if (before.length > 0) await wire.sendNow([{ text: "ROLLBACK" }]);
    }
  } finally {
    release();
  }
}

function nextPage(wire: Wire, portal: Portal, sql: string, signal: AbortSignal | undefined): ReturnType<Portal["next"]> {
  return wire.guarded(signal, async () => {
    try {
      return await portal.next((started) => wire.client.query(started));
    } catch (error) {
      throw wire.translated(error instanceof BatchFailure ? error.cause : error, sql, 0);
    }
  });
}

/** Resolves when it is our turn; other calls wait until the returned function is called. */
function holdTurn(wire: Wire): Promise<() => void> {
  return new Promise((taken) => {
    void wire.exclusive(() => new Promise<void>((release) => taken(release)));
  });
}
