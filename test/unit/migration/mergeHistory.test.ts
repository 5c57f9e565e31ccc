import { expect, test } from "vitest";
import { mergeHistory } from "../../../src/core/migration/mergeHistory.ts";
import type { HistoryEntry, Migration, MigrationFolder, Outcome } from "../../../src/core/migration/migration.ts";

const migration = (version: string, more: Partial<Migration> = {}): Migration => ({
  version, name: `m${version}`, up: { file: `${version}.sql`, start: 0, end: 1, noTransaction: false }, down: null, repeatable: false, checksum: "same", ...more,
});
const entry = (version: string, outcome: Outcome = "applied", more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  version, name: `m${version}`, checksum: "same", appliedAt: "2024-01-01T00:00:00Z", durationMs: 1, statementsDone: 1, snapshotId: null, outcome, ...more,
});
const states = (migrations: readonly Migration[], entries: readonly HistoryEntry[]): string[] => {
  const folder: MigrationFolder = { layout: "numbered", folder: "m", migrations };
  return mergeHistory(folder, entries).map((one) => `${one.version} ${one.state}`);
};

test("applied, pending, changed, out of order", () => {
  const found = states([migration("001"), migration("002"), migration("003"), migration("004")], [entry("001"), entry("3", "applied", { checksum: "other" })]);
  expect(found).toEqual(["001 applied", "002 outOfOrder", "003 changed", "004 pending"]);
});

test("a file that is gone stands where its version belongs", () => {
  expect(states([migration("001"), migration("010")], [entry("001"), entry("009")])).toEqual(["001 applied", "009 missing", "010 pending"]);
});

test("interrupted, failed and rolled back ones", () => {
  const entries = [entry("1", "running"), entry("2", "failed", { statementsDone: 0 }), entry("3", "failed"), entry("4", "rolledBack"), entry("5", "running")];
  expect(states([migration("1"), migration("2"), migration("3"), migration("4")], entries)).toEqual(["1 interrupted", "2 pending", "3 interrupted", "4 pending", "5 interrupted"]);
});

test("a repeatable one that changed is pending and never out of order", () => {
  expect(states([migration("R__v", { repeatable: true, checksum: "new" }), migration("2")], [entry("R__v"), entry("2")])).toEqual(["R__v pending", "2 applied"]);
});
