import type { PlanNode } from "../plan.ts";
import type { PlanRule } from "../planRule.ts";
import type { PlanView } from "../planView.ts";
import { inRows } from "../words.ts";
import type { Sight } from "./nodeRule.ts";
import { nodeRule } from "./nodeRule.ts";

export interface EstimateOptions {
  /** Do the node's numbers mean the same: was it let run to its end, and are its rows counted as they were estimated? */
  comparable(view: PlanView, node: PlanNode): boolean;
  /** What makes the estimate better. */
  advice(view: PlanView, node: PlanNode): Pick<Sight, "advice" | "sql">;
}

/** Fewer rows than this decide nothing. */
const fewRows = 100;

/** The node where an estimate first went wrong by ten times and more; those above it inherit the error. */
export function estimateOff({ comparable, advice }: EstimateOptions): PlanRule {
  const head = {
    id: "plan/estimate-off",
    title: "Estimate far from the rows that came",
    why: "The planner chooses joins, their order and their memory by the rows that it expects. From ten times on, what is chosen above the first wrong node is often not what it would have chosen (pev2 and pganalyze draw the lines at 10, 100 and 1,000 times).",
  };
  return nodeRule(head, (view, node) => {
    const errors = errorsOf(view, comparable);
    const error = errors.get(node);
    if (error === undefined || error.times < 10 || error.wrongBelow) return undefined;
    const above = ancestors(view, node);
    const inherited = above.filter((other) => (errors.get(other)?.times ?? 1) >= 10).length;
    const decided = above.filter((other) => ["join", "sort", "hash", "aggregate", "materialize"].includes(other.kind));
    const share = [node, ...above].reduce((sum, other) => sum + (view.shareOf(other) ?? 0), 0);
    const grade = error.times >= 1000 ? "over 1,000 times" : error.times >= 100 ? "over 100 times" : "over 10 times";
    const each = (node.actual?.loops ?? 1) > 1 ? " in each run" : "";
    return {
      saw: `${node.operation}${node.relation === undefined ? "" : ` on ${node.relation.name}`} was expected to give ${inRows(error.expected)}${each} and gave ${inRows(error.came)}: ${grade} ${error.came > error.expected ? "more" : "fewer"}.`,
      matters: decided.length === 0 ? "No join, sort or hash above it was chosen for these rows." : inherited === 0 ? "It is the first wrong node: what is above it was chosen for the expected rows." : `It is the first wrong node, and ${inherited === 1 ? "one node above it inherits the error: it was" : `${inherited} nodes above it inherit the error: they were`} chosen for the expected rows.`,
      share: Math.min(1, share),
      ...(decided.length > 0 && (error.times >= 100 || inherited > 0) ? {} : { atMost: "info" as const }),
      ...advice(view, node),
    };
  });
}

interface EstimateError {
  readonly times: number;
  readonly expected: number;
  readonly came: number;
}

type Errors = ReadonlyMap<PlanNode, EstimateError & { readonly wrongBelow: boolean }>;

const known = new WeakMap<PlanView, { readonly comparable: EstimateOptions["comparable"]; readonly errors: Errors }>();

/** The errors of all nodes, from one walk. */
function errorsOf(view: PlanView, comparable: EstimateOptions["comparable"]): Errors {
  const found = known.get(view);
  if (found?.comparable === comparable) return found.errors;
  const errors = new Map<PlanNode, EstimateError & { readonly wrongBelow: boolean }>();
  const visit = (node: PlanNode): boolean => {
    let wrongBelow = false;
    for (const child of node.children) if (visit(child)) wrongBelow = true;
    const error = errorOf(view, node, comparable);
    if (error !== undefined) errors.set(node, { ...error, wrongBelow });
    return wrongBelow || (error?.times ?? 1) >= 10;
  };
  visit(view.plan.root);
  known.set(view, { comparable, errors });
  return errors;
}

function errorOf(view: PlanView, node: PlanNode, comparable: EstimateOptions["comparable"]): EstimateError | undefined {
  const { actual } = node;
  const expected = node.estimate.rows;
  if (expected === undefined || actual?.rows === undefined || actual.loops === 0 || !comparable(view, node)) return undefined;
  const came = actual.rows / actual.loops;
  if (Math.max(expected, came) < fewRows && actual.rows < fewRows * 10) return undefined;
  const [more, less] = [Math.max(expected, came, 1), Math.max(1, Math.min(expected, came))];
  return { times: more / less, expected, came };
}

function ancestors(view: PlanView, node: PlanNode): readonly PlanNode[] {
  const found: PlanNode[] = [];
  for (let parent = view.parentOf(node); parent !== undefined; parent = view.parentOf(parent)) found.push(parent);
  return found;
}
