import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { nodeType, word } from "../nodeWords.ts";

/** What the planner takes where a function says nothing of its rows. */
const usual = 1000;

export const functionRows = nodeRule(
  { id: "plan/function-rows", title: "Rows of a function are only guessed", why: "The planner does not look into a function that returns rows: it expects 1,000 unless the function says otherwise. The line is ten times." },
  (view, node) => {
    const rows = (node.actual?.rows ?? 0) / Math.max(1, node.actual?.loops ?? 1);
    if (nodeType(node) !== "Function Scan" || node.estimate.rows !== usual || node.actual === undefined || node.actual.loops === 0 || (rows < usual * 10 && rows > usual / 10)) return undefined;
    const name = word(node, "Function Name") ?? "the function";
    const above = view.parentOf(node);
    return {
      saw: `${name} was expected to give 1,000 rows, as every function is, and gave ${inRows(rows)}.`,
      share: above === undefined ? (view.shareOf(node) ?? 0) : shareBelow(view, above),
      advice: `Tell the planner: ALTER FUNCTION ${name}(…) ROWS ${Math.max(1, Math.round(rows))}. A function in SQL that can be inlined needs no guess.`,
    };
  },
);
