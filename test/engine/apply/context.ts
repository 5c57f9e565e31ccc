import type { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { RefusedError } from "../../../src/core/errors.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { CommandContext, CommandHandler, Confirmation } from "../../../src/commands/context.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { never, timeouts } from "./workspace.ts";

export interface Asked {
  readonly context: CommandContext;
  /** Every question that was asked. */
  readonly questions: Confirmation[];
}

/** What a handler gets, over a real session; a person who agrees, or declines. */
export function contextFor(files: WorkspaceFiles, session: Session, more: { readonly declines?: boolean; readonly signal?: AbortSignal; readonly onProgress?: (message: string) => void } = {}): Asked {
  const questions: Confirmation[] = [];
  const context: CommandContext = {
    cwd: files.root, files, mode: "ask", role: "development", dialect: session.facts.dialect, signal: more.signal ?? never,
    settings: { migrationFolders: [], timeouts, largeTableRows: 100_000 },
    language: () => Promise.resolve({ engine: session.engine, server: session.facts }),
    session: () => Promise.resolve(session),
    confirm: (request) => {
      questions.push(request);
      return more.declines === true ? Promise.reject(new RefusedError("declined", "declined")) : Promise.resolve();
    },
    ask: () => Promise.resolve(undefined),
    progress: (step) => more.onProgress?.(step.message),
    environment: { variables: {}, nodeVersion: process.version, nodeApi: Number(process.versions["napi"]) },
    log: () => undefined, redact: (text) => text,
    now: () => new Date(),
  };
  return { context, questions };
}

/** Runs a command's handler with a path (or whatever its first argument is called) and flags. */
export async function runCommand(handler: CommandHandler, asked: Asked, args: Record<string, string>, flags: Record<string, string | true> = {}): Promise<ReportBody> {
  return handler(asked.context, { args, flags });
}
