import type { PlanRule } from "../../../../core/plan/planRule.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { catalogTable, queryOf, type Reading, readings, startsWith, wholeIndexes } from "../asked.ts";
import { foldName } from "../../quote.ts";
import type { Term } from "../term.ts";
import { affinityOf } from "../affinity.ts";
import { costHere, severityFor, tooLittle } from "../weight.ts";

/** Two columns are joined whose affinities differ, so that the index of the text is of no use. */
export const affinityMismatch: PlanRule = {
  id: "plan/affinity-mismatch",
  title: "Joined columns have different affinities",
  why: "Where a column of numbers meets one of text, SQLite reads the text as a number for the comparison; an index that holds the text in the order of text then finds nothing. (https://sqlite.org/datatype3.html#comparison_expressions)",
  find: (view) =>
    readings(view).flatMap((reading) => {
      if (reading.node.operation !== "SCAN" && reading.node.facts["automatic"] !== true) return [];
      return tooLittle(view, reading.table) ? [] : reading.terms.flatMap((term) => mismatch(view, reading, term));
    }),
};

function mismatch(view: PlanView, { node, table }: Reading, term: Term) {
  const other = term.other;
  if (other === undefined || term.compare !== "equal" || term.wrapped !== undefined) return [];
  const known = catalogTable(view, table);
  const mine = known?.columns.find((column) => foldName(column.name) === term.column);
  const source = other.alias === undefined ? undefined : queryOf(view)?.byAlias.get(other.alias)?.[0]?.sources.find((one) => one.alias === other.alias);
  const theirs = source?.table === undefined ? undefined : catalogTable(view, source.table)?.columns.find((column) => foldName(column.name) === other.column);
  const hidden = wholeIndexes(known).find((index) => startsWith(index, term.column));
  if (mine === undefined || theirs === undefined || hidden === undefined) return [];
  const [own, foreign] = [affinityOf(mine.type), affinityOf(theirs.type)];
  if (own !== "TEXT" || foreign === "TEXT" || foreign === "BLOB") return [];
  return [{
    rule: "plan/affinity-mismatch", severity: severityFor(view, table), node: node.id,
    saw: `${term.text} compares ${term.column} (${mine.type}) with ${other.column} (${theirs.type}), so that ${hidden.name} cannot be used.`,
    ...costHere(view, node, table),
    advice: `Give both columns one type. Until then, CAST(${other.column} AS TEXT) on the side of the number lets the index be used, where all texts are written as SQLite writes numbers.`,
  }];
}
