import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { catalogTable, readings, startsWith, wholeIndexes } from "../asked.ts";
import { plainName } from "../../quote.ts";
import { sizesTold } from "../weight.ts";

/** Milliseconds: below it another plan would win nothing. */
const worthwhile = 5;

/** The planner guesses, or knows how the table was once. */
export const statistics: PlanRule = {
  id: "plan/statistics",
  title: "Statistics are missing or old",
  why: "Without sqlite_stat1 the planner takes every index for about as good as another of as many columns, and orders joins by that. ANALYZE writes it; PRAGMA optimize does so where it is worth it. With one table and one index there is nothing to choose. (https://sqlite.org/lang_analyze.html)",
  find: (view) => {
    const read = readings(view);
    const choices = read.some((reading) => reading.inner) || read.some(({ table, terms }) => wholeIndexes(catalogTable(view, table)).filter((index) => terms.some((term) => startsWith(index, term.column))).length > 1);
    const sizes = sizesTold(view).filter((size) => size.rows >= 1000);
    if (!choices || sizes.length === 0 || (view.plan.executionMs ?? worthwhile) < worthwhile) return [];
    const absent = sizes.filter((size) => size.analysed === null);
    const old = sizes.filter((size) => size.analysed !== null && size.rows > 10 * Math.max(1, size.analysed));
    if (absent.length === 0 && old.length === 0) return [];
    return [{
      rule: "plan/statistics", severity: "info" as const,
      saw: [
        ...(absent.length === 0 ? [] : [`There are no statistics of ${absent.map((size) => size.table).join(", ")}.`]),
        ...old.map((size) => `${size.table} was analysed with ${counted(size.analysed ?? 0, "row")} and has ${counted(size.rows, "row")}${size.more ? " or more" : ""} now.`),
      ].join(" "),
      matters: "There was a choice of indexes or of the order of a join, and it was made on guesses.",
      advice: "Run ANALYZE, and PRAGMA optimize before connections close.",
      sql: [...absent, ...old].map((size) => `ANALYZE ${plainName(size.table)};`).join("\n"),
    }];
  },
};
