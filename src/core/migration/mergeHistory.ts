import type { HistoryEntry, Migration, MigrationFolder, MigrationState, MigrationStatus } from "./migration.ts";
import { compareVersions, versionKey } from "./versions.ts";

/**
 * Lays the folder beside the history, in the folder's order; entries whose file is gone stand where their version belongs.
 * A migration that was rolled back, or failed without leaving anything, is pending; "outOfOrder" is pending but older than the newest applied one.
 */
export function mergeHistory(folder: MigrationFolder, entries: readonly HistoryEntry[]): MigrationStatus[] {
  const latest = new Map(entries.map((entry) => [versionKey(entry.version), entry]));
  const known = new Set(folder.migrations.map((migration) => versionKey(migration.version)));
  const newest = folder.migrations.findLastIndex((migration) => !migration.repeatable && isDone(latest.get(versionKey(migration.version))));
  const merged = folder.migrations.map((migration, at): MigrationStatus => {
    const entry = latest.get(versionKey(migration.version)) ?? null;
    return { version: migration.version, name: migration.name, state: stateOf(migration, entry, at < newest), migration, entry };
  });
  for (const [key, entry] of latest) {
    if (known.has(key) || !(isDone(entry) || isInterrupted(entry))) continue;
    const status: MigrationStatus = { version: entry.version, name: entry.name, state: isDone(entry) ? "missing" : "interrupted", migration: null, entry };
    const before = folder.layout === "sqitch" ? -1 : merged.findIndex((other) => compareVersions(other.version, entry.version) > 0);
    merged.splice(before === -1 ? merged.length : before, 0, status);
  }
  return merged;
}

function stateOf(migration: Migration, entry: HistoryEntry | null, older: boolean): MigrationState {
  if (entry !== null && isInterrupted(entry)) return "interrupted";
  if (entry === null || !isDone(entry)) return older && !migration.repeatable ? "outOfOrder" : "pending";
  if (entry.checksum === migration.checksum) return "applied";
  return migration.repeatable ? "pending" : "changed";
}

function isDone(entry: HistoryEntry | undefined): boolean {
  return entry?.outcome === "applied";
}

function isInterrupted(entry: HistoryEntry): boolean {
  return entry.outcome === "running" || (entry.outcome === "failed" && entry.statementsDone > 0);
}
