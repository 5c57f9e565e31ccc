import type { Json } from "../../src/core/json.ts";
import type { NodeKind, Plan, PlanActual, PlanBuffers, PlanCondition, PlanNode, PlanRelation } from "../../src/core/plan/plan.ts";
import type { PlanDiagnostic } from "../../src/core/plan/planRule.ts";
import { queryTokens } from "../../src/engines/postgresql/queryTokens.ts";
import type { ExplainView } from "../../src/protocol/explain/view.ts";
import { explainView } from "../../src/vscode/explain/explainView.ts";
import { hostile } from "./audits.ts";

interface Sketch {
  readonly kind?: NodeKind;
  readonly role?: string;
  readonly on?: PlanRelation;
  readonly index?: string;
  readonly rows?: number;
  readonly expected?: number;
  readonly loops?: number;
  readonly ms?: number;
  readonly own?: number;
  readonly cost?: number;
  readonly discarded?: number;
  readonly conditions?: readonly PlanCondition[];
  readonly hit?: number;
  readonly read?: number;
  readonly temp?: number;
  readonly facts?: Readonly<Record<string, Json>>;
  readonly below?: readonly PlanNode[];
}

/** A node by hand; its id is given by `planOf`. */
export function sketch(operation: string, of: Sketch): PlanNode {
  const actual: PlanActual | undefined = of.loops === undefined ? undefined : { loops: of.loops, ...(of.rows === undefined ? {} : { rows: of.rows }), ...(of.ms === undefined ? {} : { ms: of.ms }), ...(of.own === undefined ? {} : { exclusiveMs: of.own }), discarded: of.discarded === undefined ? [] : [{ by: "filter", rows: of.discarded }] };
  const buffers: PlanBuffers | undefined = of.hit === undefined ? undefined : { blockBytes: 8192, hit: of.hit, read: of.read ?? 0, tempRead: of.temp ?? 0, tempWritten: of.temp ?? 0 };
  return {
    id: 0, operation, kind: of.kind ?? "other", ...(of.role === undefined ? {} : { role: of.role }), ...(of.on === undefined ? {} : { relation: of.on }), ...(of.index === undefined ? {} : { index: of.index }),
    estimate: { ...(of.expected === undefined ? {} : { rows: of.expected }), ...(of.cost === undefined ? {} : { cost: of.cost }), width: 24 },
    ...(actual === undefined ? {} : { actual }), ...(buffers === undefined ? {} : { buffers }), conditions: of.conditions ?? [], facts: of.facts ?? {}, children: of.below ?? [],
  };
}

/** Numbers the nodes in the order in which they are met. */
export function planOf(root: PlanNode, more: Partial<Plan> = {}): Plan {
  let next = 0;
  const numbered = (node: PlanNode): PlanNode => ({ ...node, id: next++, children: node.children.map(numbered) });
  const executed = root.actual !== undefined;
  return { dialect: "postgresql", form: "PostgreSQL JSON", executed, root: numbered(root), facts: { "Settings": { work_mem: "4MB" } }, notes: [], raw: "[{\"Plan\": {}}]", ...(executed ? { planningMs: 0.412, executionMs: (root.actual.ms ?? 0) + 0.2 } : {}), ...more };
}

export const query = `SELECT c.name, sum(o.total) AS spent
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE o.status = 'open'
  AND o.placed_on >= date '2026-01-01'
GROUP BY c.name
ORDER BY spent DESC
LIMIT 10`;

const openOrders: readonly PlanCondition[] = [{ kind: "filter", text: "((placed_on >= '2026-01-01'::date) AND (status = 'open'::text))" }];
const customers = { schema: "shop", name: "customers", alias: "c" } as const;
const orders = { schema: "shop", name: "orders", alias: "o" } as const;

const top = (below: PlanNode, ms: number, hit: number, read: number): PlanNode =>
  sketch("Limit", { kind: "limit", rows: 10, expected: 10, loops: 1, ms: ms + 2.1, own: 0.01, cost: 9120, hit, read, below: [
    sketch("Sort", { kind: "sort", rows: 10, expected: 4000, loops: 1, ms: ms + 2.09, own: 2.09, cost: 9119, hit, read, temp: 210, conditions: [{ kind: "sort", text: "(sum(o.total)) DESC" }], facts: { "Sort Method": "external merge", "Sort Space Used": 1680 }, below: [
      sketch("HashAggregate", { kind: "aggregate", rows: 3980, expected: 4000, loops: 1, ms, own: 21.4, cost: 9020, hit, read, conditions: [{ kind: "group", text: "c.name" }], below: [below] }),
    ] }),
  ] });

/** Slow: the whole table is read for a few of its rows. */
export const slow = planOf(top(
  sketch("Hash Join", { kind: "join", rows: 58200, expected: 41, loops: 1, ms: 771.2, own: 38.6, cost: 8890, hit: 4200, read: 9100, conditions: [{ kind: "join", text: "(o.customer_id = c.id)" }], below: [
    sketch("Seq Scan", { kind: "scan", on: orders, rows: 58200, expected: 41, loops: 1, ms: 701.3, own: 701.3, cost: 8800, discarded: 941_800, conditions: openOrders, hit: 4100, read: 9100 }),
    sketch("Hash", { kind: "hash", rows: 4000, expected: 4000, loops: 1, ms: 31.3, own: 3.1, cost: 80, hit: 100, below: [sketch("Seq Scan", { kind: "scan", on: customers, rows: 4000, expected: 4000, loops: 1, ms: 28.2, own: 28.2, cost: 60, hit: 100 })] }),
  ] }), 792.6, 4200, 9100), { query });

