import { readFile } from "node:fs/promises";
import type { OpenedSnapshot } from "../snapshot/open.ts";
import type { HistoryWriter, RecordedEntry } from "./historyTable.ts";
import type { Connection } from "./ports.ts";
import { undoneBy } from "./undone.ts";

/** Where a snapshot keeps what the history said when it was taken. */
export const historyFile = "history.json";

/** The history as a file of a snapshot; none where nothing was ever applied. */
export async function historyExtra({ migrations }: Pick<Connection, "migrations">): Promise<Record<string, string>> {
  const recorded = await migrations.history.read();
  return recorded.length === 0 ? {} : { [historyFile]: `${JSON.stringify(recorded, null, 1)}\n` };
}

/** What a return to a snapshot means for the history. */
export interface HistoryChange {
  /** Put on record as rolled back. */
  readonly undone: readonly RecordedEntry[];
  /** Applied when the snapshot was taken and not any more: their rows come back as they were. */
  readonly redone: readonly RecordedEntry[];
}

/** Compares the history with the one in the snapshot; for a snapshot without one, by time. */
export async function historyChange(snapshot: OpenedSnapshot, recorded: readonly RecordedEntry[]): Promise<HistoryChange> {
  if (!snapshot.manifest.files.some((file) => file.path === historyFile)) return { undone: undoneBy(snapshot.manifest, recorded), redone: [] };
  const then = (JSON.parse(await readFile(snapshot.file(historyFile), "utf8")) as RecordedEntry[]).filter((entry) => entry.outcome === "applied");
  const applied = new Set(then.map((entry) => entry.version));
  const now = new Map(recorded.map((entry) => [entry.version, entry]));
  const left = (entry: RecordedEntry): boolean => entry.outcome === "applied" || entry.outcome === "running" || (entry.outcome === "failed" && entry.statementsDone > 0);
  return {
    undone: recorded.filter((entry) => left(entry) && !applied.has(entry.version)),
    redone: then.filter((entry) => now.get(entry.version)?.outcome !== "applied" || now.get(entry.version)?.appliedAt !== entry.appliedAt),
  };
}

export async function writeHistoryChange(history: HistoryWriter, change: HistoryChange): Promise<void> {
  for (const entry of change.undone) await history.rolledBack(entry.version);
  for (const entry of change.redone) {
    await history.begin(entry);
    await history.finish(entry.version, entry);
  }
}
