import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf, joinAbove } from "../access.ts";
import { pairsOf } from "../pairs.ts";
import { counted } from "../../../../core/counted.ts";
import { weightBelow } from "../weight.ts";

const leastPairs = 10_000;

/** A derived table that nothing but a scan can be joined by. */
export const derivedWithoutKey: PlanRule = {
  id: "plan/derived-without-key",
  title: "A derived table is joined without a key",
  why: "The server gives a derived table an index of its own (auto_key, key0) when it is joined by an equality of its column. Joined by anything else it is read from beginning to end for every row of the other side.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const join = joinAbove(view, access);
      const pairs = join === undefined ? undefined : pairsOf(join);
      if (!access.temporary || access.how !== "table" || join === undefined || pairs === undefined || pairs.count < leastPairs || access.node.id < (join.children[1]?.id ?? 0)) return [];
      const weight = weightBelow(view, join, pairs.count);
      if (weight === undefined) return [];
      return [{
        rule: derivedWithoutKey.id, node: access.node.id, ...weight,
        saw: `${access.relation.alias ?? access.relation.name} is made by the statement (${inRows(access.read)}) and read without a key: ${counted(Math.round(pairs.count), "pair")} of rows are tried.`,
        advice: "Join it by a plain equality of one of its columns, without a calculation around it.",
      }];
    }),
};
