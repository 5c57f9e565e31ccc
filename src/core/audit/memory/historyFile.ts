import { isDataEngineerError } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";
import type { PastAudit } from "./trend.ts";

export const historyFile = ".data-engineer/audit/history.jsonl";

/** Past audits, oldest first; lines that cannot be read (cut off, merged by hand) are left out. */
export async function readHistory(files: WorkspaceFiles): Promise<readonly PastAudit[]> {
  const text = await files.readText(historyFile).catch((error: unknown) => {
    if (isDataEngineerError(error) && error.kind === "file" && ["missing", "empty"].includes(error.reason)) return "";
    throw error;
  });
  return text.split("\n").flatMap(parsed);
}

export async function writeHistory(files: WorkspaceFiles, history: readonly PastAudit[]): Promise<void> {
  await files.replaceText(historyFile, history.map((past) => `${JSON.stringify(past)}\n`).join(""));
}

function parsed(line: string): PastAudit[] {
  try {
    const value = JSON.parse(line) as Partial<PastAudit> | null;
    const { counts, keys } = value ?? {};
    const named = [value?.at, value?.engine, value?.database, value?.scope].every((field) => typeof field === "string");
    const countsWhole = [counts?.error, counts?.warning, counts?.info].every((count) => typeof count === "number");
    const keysWhole = keys === undefined || (Array.isArray(keys) && keys.every((key) => typeof key === "string"));
    return named && countsWhole && keysWhole ? [value as PastAudit] : [];
  } catch {
    return [];
  }
}
