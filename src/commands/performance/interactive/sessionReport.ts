import { counted } from "../../../core/counted.ts";
import { drawPlan } from "../../../core/plan/draw.ts";
import { planView } from "../../../core/plan/planView.ts";
import type { Evidence, ReportBody } from "../../../core/report/report.ts";
import { numberText, ratioText } from "../indexes/numbers.ts";
import type { Step } from "./step.ts";

/** What was done in a guided session, and what came of it. */
export function sessionReport(steps: readonly Step[]): ReportBody {
  const tried = steps.filter(({ what }) => what === "try");
  const kept = steps.filter(({ what }) => what === "keep");
  const files = steps.flatMap((step) => step.files ?? []);
  const last = steps.findLast(({ plan }) => plan !== undefined)?.plan;
  const statements = kept.flatMap((step) => step.statements ?? []);
  return {
    status: "passed",
    summary: steps.length === 0 ? "Nothing was looked at." : `${counted(steps.filter(({ plan }) => plan !== undefined).length, "plan")} looked at, ${tried.length} ${tried.length === 1 ? "index" : "indexes"} tried, ${statements.length} kept.${files.length > 0 ? ` Written: ${files.join(", ")}.` : statements.length > 0 ? " The database is as it was: what makes them is below." : ""}`,
    evidence: [
      ...(steps.length === 0 ? [] : [{ kind: "table", title: "Step by step", columns: ["", "what", "index", "before", "after", "ratio"], rows: steps.map(rowOf) } satisfies Evidence]),
      ...(statements.length === 0 ? [] : [{ kind: "sql", title: "What makes the indexes that were kept", sql: statements.map((sql) => `${sql};`).join("\n") } satisfies Evidence]),
      ...kept.slice(-1).flatMap(({ planAfter }): Evidence[] => (planAfter === undefined ? [] : [{ kind: "text", title: "The plan with them, where they were tried", text: planAfter }])),
      ...(last === undefined ? [] : [{ kind: "text", title: "The last plan of the database as it is", text: drawPlan(planView(last)) } satisfies Evidence]),
    ],
    data: { steps: steps.map(({ what, words, index, before, after, unit }) => ({ what, words, ...(index === undefined ? {} : { index }), ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }), ...(unit === undefined ? {} : { unit }) })), kept: statements },
    files,
  };
}

function rowOf({ what, words, index, before, after, unit }: Step, at: number): (string | number)[] {
  const measured = (value: number | undefined): string => (value === undefined ? "" : `${numberText(value)}${unit === undefined ? "" : ` ${unit}`}`);
  return [at + 1, `${what}: ${words}`, index ?? "", measured(before), measured(after), before === undefined || after === undefined ? "" : ratioText(before, after)];
}
