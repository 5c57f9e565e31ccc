import type { PlanRule } from "../planRule.ts";
import { inPercent } from "../words.ts";
import { nodeRule } from "./nodeRule.ts";

/** The nodes in which most of the time passes. */
export const hotNode: PlanRule = nodeRule(
  { id: "plan/hot-node", title: "Most of the time in one node", why: "What is gained elsewhere cannot be more than what is spent elsewhere. The line is drawn at 40 % of the whole, and again at 90 %, as pev2 does." },
  (view, node) => {
    const share = view.shareOf(node) ?? 0;
    if (share < 0.4 || view.nodes.length < 2) return undefined;
    const place = node.relation === undefined ? node.operation : `${node.operation} on ${node.relation.name}`;
    return { saw: `${place} alone takes ${view.shareInWords(node)}${share >= 0.9 ? ": nothing else counts" : ""}.`, matters: `The rest of the plan together takes ${inPercent(1 - share)}.`, atMost: "info" };
  },
);
