import type { RecordedEntry } from "./historyTable.ts";
import type { HistoryEntry, Migration } from "./migration.ts";
import { entriesFrom, type OtherHistory } from "./otherTools.ts";
import type { Connection } from "./ports.ts";
import { versionKey } from "./versions.ts";

/** All that the database says about what was applied. */
export interface DatabaseHistory {
  /** Our rows, and where we have none, what other tools' histories stand for. Feed for mergeHistory. */
  readonly entries: readonly HistoryEntry[];
  readonly recorded: readonly RecordedEntry[];
  readonly others: readonly OtherHistory[];
}

/** What the history tables hold, whatever files there are. */
export type DatabaseRecords = Pick<DatabaseHistory, "recorded" | "others">;

/** Reads our history table and those of other tools over the migrations of a folder. Writes nothing. */
export async function databaseHistory(session: Pick<Connection, "migrations">, migrations: readonly Migration[]): Promise<DatabaseHistory> {
  return historyOver(await readRecords(session), migrations);
}

/** Reads our history table and those of other tools. Writes nothing. */
export async function readRecords({ migrations }: Pick<Connection, "migrations">): Promise<DatabaseRecords> {
  return { recorded: await migrations.history.read(), others: await migrations.otherHistories() };
}

/** Lays records over the migrations of a folder. */
export function historyOver({ recorded, others }: DatabaseRecords, migrations: readonly Migration[]): DatabaseHistory {
  const ours = new Set(recorded.map((entry) => versionKey(entry.version)));
  const theirs = new Map(others.flatMap((other) => entriesFrom(other, migrations)).map((entry) => [entry.version, entry]));
  return { entries: [...[...theirs.values()].filter((entry) => !ours.has(versionKey(entry.version))), ...recorded], recorded, others };
}
