import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { fact, inputsOf, nodeType, word } from "../nodeWords.ts";

export const updateNotHot = nodeRule(
  {
    id: "plan/update-not-hot",
    title: "Updates write every index",
    why: "An update that changes no indexed column and finds room on the row's page (HOT) writes one record of the log and no index. Otherwise every index of the table gets a new entry. Told by the records of the log (EXPLAIN with WAL): about one for each row where all are HOT, two and more where indexes are written.",
  },
  (_view, node) => {
    const records = fact(node, "WAL Records");
    const rows = inputsOf(node)[0]?.actual?.rows ?? 0;
    if (nodeType(node) !== "ModifyTable" || word(node, "Operation") !== "Update" || rows < 500 || records < rows * 1.8) return undefined;
    return {
      saw: `${inRows(rows)} were updated with ${(records / rows).toFixed(1)} records of the log each: their indexes were written as well.`,
      advice: "If a column that changes often is indexed, see whether anybody needs that index; else leave room on the pages with a fillfactor under 100 and keep the table vacuumed.",
    };
  },
);
