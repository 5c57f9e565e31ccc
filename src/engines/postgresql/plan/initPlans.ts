import { conditionsOf, listed } from "./conditions.ts";
import type { Raw } from "./raw.ts";
import { textOf } from "./raw.ts";
import { everyNode, gathers } from "./timed.ts";
import type { Timed } from "./timed.ts";

/**
 * The nodes in which an InitPlan may have run, the likeliest first: those that use its value (a Gather above them runs it before its workers start), then the
 * node under which it is shown, then the others of its query. `rest` is the time of a node that nothing else explains.
 */
export function payersOfInitPlan(holder: Timed, plan: Timed, rest: (node: Timed) => number): readonly Timed[] {
  const own = new Set(everyNode(plan));
  const others = everyNode(holder).filter((node) => !own.has(node));
  const uses = users(textOf(plan.raw, "Subplan Name") ?? "");
  const gatherOf = gathersAbove(holder);
  const using = others.filter((node) => uses(node.raw)).map((node) => gatherOf.get(node) ?? node);
  const byRest = (nodes: readonly Timed[]): Timed[] => [...nodes].sort((a, b) => rest(b) - rest(a));
  return [...new Set([...byRest(using), holder, ...byRest(others)])];
}

/** "InitPlan 1 (returns $0,$1)" is used as $0; from version 17 "InitPlan 1" is used as (InitPlan 1).col1. */
function users(name: string): (raw: Raw) => boolean {
  const parameters = /\(returns ([^)]*)\)/.exec(name)?.[1]?.split(",");
  const forms = parameters?.map((parameter) => new RegExp(`${parameter.replace("$", "\\$")}(?!\\d)`)) ?? [new RegExp(`\\(${name.replace(/[^\w ]/g, "\\$&")}\\)\\.`)];
  return (raw) => {
    const texts = [...conditionsOf(raw).map((condition) => condition.text), listed(raw["Params Evaluated"] ?? "")];
    return forms.some((form) => texts.some((text) => form.test(text)));
  };
}

function gathersAbove(holder: Timed): ReadonlyMap<Timed, Timed> {
  const found = new Map<Timed, Timed>();
  const visit = (node: Timed, gather: Timed | undefined): void => {
    if (gather !== undefined) found.set(node, gather);
    for (const child of node.children) visit(child, gathers(node.raw) ? node : gather);
  };
  visit(holder, undefined);
  return found;
}
