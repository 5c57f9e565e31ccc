import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { reasonOf } from "../reason.ts";
import { weightOfAccess } from "../weight.ts";

/** LIKE '%…'. */
export const leadingWildcard: PlanRule = {
  id: "plan/leading-wildcard",
  title: "A pattern begins with a wildcard",
  why: "An index is ordered from the first letter on; a pattern that leaves the first letter open fits everywhere, so every value must be looked at. A pattern that begins with letters is found by an index.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const reason = reasonOf(view, access);
      if ((access.how !== "table" && access.how !== "index") || access.temporary || reason.kind !== "wildcard") return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      return [{
        rule: leadingWildcard.id, node: access.node.id, ...weight,
        saw: `${inRows(access.read)} of ${tableName(access)} are compared with a pattern that begins with a wildcard: ${reason.term.text}.`,
        advice: `For words inside of a text, a FULLTEXT index on ${reason.column.name} and MATCH … AGAINST (with the ngram parser for parts of words, where the server has it). For endings, a generated column with the text reversed and an index on it.`,
      }];
    }),
};
