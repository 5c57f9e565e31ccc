interface Node {
  readonly name: string;
  readonly rows: number;
  readonly loops: number;
  readonly properties: readonly (readonly [string, string | number])[];
  readonly type: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
}

/** A plan of `count` nodes in both forms: joins over scans of many tables, as a report over many partitions has, with filters, sorts that spill and hashes in batches. */
export function generatedPlan(count: number): { readonly JSON: string; readonly text: string } {
  let made = 0;
  const scan = (): Node => {
    const table = `table_${made++}`;
    return { name: `Seq Scan on ${table} t`, type: { "Node Type": "Seq Scan", "Relation Name": table, Alias: "t" }, rows: 10 + (made % 90), loops: 1, properties: [["Filter", `((status = 'open'::text) AND (lower(name) ~~ '%${made}%'::text))`], ["Rows Removed by Filter", 9000 + made]], children: [] };
  };
  const sorted = (child: Node): Node => {
    made++;
    return { name: "Sort", type: { "Node Type": "Sort" }, rows: child.rows, loops: 1, properties: [["Sort Key", "t.created_at DESC, t.id"]], children: [child] };
  };
  const joined = (outer: Node, inner: Node): Node => {
    made++;
    return { name: "Nested Loop", type: { "Node Type": "Nested Loop", "Join Type": "Inner" }, rows: outer.rows, loops: 1, properties: [["Join Filter", "((a.id = t.id) OR (a.code = t.code))"], ["Rows Removed by Join Filter", 12_000]], children: [outer, inner] };
  };
  const appended = (children: readonly Node[]): Node => {
    made++;
    return { name: "Append", type: { "Node Type": "Append" }, rows: children.length, loops: 1, properties: [], children };
  };
  const branches: Node[] = [];
  while (made < count - 25) {
    let branch = scan();
    for (let depth = 0; depth < 8 && made < count - 4; depth++) branch = joined(depth % 3 === 0 ? sorted(branch) : branch, scan());
    branches.push(branch);
  }
  while (made < count - 1) branches.push(scan());
  const root = appended(branches);
  return { JSON: JSON.stringify([{ Plan: asJson(root), "Planning Time": 12.5, "Execution Time": timeOf(root) + 1 }], null, 2), text: `${lines(root, 0).join("\n")}\nPlanning Time: 12.500 ms\nExecution Time: ${(timeOf(root) + 1).toFixed(3)} ms\n` };
}

const times = new WeakMap<Node, number>();

/** A few nodes take most of the time, as in every plan. */
function timeOf(node: Node): number {
  const known = times.get(node) ?? Number(node.children.reduce((sum, child) => sum + timeOf(child), node.rows % 89 === 0 ? 60 : 0.7).toFixed(3));
  times.set(node, known);
  return known;
}

const costs = new WeakMap<Node, number>();

function costOf(node: Node): number {
  const known = costs.get(node) ?? node.children.reduce((sum, child) => sum + costOf(child), 120.25);
  costs.set(node, known);
  return known;
}

function asJson(node: Node): object {
  return {
    ...node.type,
    "Startup Cost": 0, "Total Cost": costOf(node), "Plan Rows": 5, "Plan Width": 64,
    "Actual Startup Time": 0.1, "Actual Total Time": timeOf(node), "Actual Rows": node.rows, "Actual Loops": node.loops,
    ...Object.fromEntries(node.properties.map(([key, value]) => [key, key === "Sort Key" ? [value] : value])),
    "Shared Hit Blocks": 120, "Shared Read Blocks": 4,
    ...(node.children.length === 0 ? {} : { Plans: node.children.map(asJson) }),
  };
}

function lines(node: Node, depth: number): readonly string[] {
  const lead = depth === 0 ? "" : `${" ".repeat(depth * 6 - 4)}->  `;
  const below = " ".repeat(depth * 6 + 2);
  return [
    `${lead}${node.name}  (cost=0.00..${costOf(node).toFixed(2)} rows=5 width=64) (actual time=0.100..${timeOf(node).toFixed(3)} rows=${node.rows} loops=${node.loops})`,
    ...node.properties.map(([key, value]) => `${below}${key}: ${value}`),
    `${below}Buffers: shared hit=120 read=4`,
    ...node.children.flatMap((child) => lines(child, depth + 1)),
  ];
}
