import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { foldName } from "../../quote.ts";
import { catalogTable, readings, startsWith, wholeIndexes } from "../asked.ts";
import { indexFor } from "../makeIndex.ts";
import { costHere, sizeTold, tooLittle } from "../weight.ts";

/** A table is searched by one index where another serves a further condition. */
export const poorSearch: PlanRule = {
  id: "plan/poor-search",
  title: "Searched by one of several indexes",
  why: "SQLite uses one index of a table at a time; the other conditions are tested row by row. Without statistics it cannot tell which index leaves fewer rows, and may take the wrong one. (https://sqlite.org/optoverview.html#choosing_between_multiple_indexes)",
  find: (view) =>
    readings(view).flatMap(({ node, table, terms }) => {
      if (node.operation !== "SEARCH" || node.index === undefined || (view.plan.executionMs ?? 0) < 10 || tooLittle(view, table)) return [];
      const used = new Set([...(node.conditions[0]?.text ?? "").matchAll(/(?:^| AND )([^=<>() ]+)[=<>]/g)].map((match) => foldName(match[1] ?? "")));
      const others = wholeIndexes(catalogTable(view, table)).filter((index) => foldName(index.name) !== foldName(node.index ?? ""));
      const left = terms.filter((term) => term.compare === "equal" && !term.negated && term.wrapped === undefined && !used.has(term.column));
      const better = left.flatMap((term) => others.filter((index) => startsWith(index, term.column)).map((index) => ({ term, index })))[0];
      if (better === undefined) return [];
      const analysed = (sizeTold(view, table)?.analysed ?? null) !== null;
      const sql = analysed ? indexFor(table, terms) : `ANALYZE;`;
      return [{
        rule: "plan/poor-search", severity: "warning" as const, node: node.id,
        saw: `${table} is searched by ${node.index} (${[...used].join(", ")}), and ${better.term.text}, which ${better.index.name} serves, is tested row by row.`,
        ...costHere(view, node, table),
        advice: analysed ? "An index of both columns does it in one search." : "Run ANALYZE first: without statistics the planner cannot know which index leaves fewer rows. An index of both columns does it in one search.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};
