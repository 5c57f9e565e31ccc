import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { Plan, PlanNode } from "../../../../../src/core/plan/plan.ts";
import { plans } from "../../../../../src/engines/postgresql/plans.ts";

const folder = path.resolve(import.meta.dirname, "../../../../plans/postgresql");

/** The files of real plans, without their queries. */
export const corpus: readonly string[] = readdirSync(folder).filter((name) => /\.(?:txt|json)$/.test(name)).sort();

export function planText(name: string): string {
  return readFileSync(path.join(folder, name), "utf8");
}

export function readPlan(name: string): Plan {
  return planOf(planText(name));
}

export function planOf(text: string): Plan {
  const reading = plans.read(text);
  if (!("plan" in reading)) expect.fail(`It was not read: ${reading.reason}`);
  return reading.plan;
}

export function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}
