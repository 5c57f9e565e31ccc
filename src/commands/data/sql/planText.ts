/** PostgreSQL's JSON plan as the indented lines that people know; any other text as it is. */
export function planText(format: "text" | "json", text: string): string {
  if (format !== "json") return text;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text;
  }
  const root: unknown = Array.isArray(parsed) ? (parsed[0] as Node | undefined)?.["Plan"] : undefined;
  return isNode(root) ? nodeLines(root, 0).join("\n") : JSON.stringify(parsed, null, 2);
}

type Node = Readonly<Record<string, unknown>>;

const conditions = ["Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "Filter", "Sort Key", "Group Key"];

function nodeLines(node: Node, depth: number): string[] {
  const indent = "  ".repeat(depth);
  const join = typeof node["Join Type"] === "string" && node["Join Type"] !== "Inner" ? ` ${node["Join Type"]}` : "";
  const on = typeof node["Relation Name"] === "string" ? ` on ${node["Relation Name"]}` : "";
  const using = typeof node["Index Name"] === "string" ? ` using ${node["Index Name"]}` : "";
  const head = `${indent}${depth === 0 ? "" : "-> "}${text(node["Node Type"])}${join}${using}${on} (cost ${text(node["Startup Cost"])}..${text(node["Total Cost"])}, rows ${text(node["Plan Rows"])}, width ${text(node["Plan Width"])})`;
  const told = conditions.filter((key) => node[key] !== undefined).map((key) => `${indent}     ${key}: ${text(node[key])}`);
  const children = Array.isArray(node["Plans"]) ? (node["Plans"] as readonly unknown[]).filter(isNode).flatMap((child) => nodeLines(child, depth + 1)) : [];
  return [head, ...told, ...children];
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}
