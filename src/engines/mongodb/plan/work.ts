import { counted } from "../../../core/counted.ts";
import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanDiagnostic } from "../../../core/plan/planRule.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { numberIn } from "./explainText.ts";

/** Where a command examines fewer documents and keys than this, no index is worth a thought. */
const few = 500;
const many = 10_000;

export function docsOf(node: PlanNode): number {
  return numberIn(node.facts, "docsExamined") ?? 0;
}

export function keysOf(node: PlanNode): number {
  return numberIn(node.facts, "keysExamined") ?? 0;
}

export interface Totals {
  readonly docs: number;
  readonly keys: number;
  readonly returned: number;
  readonly ms: number;
}

const summed = new WeakMap<PlanView, Totals>();

/** Of the whole command; undefined where it was not executed. */
export function totalsOf(view: PlanView): Totals | undefined {
  if (!view.plan.executed) return undefined;
  const totals = summed.get(view) ?? totalled(view);
  summed.set(view, totals);
  return totals;
}

function totalled(view: PlanView): Totals {
  const sum = (of: (node: PlanNode) => number): number => view.nodes.reduce((total, node) => total + of(node), 0);
  const { facts } = view.plan;
  return {
    docs: Math.max(numberIn(facts, "totalDocsExamined") ?? 0, sum(docsOf)),
    keys: Math.max(numberIn(facts, "totalKeysExamined") ?? 0, sum(keysOf)),
    returned: numberIn(facts, "nReturned") ?? view.plan.root.actual?.rows ?? 0,
    ms: view.plan.executionMs ?? 0,
  };
}

/** True where nothing that is changed could be felt: under a millisecond, or next to nothing read. */
export function tooLittle(view: PlanView): boolean {
  const totals = totalsOf(view);
  if (totals === undefined) return false;
  return totals.ms < 1 || (totals.ms < 10 && totals.docs + totals.keys + totals.returned < few);
}

/** A warning where it was executed and cost something; a plan alone does not tell how much it will read. */
export function severityFor(view: PlanView, work?: number): "warning" | "info" {
  const totals = totalsOf(view);
  return totals !== undefined && (totals.ms >= 10 || (work ?? totals.docs + totals.keys) >= many) ? "warning" : "info";
}

/** What it costs here. */
export function costHere(view: PlanView, node?: PlanNode): Pick<PlanDiagnostic, "matters" | "share"> {
  const totals = totalsOf(view);
  if (totals === undefined) return { matters: "It was not executed, so that how much it reads is not known: explain with executionStats tells." };
  const share = node === undefined ? undefined : view.shareOf(node);
  const words = node === undefined ? "" : view.shareInWords(node);
  const read = [totals.keys > 0 ? counted(totals.keys, "key") : "", counted(totals.docs, "document")].filter((part) => part !== "").join(" and ");
  return { matters: `The command took ${totals.ms} ms${words === "" ? "" : `, ${words} here`}; it examined ${read} and returned ${totals.returned}.`, ...(share === undefined ? {} : { share }) };
}
