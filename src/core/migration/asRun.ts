import { readFile } from "node:fs/promises";
import { SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { findSnapshot } from "../snapshot/find.ts";
import { openSnapshot } from "../snapshot/open.ts";
import { checksumOf } from "./checksum.ts";
import type { HistoryEntry } from "./migration.ts";
import type { RunPlan } from "./plan.ts";

/** Where the snapshot before a migration keeps the checksums of its statements: never their text, which may hold a secret. */
export const statementsFile = "statements.json";

export function statementSums({ statements }: RunPlan): string[] {
  return statements.map(({ sql }) => checksumOf(sql));
}

/** Whether the statements that are done stand in the script as they were run; a file that was mended behind them can be finished. False where nothing tells. */
export async function beginsAsRun(files: WorkspaceFiles, entry: HistoryEntry, plan: RunPlan): Promise<boolean> {
  if (entry.snapshotId === null) return false;
  try {
    const snapshot = await openSnapshot(files, await findSnapshot(files, entry.snapshotId));
    if (!snapshot.manifest.files.some((file) => file.path === statementsFile)) return false;
    const ran = JSON.parse(await readFile(snapshot.file(statementsFile), "utf8")) as readonly string[];
    const now = statementSums(plan);
    return entry.statementsDone <= Math.min(ran.length, now.length) && now.slice(0, entry.statementsDone).every((sum, at) => sum === ran[at]);
  } catch (error) {
    if (error instanceof SnapshotError) return false;
    throw error;
  }
}
