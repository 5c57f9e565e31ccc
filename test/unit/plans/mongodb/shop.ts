import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../../../../src/core/plan/diagnose.ts";
import type { Plan, PlanNode } from "../../../../src/core/plan/plan.ts";
import type { PlanDiagnostic } from "../../../../src/core/plan/planRule.ts";
import { plans } from "../../../../src/engines/mongodb/plans.ts";

export const folder = join(import.meta.dirname, "../../../plans/mongodb");
const inFolder = (path: string): string[] => readdirSync(path).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
/** Made by a server. */
export const names: readonly string[] = inFolder(folder);
/** Written after the server's documentation, of what only mongod and mongos answer. */
export const documented: readonly string[] = inFolder(join(folder, "documented")).map((name) => `documented/${name}`);

export function planNamed(name: string): Plan {
  return planOf(readFileSync(join(folder, `${name}.json`), "utf8"));
}

export function planOf(text: string): Plan {
  const reading = plans.read(text);
  if ("reason" in reading) throw new Error(reading.reason);
  return reading.plan;
}

export function seen(plan: Plan): readonly PlanDiagnostic[] {
  return diagnose(plan, plans.rules);
}

export function nodesOf(plan: Plan): PlanNode[] {
  const visit = (node: PlanNode): PlanNode[] => [node, ...node.children.flatMap(visit)];
  return visit(plan.root);
}
