import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { estimateOff } from "../../../../core/plan/rules/estimateOff.ts";
import { quoteName } from "../../quote.ts";
import { type Access, accessAt, isBelow } from "../access.ts";
import { isOf } from "../indexFor.ts";
import { stopsEarly } from "../limit.ts";
import { termsOf } from "../terms.ts";
import { numberAt } from "../values.ts";

/**
 * rows and filtered against what came. Of columns without an index MySQL guesses (a tenth for an equality, a third for a comparison) and MariaDB
 * takes all; that matters in a join alone, whose order hangs on it.
 */
export const estimates = estimateOff({ comparable, advice });

const uncounted = new Set(["hash", "materialize", "result", "limit", "aggregate", "append", "subquery"]);

/** Of what the statement makes itself the planner knows nothing beforehand. A side of a semijoin or antijoin ends with its first row; what stands below a limit, with the last one wanted. */
function comparable(view: PlanView, node: PlanNode): boolean {
  if (uncounted.has(node.kind) || view.parentOf(node)?.kind === "bitmap" || !isBelow(view, node, (above) => above.kind === "join") || accessAt(view, node)?.temporary === true) return false;
  return !stopsEarly(view, node) && !isBelow(view, node, (above) => /semijoin|antijoin/.test(above.operation)) && node.facts["first_match"] === undefined && node.facts["not_exists"] === undefined;
}

function advice(view: PlanView, node: PlanNode): { readonly advice?: string; readonly sql?: string } {
  const access = accessAt(view, node);
  if (access === undefined || access.temporary) return { advice: "Bring the statistics of the tables below up to date (ANALYZE TABLE) and look whether the plan changes." };
  const table = quoteName(access.relation.name);
  const columns = [...new Set(termsOf(access.condition ?? "").flatMap((term) => (term.column !== undefined && term.other === undefined && isOf(term.column, access) ? [term.column.name] : [])))];
  if (columns.length === 0 || isReadingWrong(access, node)) return { advice: `Bring the statistics of ${access.relation.name} up to date and look whether the plan changes; after a load of many rows they are old for a while.`, sql: `ANALYZE TABLE ${table}` };
  if (view.plan.dialect === "mariadb") return { advice: `Collect statistics of ${columns.join(", ")} and look whether the plan changes; an index would tell the planner too.`, sql: `ANALYZE TABLE ${table} PERSISTENT FOR COLUMNS (${columns.map(quoteName).join(", ")}) INDEXES ()` };
  return { advice: `Give ${columns.join(", ")} a histogram and look whether the plan changes; an index would tell the planner too.`, sql: `ANALYZE TABLE ${table} UPDATE HISTOGRAM ON ${columns.map(quoteName).join(", ")} WITH 64 BUCKETS` };
}

/** Is the number of rows that are read wrong already, before any condition? Then it is the table's statistics, not those of a column. */
function isReadingWrong({ node: reading, nodes, read, loops }: Access, node: PlanNode): boolean {
  if (node === reading && nodes.length > 1) return true;
  const expected = numberAt(reading.facts, "rows") ?? reading.estimate.rows;
  const times = (read / Math.max(1, loops) + 1) / ((expected ?? 0) + 1);
  return times >= timesOff || times <= 1 / timesOff;
}

const timesOff = 10;