/** The same with an index. */
export const fast = planOf(top(
  sketch("Hash Join", { kind: "join", rows: 58200, expected: 57100, loops: 1, ms: 82.1, own: 30.2, cost: 3890, hit: 900, read: 120, conditions: [{ kind: "join", text: "(o.customer_id = c.id)" }], below: [
    sketch("Index Scan", { kind: "lookup", on: orders, index: "orders_status_placed_on", rows: 58200, expected: 57100, loops: 1, ms: 41.5, own: 41.5, cost: 2800, conditions: [{ kind: "access", text: "((status = 'open'::text) AND (placed_on >= '2026-01-01'::date))" }], hit: 800, read: 120 }),
    sketch("Hash", { kind: "hash", rows: 4000, expected: 4000, loops: 1, ms: 10.4, own: 1.1, cost: 80, hit: 100, below: [sketch("Seq Scan", { kind: "scan", on: customers, rows: 4000, expected: 4000, loops: 1, ms: 9.3, own: 9.3, cost: 60, hit: 100 })] }),
  ] }), 103.5, 900, 120), { query });

export const diagnostics: readonly PlanDiagnostic[] = [
  { rule: "plan/slow-scan", severity: "warning", node: 4, saw: "Seq Scan on shop.orders o read 1,000,000 rows and threw 941,800 of them away.", matters: "It takes 88 % of the time.", share: 0.882, advice: "An index on what it filters by would find the others alone.", sql: "CREATE INDEX CONCURRENTLY ON shop.orders (status, placed_on);" },
  { rule: "plan/estimate", severity: "warning", node: 4, saw: "1,420 times more rows came than were expected.", matters: "What is above was planned for 41 rows.", share: 0.882, advice: "ANALYZE the table; status and placed_on may depend on each other." },
  { rule: "plan/sort-on-disk", severity: "info", node: 1, saw: "The sort wrote 1.6 MB to disk.", matters: "It takes under 1 % of the time.", share: 0.003 },
];

export interface Shown {
  readonly plan?: Plan;
  readonly before?: Plan;
  readonly diagnostics?: readonly PlanDiagnostic[];
  readonly data?: Readonly<Record<string, Json>>;
  /** A new report has a new time. */
  readonly at?: string;
}

/** A report with these plans as the panel gets it. */
export function viewOf({ plan = slow, before, diagnostics: seen = [], data = {}, at = "2026-11-23T02:00:00Z" }: Shown = {}): ExplainView {
  const all = { plan: plan as unknown as Json, diagnostics: seen as unknown as Json, suggestions: [], ...(before === undefined ? {} : { before: before as unknown as Json }), ...data };
  const report = { command: "analyze-performance", status: "passed" as const, summary: "Executed in 795 ms: 7 nodes, 2 things in it are worth changing.", target: { engine: "postgresql", version: "18.1", database: "shop", role: "development" }, findings: [], evidence: [], data: all, files: [], durationMs: 800 };
  return explainView({ report, at: new Date(at), cwd: "/", ran: { args: ["query", query], flags: {} } }, { tokensOf: queryTokens, mayComparePrevious: true });
}

/** Names that would like to be more than names, everywhere where a plan has text. */
export const hostilePlan = planOf(
  sketch("Append", { kind: "append", rows: 5, loops: 1, ms: 10, own: 1, cost: 10, below: Object.values(hostile).map((name, at) => sketch(`Seq Scan${at === 0 ? hostile.image : ""}`, { kind: "scan", role: name, on: { schema: name, name, alias: name }, index: name, rows: 1, expected: 1, loops: 1, ms: 1.8, own: 1.8, cost: 1, conditions: [{ kind: "filter", text: `(x = '${name}')` }], facts: { [name.slice(0, 300)]: name } })) }),
  { query: `SELECT * FROM "${hostile.image}" WHERE x = '${hostile.ansi}'`, raw: Object.values(hostile).join("\n"), notes: [hostile.image], facts: { [hostile.image]: hostile.override } },
);

/** As many nodes as asked for, in many depths. */
export function manyNodes(count: number): Plan {
  const leaves = Math.floor((count - 1) / 4);
  const below = Array.from({ length: leaves }, (_, at) => {
    const scan = sketch("Index Scan", { kind: "lookup", on: { schema: "public", name: `events_${at}`, alias: `e_${at}` }, index: `events_${at}_pkey`, rows: at, expected: 1 + (at % 7) * 100, loops: 1, ms: 1 + (at % 13), own: 1 + (at % 13), cost: 10 + (at % 50), hit: at, read: at % 5, conditions: [{ kind: "access", text: `(id = ${at})` }] });
    const sort = sketch("Sort", { kind: "sort", rows: at, expected: 10, loops: 1, ms: 1.5 + (at % 13), own: 0.5, cost: 12 + (at % 50), hit: at, read: at % 5, below: [scan] });
    const filter = sketch("Subquery Scan", { kind: "subquery", rows: at, expected: 10, loops: 1, ms: 1.7 + (at % 13), own: 0.2, cost: 13 + (at % 50), hit: at, read: at % 5, below: [sort] });
    return sketch("Limit", { kind: "limit", rows: at, expected: 10, loops: 1, ms: 1.8 + (at % 13), own: 0.1, cost: 13.5 + (at % 50), hit: at, read: at % 5, below: [filter] });
  });
  const rest = count - 1 - leaves * 4;
  const more = Array.from({ length: rest }, () => sketch("Result", { kind: "result", rows: 1, expected: 1, loops: 0, cost: 0 }));
  return planOf(sketch("Append", { kind: "append", rows: 1000, expected: 1000, loops: 1, ms: 2500, own: 20, cost: 20_000, hit: 40_000, read: 900, below: [...below, ...more] }));
}
