import type { DataEngineerError } from "../../core/errors.ts";
import { isDataEngineerError } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import { reportedError } from "../../core/report/reportedError.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler } from "../context.ts";
import type { Check } from "./environment/check.ts";
import { findingOf } from "./environment/check.ts";
import { checkServer } from "./environment/server.ts";
import { checkVariables } from "./environment/variables.ts";
import { checkWorkspace } from "./environment/workspace.ts";

const marks = { passed: "✔", warning: "!", failed: "✘", skipped: "–" } as const;

/** Looks at everything that must be right before a migration: variables, runtime, folders, connection, server. Changes nothing. */
export const envCheck: CommandHandler = async (context) => {
  const checks: Check[] = [...checkVariables(context.environment.variables), ...(await checkWorkspace(context))];
  const { session, error } = await open(context);
  if (session !== undefined) checks.push(...(await checkServer(context, session)));
  else if (error !== undefined) checks.push({ key: "connection", name: "Connection", status: "failed", detail: error.message, ...(error.next === undefined ? {} : { next: error.next }) });
  const failed = checks.filter((check) => check.status === "failed").length;
  const warned = checks.filter((check) => check.status === "warning").length;
  return {
    status: failed > 0 ? "failed" : "passed",
    summary: `${checks.length} checks: ${failed === 0 && warned === 0 ? "everything is in order" : [failed === 0 ? "" : `${failed} failed`, warned === 0 ? "" : `${warned} ${warned === 1 ? "warning" : "warnings"}`].filter((part) => part !== "").join(", ")}.`,
    findings: checks.map(findingOf).filter((finding) => finding !== undefined),
    evidence: [{ kind: "table", title: "Checks", columns: ["", "Check", "What was found"], rows: checks.map((check) => [marks[check.status], check.name, check.detail]) }],
    data: {
      checks: checks as unknown as Json,
      server: session === undefined ? null : serverFacts(session),
      ...(error === undefined ? {} : { error: reportedError(error) as unknown as Json }),
    },
  };
};

async function open(context: CommandContext): Promise<{ readonly session?: Session; readonly error?: DataEngineerError }> {
  try {
    context.progress({ message: "Connecting" });
    return { session: await context.session() };
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind === "cancelled") throw error;
    return { error };
  }
}

function serverFacts({ facts }: Session): Json {
  const { dialect, version, versionNumber, database, user, superuser, readOnly, tls, settings } = facts;
  return { engine: dialect, version, versionNumber, database, user, superuser, readOnly, tls, settings };
}
