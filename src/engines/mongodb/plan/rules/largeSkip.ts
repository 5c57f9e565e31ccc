import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { numberIn } from "../explainText.ts";
import { costHere, severityFor, tooLittle } from "../work.ts";

/** Documents are found to be skipped. */
export const largeSkip: PlanRule = {
  id: "plan/large-skip",
  title: "A large skip",
  why: "skip reads what it passes over, so that each page costs more than the one before. A range on the last value of the page before goes straight there. (https://www.mongodb.com/docs/manual/reference/method/cursor.skip/#pagination-example)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const own = node.facts["skipAmount"] ?? Number(node.conditions.find((condition) => condition.kind === "other")?.text);
      const amount = node.operation === "SKIP" || node.operation === "$skip" ? (typeof own === "number" && Number.isFinite(own) ? own : numberIn(node.facts, "skipAmount")) : undefined;
      if (amount === undefined || amount < 1000 || tooLittle(view)) return [];
      return [{
        rule: "plan/large-skip", severity: severityFor(view, amount), node: node.id,
        saw: `${counted(amount, "document")} are passed over before the first is returned.`,
        ...costHere(view, node),
        advice: "Remember the last document of the page and ask for what follows: {_id: {$gt: last}} with the same sort, and a limit.",
      }];
    }),
};
