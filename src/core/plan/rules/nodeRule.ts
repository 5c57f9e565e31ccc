import type { PlanNode } from "../plan.ts";
import type { PlanDiagnostic, PlanRule } from "../planRule.ts";
import type { PlanView } from "../planView.ts";
import type { Severity } from "../../report/report.ts";
import { severityOf, spentInWords } from "./weight.ts";

/** What a rule sees; what is left out is told from the share. */
export interface Sight {
  readonly saw: string;
  readonly matters?: string;
  readonly advice?: string;
  readonly sql?: string;
  /** 0 to 1; absent: the node's own. */
  readonly share?: number;
  /** At most this: "info" where nothing needs changing. */
  readonly atMost?: "info";
}

export type RuleHead = Pick<PlanRule, "id" | "title" | "why">;

/** A rule that looks at each node by itself. Says nothing where the node's share does not carry it. */
export function nodeRule(head: RuleHead, look: (view: PlanView, node: PlanNode) => Sight | undefined): PlanRule {
  return {
    ...head,
    find: (view) =>
      together(view, view.nodes.flatMap((node) => {
        const sight = look(view, node);
        return sight === undefined ? [] : [{ node, sight: { ...sight, share: sight.share ?? view.shareOf(node) ?? 0 } }];
      })).flatMap(({ node, sight }) => told(head.id, view, sight, node)),
  };
}

/** A rule that looks at the whole plan. */
export function wholeRule(head: RuleHead, look: (view: PlanView) => Sight | undefined): PlanRule {
  return {
    ...head,
    find: (view) => {
      const sight = look(view);
      return sight === undefined ? [] : told(head.id, view, sight);
    },
  };
}

interface Seen {
  readonly node: PlanNode;
  readonly sight: Sight & { readonly share: number };
}

/** What is seen in several inputs of one append, as in every partition of a table, is told once: of the one that takes most, for all. */
function together(view: PlanView, seen: readonly Seen[]): readonly Seen[] {
  const groups = new Map<PlanNode, Seen[]>();
  for (const one of seen) {
    const parent = view.parentOf(one.node);
    const key = parent?.kind === "append" ? parent : one.node;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) => {
    const worst = group.reduce((a, b) => (b.sight.share > a.sight.share ? b : a));
    if (group.length === 1) return worst;
    const share = Math.min(1, group.reduce((sum, { sight }) => sum + sight.share, 0));
    return { node: worst.node, sight: { ...worst.sight, saw: `${worst.sight.saw} The same is so of ${group.length - 1} more of what is appended here.`, share } };
  });
}

function told(rule: string, view: PlanView, sight: Sight, node?: PlanNode): readonly PlanDiagnostic[] {
  const share = sight.share ?? (node === undefined ? 0 : (view.shareOf(node) ?? 0));
  const carried = severityOf(view, share);
  if (carried === undefined) return [];
  const severity: Severity = sight.atMost ?? carried;
  const { saw, advice, sql } = sight;
  return [{ rule, severity, ...(node === undefined ? {} : { node: node.id }), saw, matters: sight.matters ?? spentInWords(view, share), share, ...(advice === undefined ? {} : { advice }), ...(sql === undefined ? {} : { sql }) }];
}
