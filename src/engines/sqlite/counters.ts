import { behind, type SequenceValue } from "../../core/snapshot/sequences.ts";
import type { Session } from "../engine.ts";
import { quoteText } from "./quote.ts";

/** What the AUTOINCREMENT counters have reached. */
export async function counters(session: Session): Promise<SequenceValue[]> {
  const { rows: known } = await session.run("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'");
  if (known.length === 0) return [];
  const { rows } = await session.run("SELECT name, CAST(seq AS TEXT) FROM sqlite_sequence ORDER BY 1");
  return rows.map(([name, last]) => ({ schema: "", name: String(name), last: String(last) }));
}

export async function advanceCounters(session: Session, wanted: readonly SequenceValue[]): Promise<void> {
  for (const { name, last } of behind(wanted, await counters(session))) await session.run(`UPDATE sqlite_sequence SET seq = ${BigInt(last)} WHERE name = ${quoteText(name)}`);
}
