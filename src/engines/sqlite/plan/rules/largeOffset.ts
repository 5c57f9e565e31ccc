import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { queryOf } from "../asked.ts";
import { costHere, tooLittle } from "../weight.ts";

const large = 1000;

/** Rows are made to be thrown away. */
export const largeOffset: PlanRule = {
  id: "plan/large-offset",
  title: "A large OFFSET",
  why: "OFFSET makes all rows before it and throws them away, so that each page costs more than the one before. A condition on the last row's key goes straight there. (https://sqlite.org/rowvalue.html#scrolling_window_queries)",
  find: (view) => {
    const offset = queryOf(view)?.offset;
    if (offset === undefined || offset < large || tooLittle(view)) return [];
    return [{
      rule: "plan/large-offset", severity: offset >= 10 * large ? "warning" as const : "info" as const,
      saw: `${counted(offset, "row")} are made and skipped before the first is given.`,
      ...costHere(view, undefined),
      advice: "Remember the last row of the page before and ask for what follows: WHERE (a, id) > (?, ?) ORDER BY a, id LIMIT n.",
    }];
  },
};
