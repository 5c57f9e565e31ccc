import { isDataEngineerError } from "../../../core/errors.ts";
import { applyMigrations, type ApplyEnd, type ApplyRequest } from "../../../core/migration/apply.ts";
import type { Prepared } from "../../../core/migration/dryRun/trial.ts";
import { isInterrupted, leftNothing } from "../../../core/migration/resume.ts";
import { versionKey } from "../../../core/migration/versions.ts";
import type { Finding } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { confirmUndo } from "./undo.ts";
import { wayFindings, waysOut } from "./ways.ts";

/**
 * Where no transaction took a failed migration back: tries the ways out of it, tells them, and offers to undo it at once.
 * Agreeing to the apply beforehand (--yes, auto mode) is no answer to that. Declining leaves it as it stands; the next apply asks again. Gives the end as it then is.
 */
export async function afterFailure(context: CommandContext, session: Session, request: ApplyRequest, running: readonly Prepared[], end: ApplyEnd): Promise<ApplyEnd> {
  const failed = end.migrations.find((one) => one.status === "failed");
  const prepared = running.find((one) => one.migration === failed?.migration);
  const gone = isDataEngineerError(end.error) && (end.error.kind === "cancelled" || end.error.kind === "connection");
  if (session.migrations.undoes === "structure" || prepared === undefined || gone) return end;
  const entry = (await session.migrations.history.read()).find((one) => versionKey(one.version) === versionKey(prepared.migration.version));
  if (entry === undefined || !isInterrupted(entry) || leftNothing(entry, prepared.up, session.migrations)) return end;
  const live = await session.catalog(context.signal);
  const ways = await waysOut(context, session, prepared, entry, live);
  const told = { ...end, findings: [...end.findings, ...wayFindings(ways, prepared)] };
  if (!ways.undo.works) return told;
  try {
    await confirmUndo(context, session, entry, prepared.up, live, { ways: [ways.finish.message, ways.undo.message, "Declining leaves it as it stands."], choice: "Run it again with --resume finish, undo or leave." });
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind !== "refused") throw error;
    return told;
  }
  const undone = await applyMigrations({ ...request, migrations: [prepared], resume: "undo" });
  const finding: Finding = { rule: "apply/undone", severity: "info", file: prepared.up.file, object: prepared.migration.version, message: `What stood of ${prepared.migration.version} was undone: ${session.facts.database} is as snapshot ${undone.undoneTo?.manifest.id ?? "before it"} has it.` };
  return { ...told, undoneTo: undone.undoneTo, snapshots: [...told.snapshots, ...undone.snapshots], findings: [...end.findings, finding], done: 0 };
}
