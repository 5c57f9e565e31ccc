import type { Cell, ServerFacts, Timeouts } from "../engine.ts";
import { cellsOf } from "./cells.ts";
import type { WireOpener } from "./lock.ts";
import { settingsOf, textsOf } from "./prepare.ts";

/** Asks many statements of ours, each of which gives rows, in one request (in as many as the server's max_allowed_packet makes of it). */
export type AskTogether = (statements: readonly string[]) => Promise<Cell[][][]>;

/**
 * Works with a connection of its own, the only kind that takes several statements at once: nothing that a person wrote is ever sent there, names are quoted
 * by us. What the server writes of definitions follows settings of the session (sql_mode, sql_quote_show_create), which are the usual ones there.
 */
export async function askingTogether<Value>(openWire: WireOpener, { dialect }: ServerFacts, timeouts: Timeouts, signal: AbortSignal, work: (ask: AskTogether) => Promise<Value>): Promise<Value> {
  const wire = await openWire(signal, { several: true });
  try {
    await wire.send(`SET ${settingsOf(dialect, timeouts).join(", ")}, SESSION sql_mode = '', SESSION sql_quote_show_create = 1`, { signal });
    const [packet = ""] = textsOf((await wire.send("SELECT @@max_allowed_packet", { signal })).rows[0]);
    return await work(async (statements) => {
      const results: Cell[][][] = [];
      for (const texts of requests(statements, Number(packet) / 2)) {
        for (const { rows, fields } of await wire.sendTogether(texts, { signal })) results.push(rows.map((row) => cellsOf(row, fields)));
      }
      return results;
    });
  } finally {
    await wire.close();
  }
}

/** Statements side by side as long as their bytes fit into one request. */
export function requests(statements: readonly string[], mostBytes: number): string[][] {
  const made: string[][] = [];
  let size = 0;
  for (const statement of statements) {
    const bytes = Buffer.byteLength(statement) + 2;
    const last = made.at(-1);
    if (last === undefined || size + bytes > mostBytes) {
      made.push([statement]);
      size = bytes;
    } else {
      last.push(statement);
      size += bytes;
    }
  }
  return made;
}
