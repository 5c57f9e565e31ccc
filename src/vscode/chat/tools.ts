import type { Report } from "../../core/report/report.ts";

/** A command that a language model may call. It never has more rights than the person: what asks a person asks here too. */
export interface ToolEntry {
  /** In package.json under languageModelTools, with its input schema. */
  readonly name: `data_engineer_${string}`;
  readonly command: string;
  /** Input keys in the order of the command's arguments. */
  readonly args: readonly string[];
  readonly flags: readonly string[];
  /** Always confirmed before it runs, with the SQL and the target. */
  readonly showsSql: boolean;
  readonly doing: string;
}

export const tools: readonly ToolEntry[] = [
  { name: "data_engineer_verify_order", command: "verify-order", args: ["path"], flags: [], showsSql: false, doing: "Verifying the order" },
  { name: "data_engineer_dry_run", command: "dry-run", args: ["path"], flags: ["to"], showsSql: true, doing: "Trying the migration" },
  { name: "data_engineer_snapshot", command: "snapshot", args: ["label"], flags: ["rows"], showsSql: true, doing: "Taking a snapshot" },
  { name: "data_engineer_smoke_test", command: "smoke-test", args: ["version"], flags: [], showsSql: false, doing: "Testing the database" },
  { name: "data_engineer_security_audit", command: "security-audit", args: ["scope"], flags: ["no-witness"], showsSql: true, doing: "Auditing the database" },
  { name: "data_engineer_analyze_performance", command: "analyze-performance", args: ["type", "query"], flags: ["analyze", "workload"], showsSql: true, doing: "Analysing the performance" },
  { name: "data_engineer_design_indexes", command: "design-indexes", args: [], flags: ["query", "workload", "hotpaths", "migration"], showsSql: true, doing: "Designing indexes" },
  { name: "data_engineer_run_sql", command: "run-sql", args: ["sql"], flags: ["explain", "page"], showsSql: true, doing: "Running SQL" },
];

export type ToolInput = Readonly<Record<string, unknown>>;

/** The words of the command from a model's input; what is not text or a number is left out. */
export function toolWords(tool: ToolEntry, input: ToolInput): { readonly args: string[]; readonly flags: Record<string, string | true> } {
  const args = tool.args.map((name) => input[name]).filter((value) => typeof value === "string");
  const flags = Object.fromEntries(tool.flags.flatMap((name): [string, string | true][] => {
    const value = input[name];
    return value === true ? [[name, true]] : typeof value === "string" && value !== "" ? [[name, value]] : typeof value === "number" ? [[name, String(value)]] : [];
  }));
  return { args, flags };
}

const longest = 12_000;

/** What was looked for is long and says nothing of this database. */
function withoutRules({ rules: _, ...data }: Report["data"]): Report["data"] {
  return data;
}

/** What the model reads: the report without the parts that only people need, cut where it grows too long. */
export function toolResult(report: Report): string {
  const { command, status, summary, target, findings, data } = report;
  const whole = JSON.stringify({ command, status, summary, target, findings, data }, null, 1);
  const text = whole.length <= longest ? whole : JSON.stringify({ command, status, summary, target, findings: findings.map(({ evidence: _, ...finding }) => finding), data: withoutRules(data) }, null, 1);
  return text.length <= longest ? text : `${text.slice(0, longest)}\n… cut; ask for less, for example one file or another page.`;
}
