import type { Json } from "../../../core/json.ts";
import type { PlanActual, PlanCondition, PlanNode, PlanRelation } from "../../../core/plan/plan.ts";
import { type Fields, fieldsIn, isFields, numberIn, textIn } from "./explainText.ts";
import type { RawStage } from "./rawStage.ts";
import { kindOf } from "./stages.ts";

interface Timed extends PlanNode {
  readonly children: readonly Timed[];
}

/** What is told of a stage in other fields of the node, or not of the stage. */
const elsewhere = new Set(["stage", "filter", "indexBounds", "sortPattern", "transformBy", "indexName", "nReturned", "executionTimeMillisEstimate", "executionTimeMillis", "executionTimeMicros", "executionTimeNanos", "costEstimate", "cardinalityEstimate", "specification", "slotBasedPlan", "serverInfo"]);
const reading = /^(?:COLLSCAN|CLUSTERED_IXSCAN|IXSCAN|EXPRESS_|IDHACK|FETCH|COUNT_SCAN|DISTINCT_SCAN|TEXT|GEO_NEAR|RECORD_STORE|UPDATE|DELETE|BATCHED_DELETE)/;

/** The nodes of a plan, numbered in the order in which a reader meets them. */
export function nodesOf(root: RawStage, namespace: string | undefined, executed: boolean): PlanNode {
  let last = 0;
  const visit = (stage: RawStage, collection: string | undefined): Timed => {
    const id = last++;
    const below = stage.collection ?? collection;
    const children = stage.children.map((child) => visit(child, below));
    return nodeOf(id, stage, below, executed, children);
  };
  return exclusive(visit(root, namespace), true);
}

function nodeOf(id: number, stage: RawStage, collection: string | undefined, executed: boolean, children: readonly Timed[]): Timed {
  const { fields, name } = stage;
  const relation = relationOf(stage, collection);
  const index = textIn(fields, "indexName");
  const rows = numberIn(fields, "cardinalityEstimate");
  const cost = numberIn(fields, "costEstimate");
  const actual = executed ? actualOf(stage) : undefined;
  return {
    id,
    operation: name,
    kind: kindOf(name),
    ...(stage.role === undefined ? {} : { role: stage.role }),
    ...(relation === undefined ? {} : { relation }),
    ...(index === undefined ? {} : { index }),
    estimate: { ...(rows === undefined ? {} : { rows }), ...(cost === undefined ? {} : { cost }) },
    ...(actual === undefined ? {} : { actual }),
    conditions: conditionsOf(stage),
    facts: Object.fromEntries(Object.entries(fields).filter(([field]) => !elsewhere.has(field))),
    children,
  };
}

function relationOf({ name, fields }: RawStage, collection: string | undefined): PlanRelation | undefined {
  const own = fieldsIn(fields, "specification");
  const from = name === "$lookup" || name === "$graphLookup" ? own?.["from"] : name === "$unionWith" ? own?.["coll"] : textIn(fields, "foreignCollection");
  if (typeof from === "string") return named(from, false);
  const target = name === "$out" || name === "$merge" ? (own?.["coll"] ?? own?.["into"]) : undefined;
  if (typeof target === "string") return { name: target };
  return reading.test(name) && collection !== undefined ? named(collection, true) : undefined;
}

/** "shop.orders": the database ends at the first point; a bare name may hold points itself. */
function named(namespace: string, full: boolean): PlanRelation {
  const point = namespace.indexOf(".");
  return point <= 0 || (!full && !/^[\w-]+\./.test(namespace)) ? { name: namespace } : { schema: namespace.slice(0, point), name: namespace.slice(point + 1) };
}

function conditionsOf({ name, fields }: RawStage): PlanCondition[] {
  const bounds = fieldsIn(fields, "indexBounds");
  const own = fields["specification"];
  const kinds: Readonly<Record<string, PlanCondition["kind"]>> = { $match: "filter", $sort: "sort", $group: "group", $project: "output" };
  const of = (kind: PlanCondition["kind"], value: Json | undefined): PlanCondition[] => (value === undefined || value === null || (isFields(value) && Object.keys(value).length === 0) ? [] : [{ kind, text: typeof value === "string" ? value : JSON.stringify(value) }]);
  return [
    ...(bounds === undefined ? [] : [{ kind: "access" as const, text: boundsText(bounds) }]),
    ...of("filter", fields["filter"]),
    ...of("sort", fields["sortPattern"]),
    ...of("output", fields["transformBy"]),
    ...of(kinds[name] ?? "other", own),
  ];
}

function boundsText(bounds: Fields): string {
  return Object.entries(bounds).map(([field, ranges]) => `${field}: ${Array.isArray(ranges) ? ranges.map((range) => (typeof range === "string" ? range : JSON.stringify(range))).join(", ") : JSON.stringify(ranges)}`).join("; ");
}

function actualOf({ fields, name }: RawStage): PlanActual | undefined {
  const rows = numberIn(fields, "nReturned");
  const ms = millisecondsOf(fields);
  if (rows === undefined && ms === undefined) return undefined;
  const [docs, keys, skips] = ["docsExamined", "keysExamined", "chunkSkips"].map((field) => numberIn(fields, field));
  const filtered = fields["filter"] === undefined || rows === undefined ? 0 : Math.max(0, (/IXSCAN|COUNT_SCAN/.test(name) ? (keys ?? docs ?? 0) : (docs ?? 0)) - rows);
  return {
    loops: numberIn(fields, "opens") ?? 1,
    ...(rows === undefined ? {} : { rows }),
    ...(ms === undefined ? {} : { ms }),
    discarded: [...(filtered > 0 ? [{ by: "filter" as const, rows: filtered }] : []), ...(skips === undefined || skips === 0 ? [] : [{ by: "other" as const, rows: skips }])],
  };
}

function millisecondsOf(fields: Fields): number | undefined {
  const nanos = numberIn(fields, "executionTimeNanos");
  if (nanos !== undefined) return nanos / 1e6;
  const micros = numberIn(fields, "executionTimeMicros");
  return micros === undefined ? (numberIn(fields, "executionTimeMillisEstimate") ?? numberIn(fields, "executionTimeMillis")) : micros / 1000;
}

/** Shards work at the same time: the slowest one's time counts, the others take none of the whole. */
function exclusive(node: Timed, counts: boolean): PlanNode {
  const slowest = node.kind === "gather" ? [...node.children].sort((a, b) => elapsed(b) - elapsed(a))[0] : undefined;
  const children = node.children.map((child) => exclusive(child, counts && (slowest === undefined || child === slowest)));
  const { actual } = node;
  if (actual?.ms === undefined) return { ...node, children };
  const below = slowest === undefined ? node.children.reduce((sum, child) => sum + elapsed(child), 0) : elapsed(slowest);
  return { ...node, actual: { ...actual, exclusiveMs: counts ? Math.max(0, actual.ms - below) : 0 }, children };
}

/** Of a node without a time of its own: what is told below it. */
function elapsed(node: Timed): number {
  return node.actual?.ms ?? node.children.reduce((sum, child) => sum + elapsed(child), 0);
}
