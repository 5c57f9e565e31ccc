import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { isDataEngineerError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import type { Json } from "../json.ts";

/** A restore that no single transaction holds, while it runs: what the next run needs to know when this one is cut off. */
export type Restoring = {
  readonly format: 1;
  /** The snapshot that is gone back to. */
  readonly target: string;
  /** The snapshot of what was there when it first began. */
  readonly safety: string;
};

interface Target {
  readonly engine: string;
  readonly database: string;
}

function fileOf({ engine, database }: Target): string {
  return `.data-engineer/restoring/${createHash("sha256").update(`${engine}\0${database}`).digest("hex").slice(0, 16)}.json`;
}

/** The restore of this database that was cut off; null where none was, or where its mark cannot be read. */
export async function cutOff(files: WorkspaceFiles, database: Target): Promise<Restoring | null> {
  try {
    const found = JSON.parse(await files.readText(fileOf(database))) as Partial<Restoring> | null;
    return found?.format === 1 && typeof found.target === "string" && typeof found.safety === "string" ? (found as Restoring) : null;
  } catch (error) {
    if (error instanceof SyntaxError || (isDataEngineerError(error) && error.kind === "file")) return null;
    throw error;
  }
}

export async function markRestoring(files: WorkspaceFiles, database: Target, restoring: Restoring): Promise<void> {
  await files.writeText(fileOf(database), `${JSON.stringify(restoring satisfies Json, null, 2)}\n`);
}

export async function unmarkRestoring(files: WorkspaceFiles, database: Target): Promise<void> {
  await rm(files.absolute(fileOf(database)), { force: true });
}
