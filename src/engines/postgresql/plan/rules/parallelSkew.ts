import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { ancestorsOf, placeOf, workersOf } from "../nodeWords.ts";
import { numberOf } from "../raw.ts";

export const parallelSkew = nodeRule(
  {
    id: "plan/parallel-skew",
    title: "One process does most of the work",
    why: "A parallel part takes as long as its slowest process. Where one has most of the rows, the others wait for it. Told where each process is shown (VERBOSE), and for the topmost node of a parallel part that is skewed; partitions, which go to one process each by design, are not told.",
  },
  (view, node) => {
    const workers = workersOf(node).map((worker) => (numberOf(worker, "Actual Rows") ?? 0) * (numberOf(worker, "Actual Loops") ?? 0));
    const rows = node.actual?.rows ?? 0;
    if (workers.length === 0 || rows < 1000 || node.kind === "gather" || [node, ...ancestorsOf(view, node)].some((one) => view.parentOf(one)?.kind === "append") || workersOf(node).every((worker) => worker["Actual Rows"] === undefined)) return undefined;
    const leader = Math.max(0, rows - workers.reduce((sum, one) => sum + one, 0));
    const all = [leader, ...workers];
    const most = Math.max(...all);
    if (most / rows < 0.8 || ancestorsOf(view, node).some((one) => one.kind !== "gather" && workersOf(one).length > 0 && skewed(one.actual?.rows ?? 0, workersOf(one).map((worker) => numberOf(worker, "Actual Rows") ?? 0)))) return undefined;
    return { saw: `One of ${all.length} processes had ${inPercent(most / rows)} of the ${inRows(rows)} of ${placeOf(node)}.`, advice: "What is split are pages of tables and partitions: a small table, or rows that sit together, go to one process. Fewer workers, or none, would take as long here." };
  },
);

function skewed(rows: number, workers: readonly number[]): boolean {
  return rows >= 1000 && Math.max(rows - workers.reduce((sum, one) => sum + one, 0), ...workers) / rows >= 0.8;
}
