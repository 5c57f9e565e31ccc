import { FileError, isDataEngineerError } from "../../errors.ts";
import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";
import type { Baseline, Decisions, Dismissal } from "./decisions.ts";
import { noDecisions } from "./decisions.ts";

export const decisionFile = ".data-engineer/audit/decisions.json";

/** The decisions of this workspace; none where there is no file. Throws FileError for one that cannot be read: a decision that is lost silently would be a finding that comes and goes. */
export async function readDecisions(files: WorkspaceFiles): Promise<Decisions> {
  const text = await files.readText(decisionFile).catch((error: unknown) => {
    if (isDataEngineerError(error) && error.kind === "file" && error.reason === "missing") return null;
    throw error;
  });
  return text === null ? noDecisions : parsed(text);
}

export async function writeDecisions(files: WorkspaceFiles, decisions: Decisions): Promise<void> {
  await files.replaceText(decisionFile, `${JSON.stringify({ format: 1, ...decisions }, null, 2)}\n`);
}

function parsed(text: string): Decisions {
  const broken = (why: string, cause?: unknown): FileError =>
    new FileError("unreadable", decisionFile, `${decisionFile} cannot be read: ${why}.`, { cause, next: "Mend it by hand or take an older version of it; without it every dismissed finding comes back." });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken((error as Error).message.replace(/\.$/, ""), error);
  }
  if (!isRecord(value) || value["format"] !== 1) throw broken("it has another format than this version writes (format 1)");
  const { dismissed, baselines } = value;
  if (!Array.isArray(dismissed) || !dismissed.every(isDismissal)) throw broken("a dismissal has no key, engine, reason and time");
  if (!Array.isArray(baselines) || !baselines.every(isBaseline)) throw broken("a baseline has no engine, time and keys");
  return { dismissed, baselines };
}

function isDismissal(value: unknown): value is Dismissal {
  return isRecord(value) && ["key", "engine", "reason", "at"].every((field) => typeof value[field] === "string") && (value["until"] === undefined || /^\d{4}-\d\d-\d\d$/.test(String(value["until"])));
}

function isBaseline(value: unknown): value is Baseline {
  return isRecord(value) && typeof value["engine"] === "string" && typeof value["at"] === "string" && Array.isArray(value["keys"]) && value["keys"].every((key) => typeof key === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
