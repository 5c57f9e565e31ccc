import type { Cell } from "../../engine.ts";

interface Node {
  readonly Plans?: readonly Node[];
  readonly [key: string]: unknown;
}

interface Explained {
  readonly Plan: Node;
  readonly "Execution Time"?: number;
}

/** What a plan in JSON tells for comparing it with another. */
export interface PlanFacts {
  readonly cost: number;
  /** Blocks that were looked at, in memory or not, those of temporary files with them; 0 where it was not executed. */
  readonly blocks: number;
  readonly ms?: number;
  readonly used: readonly string[];
  readonly text: string;
}

export function planFacts(cell: Cell | undefined): PlanFacts {
  const [explained] = (typeof cell === "string" ? JSON.parse(cell) : cell) as unknown as readonly Explained[];
  if (explained === undefined) throw new Error("The server gave no plan.");
  const { Plan: plan } = explained;
  const used = new Set<string>();
  const lines: string[] = [];
  draw(plan, 0, used, lines);
  const blocks = ["Shared Hit Blocks", "Shared Read Blocks", "Local Hit Blocks", "Local Read Blocks", "Temp Read Blocks", "Temp Written Blocks"].reduce((sum, key) => sum + numberOf(plan, key), 0);
  return { cost: numberOf(plan, "Total Cost"), blocks, ...(explained["Execution Time"] === undefined ? {} : { ms: explained["Execution Time"] }), used: [...used], text: lines.join("\n") };
}

const told = ["Index Cond", "Recheck Cond", "Filter", "Join Filter", "Hash Cond", "Merge Cond", "Sort Key", "Presorted Key", "Group Key", "Rows Removed by Filter", "Heap Fetches"];

function draw(node: Node, depth: number, used: Set<string>, lines: string[]): void {
  const index = node["Index Name"];
  if (typeof index === "string") used.add(index);
  const indent = "  ".repeat(depth);
  const where = `${typeof index === "string" ? ` using ${index}` : ""}${typeof node["Relation Name"] === "string" ? ` on ${node["Relation Name"]}` : ""}`;
  const actual = node["Actual Rows"] === undefined ? "" : ` (actual rows=${String(node["Actual Rows"])} loops=${String(node["Actual Loops"])})`;
  lines.push(`${indent}${depth === 0 ? "" : "-> "}${String(node["Node Type"])}${node["Scan Direction"] === "Backward" ? " Backward" : ""}${where} (cost=${String(node["Total Cost"])} rows=${String(node["Plan Rows"])})${actual}`);
  for (const key of told) {
    const value = node[key];
    if (value !== undefined && value !== 0) lines.push(`${indent}     ${key}: ${Array.isArray(value) ? value.join(", ") : String(value)}`);
  }
  for (const child of node.Plans ?? []) draw(child, depth + 1, used, lines);
}

function numberOf(node: Node, key: string): number {
  const value = node[key];
  return typeof value === "number" ? value : 0;
}
