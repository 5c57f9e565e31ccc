import { readdirSync, readFileSync } from "node:fs";
import type { Plan, PlanNode } from "../../../../src/core/plan/plan.ts";
import { readPlan } from "../../../../src/engines/mysql/plan/read.ts";

const folder = new URL("../../../plans/mysql/", import.meta.url);
const queries = new Map([...readFileSync(new URL("queries.sql", folder), "utf8").matchAll(/^-- (\S+)\n(.*);$/gm)].map(([, name = "", sql = ""]) => [name, sql]));

/** Every plan of the corpus: "sort-all.mysql.analyze.json". */
export const planFiles: readonly string[] = readdirSync(folder).filter((name) => /\.(?:mysql|mariadb)\./.test(name)).sort();

export function planText(file: string): string {
  return readFileSync(new URL(file, folder), "utf8");
}

/** The statement that the plan of a file is of. */
export function queryOf(file: string): string {
  return queries.get(file.split(".")[0] ?? "") ?? "";
}

/** The plan of a file, read with its statement; a file that is no plan throws. */
export function planOf(file: string, query: string | undefined = queryOf(file)): Plan {
  const reading = readPlan(planText(file), query === undefined ? {} : { query });
  if (!("plan" in reading)) throw new Error(`${file}: ${reading.reason}`);
  return reading.plan;
}

export function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}
