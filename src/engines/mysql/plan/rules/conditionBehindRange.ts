import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessColumns, endsInRange } from "../accessColumns.ts";
import { accessesOf } from "../access.ts";
import { indexInWords, indexOn, isOf, tableName } from "../indexFor.ts";
import { termsOf } from "../terms.ts";
import { textAt } from "../values.ts";
import { weightOfAccess } from "../weight.ts";

/** index_condition on columns that stand behind a range: they are checked entry by entry. */
export const conditionBehindRange: PlanRule = {
  id: "plan/condition-behind-range",
  title: "An index is narrowed by its first column alone",
  why: "Behind a column that is asked for a range, the further columns of an index are not in order any more: their conditions are checked entry by entry (index condition pushdown). That saves reading the rows, not the entries. With the columns that must be equal first, the index leads straight to what is wanted.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const { node } = access;
      const pushed = textAt(node.facts, "index_condition");
      if (pushed === undefined || access.temporary || !endsInRange(access)) return [];
      const used = accessColumns(access);
      const terms = termsOf(pushed).filter((term) => term.column !== undefined && isOf(term.column, access));
      const ranged = [...new Set(terms.filter((term) => term.relation === "range").flatMap((term) => term.column?.name ?? []))];
      const behind = [...new Set(terms.filter((term) => term.relation === "equal" && term.wrapped === undefined && term.other === undefined).flatMap((term) => term.column?.name ?? []))].filter((name) => !ranged.includes(name) && used[0] !== name);
      const [range] = ranged;
      const weight = weightOfAccess(view, access);
      if (weight === undefined || behind.length === 0 || range === undefined) return [];
      const advice = indexOn(view, access, [...behind, range]);
      return [{
        rule: conditionBehindRange.id, node: node.id, ...weight,
        saw: `${node.index ?? "The index"} of ${tableName(access)} is read for a range of ${range}; ${behind.join(" and ")} ${behind.length === 1 ? "is" : "are"} only checked on each entry, and ${inRows(access.kept)} remain.`,
        ...(advice === undefined ? {} : { advice: `Create ${indexInWords(advice)}: what must be equal comes before what is a range.`, ...(advice.sql === undefined ? {} : { sql: advice.sql }) }),
      }];
    }),
};
