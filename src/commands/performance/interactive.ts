import type { Catalog } from "../../core/catalog/catalog.ts";
import { diagnose } from "../../core/plan/diagnose.ts";
import { drawPlan } from "../../core/plan/draw.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { planView } from "../../core/plan/planView.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler } from "../context.ts";
import type { SqlScript } from "../data/sql/readScript.ts";
import { parseSql, readSql } from "../data/sql/readScript.ts";
import { askBeforeExecution } from "./query/askBeforeExecution.ts";
import { executedPlan, livePlan } from "./query/livePlan.ts";
import { costWords, ratioWords } from "./query/costWords.ts";
import { sessionReport } from "./interactive/sessionReport.ts";
import type { Step } from "./interactive/step.ts";
import { tryIndexes } from "./interactive/tryIndexes.ts";

/** `analyze-performance interactive [query]`: one query step by step. What is tried is tried where nothing is left of it; only a migration that is asked for is written. */
export const interactive: CommandHandler = async (context, input) => {
  const session = await context.session();
  const given = input.args["query"] ?? (await context.ask({ title: `Which query of ${session.facts.database}?`, detail: "Type it in one line, or name a file that holds it." }));
  if (given === undefined) return sessionReport([]);
  const script = parseSql(await readSql(context, given), session.engine);
  const catalog = await session.catalog(context.signal);
  const steps: Step[] = [];
  let shown = await look(context, session, catalog, script, steps, false);
  for (;;) {
    const next = await context.ask({ title: "What next?", detail: shown, choices: choicesFor(session, steps), initial: "end" });
    if (next === "run") shown = await look(context, session, catalog, script, steps, true);
    else if (next === "plan") shown = await look(context, session, catalog, script, steps, false);
    else if (next === "compare") shown = compared(steps);
    else if (next === "index" && session.indexes !== undefined) shown = await tryIndexes(context, session, session.indexes, catalog, script, steps);
    else return sessionReport(steps);
  }
};

function choicesFor(session: Session, steps: readonly Step[]): { readonly value: string; readonly label: string; readonly detail?: string }[] {
  return [
    { value: "run", label: "Run it and measure", detail: "what it changes is rolled back" },
    ...(session.indexes === undefined ? [] : [{ value: "index", label: "Try an index", detail: "where nothing is left of it" }]),
    ...(plansOf(steps).length > 1 ? [{ value: "compare", label: "Compare the last two plans" }] : []),
    { value: "plan", label: "Ask for the plan again", detail: "without running it" },
    { value: "end", label: "End" },
  ];
}

/** Asks for the plan, notes it as a step and says what is to be seen in it. */
async function look(context: CommandContext, session: Session, catalog: Catalog, script: SqlScript, steps: Step[], analyse: boolean): Promise<string> {
  const read = analyse ? (await executedPlan(context, session, script, await askBeforeExecution(context, session, script))).read : await livePlan(context, session, script, { analyse: false });
  if (!("plan" in read)) {
    steps.push({ what: analyse ? "run" : "plan", words: `could not be read: ${read.reason}` });
    return `The plan could not be read: ${read.reason}\n${read.raw}`;
  }
  const { plan, engine } = read;
  steps.push({ what: analyse ? "run" : "plan", words: costWords(plan), plan });
  const seen = diagnose(plan, engine.plans?.rules ?? [], catalog);
  const told = seen.map(({ severity, saw, matters, advice }) => `${severity}: ${[saw, matters, advice ?? ""].filter((part) => part !== "").join(" ")}`);
  return [`${costWords(plan)}.`, drawPlan(planView(plan, catalog)), ...(told.length === 0 ? ["Nothing in it needs changing."] : told)].join("\n");
}

function plansOf(steps: readonly Step[]): readonly Plan[] {
  return steps.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
}

function compared(steps: readonly Step[]): string {
  const [before, after] = plansOf(steps).slice(-2);
  if (before === undefined || after === undefined) return "There is nothing to compare yet.";
  return [`Before: ${costWords(before)}`, drawPlan(planView(before)), `After: ${costWords(after)}`, drawPlan(planView(after)), `Before it was${ratioWords(before, after) === "" ? " not measured alike, so that no ratio can be told" : ratioWords(before, after)}.`].join("\n");
}
