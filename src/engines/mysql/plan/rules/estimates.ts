import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanView } from "../../../../core/plan/planView.ts";
import { estimateOff } from "../../../../core/plan/rules/estimateOff.ts";
import { quoteName } from "../../quote.ts";
import { accessesOf, isBelow } from "../access.ts";
import { isOf } from "../indexFor.ts";
import { stopsEarly } from "../limit.ts";
import { termsOf } from "../terms.ts";

/**
 * rows and filtered against what came. Of columns without an index MySQL guesses (a tenth for an equality, a third for a comparison) and MariaDB
 * takes all; that matters in a join alone, whose order hangs on it.
 */
export const estimates = estimateOff({ comparable, advice });

const uncounted = new Set(["hash", "materialize", "result", "limit", "aggregate", "append", "subquery"]);

/** Of what the statement makes itself the planner knows nothing beforehand. A side of a semijoin or antijoin ends with its first row; what stands below a limit, with the last one wanted. */
function comparable(view: PlanView, node: PlanNode): boolean {
  if (uncounted.has(node.kind) || view.parentOf(node)?.kind === "bitmap" || !isBelow(view, node, (above) => above.kind === "join") || accessesOf(view).some((one) => one.temporary && one.nodes.includes(node))) return false;
  return !stopsEarly(view, node) && !isBelow(view, node, (above) => /semijoin|antijoin/.test(above.operation)) && node.facts["first_match"] === undefined && node.facts["not_exists"] === undefined;
}

function advice(view: PlanView, node: PlanNode): { readonly advice?: string; readonly sql?: string } {
  const access = accessesOf(view).find((one) => one.nodes.includes(node));
  const columns = access === undefined ? [] : [...new Set(termsOf(access.condition ?? "").flatMap((term) => (term.column !== undefined && term.other === undefined && isOf(term.column, access) ? [term.column.name] : [])))];
  if (access === undefined || columns.length === 0 || access.temporary) return { advice: "Bring the statistics up to date (ANALYZE TABLE) and look whether the plan changes." };
  if (view.plan.dialect === "mariadb") return { advice: `Collect statistics of ${columns.join(", ")} (ANALYZE TABLE … PERSISTENT FOR ALL) and look whether the plan changes.` };
  return { advice: `Give ${columns.join(", ")} a histogram and look whether the plan changes; an index would tell the planner too.`, sql: `ANALYZE TABLE ${quoteName(access.relation.name)} UPDATE HISTOGRAM ON ${columns.map(quoteName).join(", ")} WITH 64 BUCKETS` };
}
