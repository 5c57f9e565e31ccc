import type { LayoutId, MigrationFolder } from "../../core/migration/migration.ts";
import type { Problem } from "./problems.ts";

export const noDownScript = "migration/no-down-script";

/** Layouts whose migrations come with a way back. */
const withDown: ReadonlySet<LayoutId> = new Set(["upDown", "folders", "dbmate", "goose", "sqitch"]);

/** What is missing around a migration file: a way back, where its layout (or its neighbours) have one. */
export function guardsOf(folder: MigrationFolder, file: string): Problem[] {
  const migration = folder.migrations.find((known) => known.up.file === file);
  if (migration === undefined || migration.repeatable || migration.down !== null) return [];
  if (!withDown.has(folder.layout) && !folder.migrations.some((other) => other.down !== null)) return [];
  return [{
    file, rule: noDownScript, severity: "info", message: "This migration has no down script; a snapshot would be its only way back.",
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: Number.MAX_SAFE_INTEGER } },
  }];
}
