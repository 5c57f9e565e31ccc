import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessColumns, endsInRange } from "../accessColumns.ts";
import { accessesOf } from "../access.ts";
import { isOf, tableName, tableOf } from "../indexFor.ts";
import { termsOf } from "../terms.ts";
import { weightOfAccess } from "../weight.ts";

/** key_length tells it: an index of several columns is used up to the first one whose condition hides it. */
export const keyPrefix: PlanRule = {
  id: "plan/key-prefix",
  title: "An index is used by its first columns alone, though the next is asked for",
  why: "An index leads on only as long as each next column is compared plainly. Where the condition hides the column in a function or a conversion, the server stops there, reads everything with the same first columns and checks the rest one by one. An index whose further columns the statement does not ask for is as good as a shorter one.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node, how } = access;
      const used = accessColumns(access);
      const index = tableOf(view, access)?.indexes.find((one) => one.name === node.index);
      const next = index?.columns[used.length];
      if ((how !== "lookup" && how !== "range") || next === undefined || endsInRange(access)) return [];
      const asked = [...node.conditions, ...access.top.conditions].filter((one) => one.kind === "filter" || one.kind === "other").flatMap((one) => termsOf(one.text));
      const hidden = asked.find((term) => term.column?.name.toLowerCase() === next.toLowerCase() && isOf(term.column, access) && term.wrapped !== undefined);
      const weight = weightOfAccess(view, access);
      if (weight === undefined || hidden === undefined) return [];
      return [{
        rule: keyPrefix.id, node: node.id, ...weight,
        saw: `${node.index ?? "The index"} of ${tableName(access)} is used by ${used.join(", ")} and not by ${next}, because ${hidden.text} hides it; ${inRows(access.read)} are read.`,
        advice: `Compare ${next} itself, without the ${hidden.wrapped === "function" ? "function" : "conversion"} around it; then the index leads to the rows by ${[...used, next].join(", ")}.`,
      }];
    }),
};
