import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type Driver from "better-sqlite3";
import type { Catalog } from "../../../../src/core/catalog/catalog.ts";
import { diagnose } from "../../../../src/core/plan/diagnose.ts";
import type { Plan, PlanNode } from "../../../../src/core/plan/plan.ts";
import type { PlanDiagnostic } from "../../../../src/core/plan/planRule.ts";
import { readCatalog } from "../../../../src/engines/sqlite/catalog.ts";
import { plans } from "../../../../src/engines/sqlite/plans.ts";

export const folder = join(import.meta.dirname, "../../../plans/sqlite");
export const names: readonly string[] = readdirSync(folder).filter((file) => file.endsWith(".txt")).map((file) => file.slice(0, -4));

/** The catalog that the plans of test/plans/sqlite were made with. */
export async function shopCatalog(): Promise<Catalog> {
  const Database = createRequire(import.meta.url)("better-sqlite3") as typeof Driver;
  const database = new Database(":memory:");
  database.exec(readFileSync(join(folder, "schema.sql"), "utf8"));
  return await readCatalog((queries) => Promise.resolve(queries.map((query) => database.prepare(query).raw().all() as never)));
}

export function planNamed(name: string): Plan {
  const query = readFileSync(join(folder, `${name}.sql`), "utf8").trim().replace(/;$/, "");
  const reading = plans.read(readFileSync(join(folder, `${name}.txt`), "utf8"), { query });
  if ("reason" in reading) throw new Error(`${name}: ${reading.reason}`);
  return reading.plan;
}

export function planOf(text: string, query?: string): Plan {
  const reading = plans.read(text, query === undefined ? {} : { query });
  if ("reason" in reading) throw new Error(reading.reason);
  return reading.plan;
}

export function seen(plan: Plan, catalog?: Catalog): readonly PlanDiagnostic[] {
  return diagnose(plan, plans.rules, catalog);
}

export function nodesOf(plan: Plan): PlanNode[] {
  const visit = (node: PlanNode): PlanNode[] => [node, ...node.children.flatMap(visit)];
  return visit(plan.root);
}

/** "SEARCH orders orders_customer_placed (customer_id=?)", indented by depth. */
export function outline(plan: Plan): string[] {
  const visit = (node: PlanNode, depth: number): string[] => [
    `${"  ".repeat(depth)}${[node.operation, node.role, node.relation?.name, node.index, ...node.conditions.map((condition) => `(${condition.text})`)].filter((part) => part !== undefined).join(" ")}`,
    ...node.children.flatMap((child) => visit(child, depth + 1)),
  ];
  return plan.root.children.flatMap((child) => visit(child, 0));
}
