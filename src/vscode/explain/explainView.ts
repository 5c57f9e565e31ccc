import type { NodePair } from "../../core/plan/compare.ts";
import { comparePlans } from "../../core/plan/comparePlans.ts";
import { locateNodes } from "../../core/plan/locate.ts";
import type { Plan, PlanNode } from "../../core/plan/plan.ts";
import { planView } from "../../core/plan/planView.ts";
import type { QueryToken } from "../../core/plan/queryToken.ts";
import type { Report } from "../../core/report/report.ts";
import type { ShownPlan } from "../../protocol/explain/plan.ts";
import type { ExplainView, ShownComparison, ShownPair, ShownSuggestion } from "../../protocol/explain/view.ts";
import { arrayAt, textAt } from "../panels/readData.ts";
import type { Run } from "../runs/finishedRuns.ts";
import { diagnosticsIn, planIn } from "./planData.ts";
import { shownPlan } from "./shownPlan.ts";

/** Cuts a query of a plan's engine into tokens; undefined where the engine could not be loaded. */
export type TokensOf = ((text: string) => readonly QueryToken[]) | undefined;

export interface Around {
  readonly tokensOf: TokensOf;
  readonly mayComparePrevious: boolean;
}

/** A report of analyze-performance as the panel shows it; `data` is read as docs/commands.md says. */
export function explainView({ report, at, ran }: Run, { tokensOf, mayComparePrevious }: Around): ExplainView {
  const { data } = report;
  const plan = planIn(data["plan"]);
  const before = planIn(data["before"]);
  const after = plan === undefined ? undefined : withPlaces(plan, tokensOf);
  return {
    command: report.command,
    title: before === undefined ? `Query plan${called(nameAt(data, "title"))}` : `Two query plans${called(namesOfBoth(data))}`,
    at: at.toISOString(),
    status: report.status,
    summary: report.summary,
    diagnostics: diagnosticsIn(arrayAt(data, "diagnostics")),
    suggestions: arrayAt(data, "suggestions").flatMap((one): ShownSuggestion[] => {
      const name = textAt(one, "title");
      const sql = textAt(one, "sql");
      return name === undefined ? [] : [{ title: name, text: textAt(one, "text") ?? "", ...(sql === undefined ? {} : { sql }), proven: (one as { readonly proven?: unknown }).proven === true }];
    }),
    mayRerun: ran !== undefined && ran.flags["plan"] === undefined,
    mayComparePrevious: mayComparePrevious && plan !== undefined,
    mayCompareUsers: plan?.query !== undefined && report.target !== undefined,
    ...(report.target === undefined ? {} : { target: report.target }),
    ...(after === undefined ? { raw: textAt(data, "raw") ?? "", reason: textAt(data, "reason") ?? report.summary } : { plan: after }),
    ...(plan === undefined || before === undefined ? {} : { before: withPlaces(before, tokensOf), comparison: comparison(before, plan) }),
  };
}

function called(name: string | undefined): string {
  return name === undefined ? "" : `: ${name}`;
}

/** What a plan goes by: the file that it was read from, or the user whom the server took the query for. */
function nameAt(data: Report["data"], key: "title" | "beforeTitle"): string | undefined {
  return textAt(data, key)?.split(/[\\/]/).at(-1);
}

function namesOfBoth(data: Report["data"]): string | undefined {
  const [before, after] = [nameAt(data, "beforeTitle"), nameAt(data, "title")];
  return before === undefined || after === undefined ? undefined : `${before}, then ${after}`;
}

function withPlaces(plan: Plan, tokensOf: TokensOf): ShownPlan {
  return plan.query === undefined || tokensOf === undefined ? shownPlan(plan) : shownPlan(plan, locateNodes(planView(plan), plan.query, tokensOf));
}

function comparison(before: Plan, after: Plan): ShownComparison {
  const { words, totals, pairs } = comparePlans(before, after);
  const [first, second] = [places(before), places(after)];
  const place = ({ before: old, after: now }: NodePair): Pick<ShownPair, "before" | "after"> => ({ ...(old === undefined ? {} : { before: first.get(old)! }), ...(now === undefined ? {} : { after: second.get(now)! }) });
  return { words, totals, pairs: pairs.map((pair) => ({ state: pair.state, words: pair.words, change: pair.change, ...place(pair) })) };
}

function places(plan: Plan): ReadonlyMap<PlanNode, number> {
  return new Map(planView(plan).nodes.map((node, at) => [node, at]));
}
