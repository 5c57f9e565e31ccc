import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { queryOf, readings } from "../asked.ts";
import { costHere, sizeOf, tooLittle } from "../weight.ts";
import { counted } from "../../../../core/counted.ts";

/** Every row of one table meets every row of another. */
export const crossJoin: PlanRule = {
  id: "plan/cross-join",
  title: "Tables are joined without a condition",
  why: "No condition ties the inner table to those before it, so that the rows multiply. With one row on one side that is meant; else a condition was forgotten.",
  find: (view) =>
    readings(view).flatMap(({ node, table, alias, terms, inner }) => {
      const scopes = queryOf(view)?.byAlias.get(alias) ?? [];
      const [scope] = scopes;
      if (node.operation !== "SCAN" || !inner || scope === undefined || scopes.length > 1 || tooLittle(view, table)) return [];
      if (terms.length > 0 || scope.node.type !== "SelectFrom" || scope.node.whereClause?.type === "BinaryExpr" && scope.terms.length === 0) return [];
      if (scope.terms.some((term) => term.alias === undefined) && scope.sources.length > 1) return [];
      if (scope.node.from?.joins?.some((join) => join.constraint?.type === "UsingJoinConstraint" || (join.operator.type === "TypedJoinJoinOperator" && isMeant(join.operator.joinType))) === true) return [];
      const first = readings(view).find((reading) => reading.alias !== alias && scope.sources.some((source) => source.alias === reading.alias));
      if (first === undefined || tooLittle(view, first.table)) return [];
      const [outer, own] = [sizeOf(view, first.table), sizeOf(view, table)];
      return [{
        rule: "plan/cross-join", severity: "warning" as const, node: node.id,
        saw: `No condition ties ${table} to ${first.table}: every row of the one meets every row of the other${outer === undefined || own === undefined ? "" : `, ${counted(outer.rows * own.rows, "row")}${outer.more || own.more ? " or more" : ""}`}.`,
        ...costHere(view, node, table),
        advice: "Add the condition that joins them, or write CROSS JOIN and a remark where all pairs are meant.",
      }];
    }),
};

/** The parser's JoinType, whose values it does not export: CROSS is written where all pairs are meant, NATURAL joins by names. */
const cross = 2;
const natural = 4;

function isMeant(type: number | undefined): boolean {
  return ((type ?? 0) & (cross | natural)) !== 0;
}
