import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { fact } from "../nodeWords.ts";

export const workersMissing = nodeRule(
  { id: "plan/workers-missing", title: "Fewer workers than planned", why: "Workers come from a pool of the whole server (max_parallel_workers, max_worker_processes). When it is empty, the statement goes on alone, with a plan that was chosen for company." },
  (view, node) => {
    const planned = fact(node, "Workers Planned");
    const launched = fact(node, "Workers Launched");
    if (node.kind !== "gather" || node.actual === undefined || node.actual.loops === 0 || planned === 0 || launched >= planned * node.actual.loops || node.facts["Workers Launched"] === undefined) return undefined;
    if (node.actual.loops > 1 && launched >= planned) return undefined;
    return { saw: `${planned} ${planned === 1 ? "worker was" : "workers were"} planned and ${launched === 0 ? "none" : launched} came.`, share: shareBelow(view, node), advice: "If it happens often, raise max_parallel_workers (and max_worker_processes), or lower max_parallel_workers_per_gather so that more statements get some." };
  },
);
