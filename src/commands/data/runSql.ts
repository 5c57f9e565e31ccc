import { rm } from "node:fs/promises";
import { isDataEngineerError, StatementError } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import { findingOfError, reportedError } from "../../core/report/reportedError.ts";
import { located } from "../../core/script/locate.ts";
import { adoptOwn, openAside } from "../../core/snapshot/keptAside.ts";
import type { TakenSnapshot } from "../../core/snapshot/create.ts";
import type { ReportBody } from "../../core/report/report.ts";
import type { Engine, Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler, CommandInput } from "../context.ts";
import { askBeforeRun, keepBeforeRun, refuseInExplore } from "./sql/guard.ts";
import type { DoneStatement, RunOutcome } from "./sql/outcome.ts";
import type { SqlPlan } from "./sql/planRun.ts";
import { planRun } from "./sql/planRun.ts";
import { explainReport, runReport } from "./sql/present.ts";
import type { SqlScript } from "./sql/readScript.ts";
import { parseSql, placeOf, readSql } from "./sql/readScript.ts";
import type { Page } from "./sql/runStatement.ts";
import { runStatement } from "./sql/runStatement.ts";
import { nounsOf } from "../../core/nouns.ts";

/** Runs a file or inline SQL in one transaction: all of it or nothing. Explore mode runs it on a read-only connection. */
export const runSql: CommandHandler = async (context, input) => {
  const read = await readSql(context, input.args["file-or-inline"] ?? "");
  const planned = (engine: Engine): { readonly script: SqlScript; readonly plan: SqlPlan; readonly writes: boolean } => {
    const script = parseSql(read, engine);
    const plan = planRun(script, engine.structureCommits === true);
    return { script, plan, writes: plan.writes || plan.destroys.length > 0 };
  };
  if (context.mode === "explore" && input.flags["explain"] !== true) await refuseInExplore(context, planned((await context.language()).engine));
  const session = await context.session();
  const { script, plan, writes } = planned(session.engine);
  const nouns = nounsOf(session.facts.dialect);
  if (input.flags["explain"] === true) return explain(context, session, script, plan);
  const page = pageOf(input);
  if (context.mode === "explore" || !writes) {
    const done = await runAll(context, session, script, plan, page, "readOnly");
    // A query may call a function that writes: only the server knows, and only then is the person asked.
    if (context.mode === "explore" || !(done.error instanceof StatementError) || done.error.reason !== "readOnly") return runReport(script, plan, done, page, nouns);
  }
  const asked = await askBeforeRun(context, session, plan);
  return runReport(script, plan, await runAll(context, session, script, plan, page, plan.way, () => keepBeforeRun(context, session, plan, asked.catalog)), page, nouns);
};

function pageOf(input: CommandInput): Page {
  return { number: Number(input.flags["page"] ?? 1), size: Number(input.flags["page-size"] ?? 100) };
}

async function runAll(context: CommandContext, session: Session, script: SqlScript, plan: SqlPlan, page: Page, way: SqlPlan["way"] | "readOnly", before?: () => Promise<TakenSnapshot | undefined>): Promise<RunOutcome> {
  const done: DoneStatement[] = [];
  let snapshot: TakenSnapshot | undefined;
  const work = async (): Promise<void> => {
    snapshot = await (way === "alone" && before !== undefined ? session.transaction("commit", before) : before?.());
    for (const facts of plan.statements) {
      if (plan.statements.length > 1) context.progress({ message: `Running ${facts.verb}`, done: done.length + 1, total: plan.statements.length });
      const started = performance.now();
      try {
        const keepIn = snapshot === undefined || facts.opaque !== true ? undefined : await openAside(context.files.absolute(snapshot.folder));
        const outcome = await runStatement(session, facts, script.text, page, context.signal, keepIn);
        done.push({ facts, outcome, durationMs: performance.now() - started });
      } catch (error) {
        throw error instanceof StatementError ? located(error, placeOf(script, facts)) : error;
      } finally {
        if (snapshot !== undefined && facts.opaque === true) snapshot = { ...snapshot, manifest: (await adoptOwn(context.files.absolute(snapshot.folder), snapshot.manifest)).manifest };
      }
    }
  };
  const kept = (): { readonly snapshot?: TakenSnapshot } => (snapshot === undefined ? {} : { snapshot });
  try {
    await (way === "alone" ? work() : session.transaction(way, work));
    return { done, committed: way === "commit" || way === "alone", ...kept() };
  } catch (error) {
    // Everything was rolled back, so that nothing was lost: what was kept for it would only look like a loss.
    if (way !== "alone" && snapshot !== undefined) {
      await rm(context.files.absolute(snapshot.folder), { recursive: true, force: true });
      snapshot = undefined;
    }
    if (!isDataEngineerError(error) || error.kind !== "statement") throw error;
    return { done, committed: false, error, ...kept() };
  }
}

async function explain(context: CommandContext, session: Session, script: SqlScript, plan: SqlPlan): Promise<ReportBody> {
  const plans: { readonly sql: string; readonly format: "text" | "json"; readonly text: string }[] = [];
  for (const facts of plan.statements) {
    try {
      plans.push({ sql: facts.statement.text, ...(await session.explain(facts.statement.text, { signal: context.signal })) });
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      const failed = located(error, placeOf(script, facts));
      const finding = findingOfError(failed);
      return { status: "failed", summary: failed.message, findings: finding === undefined ? [] : [finding], data: { statements: [], committed: false, error: reportedError(failed) as unknown as Json } };
    }
  }
  return explainReport(plans);
}
