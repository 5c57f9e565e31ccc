import type { PlanNode, PlanRelation } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { withoutParentheses } from "./terms.ts";
import { numberAt, textsAt } from "./values.ts";

/** How one table is read, in one form for plans of blocks (where a table holds its condition) and of iterators (where a filter stands above it). */
export interface Access {
  /** What reads. */
  readonly node: PlanNode;
  /** The topmost filter above it, or the node itself. */
  readonly top: PlanNode;
  /** From `node` to `top`. */
  readonly nodes: readonly PlanNode[];
  readonly relation: PlanRelation;
  /** "table" and "index" read the whole of it; "merge" puts several indexes together. */
  readonly how: "table" | "index" | "range" | "lookup" | "unique" | "merge";
  /** Rows that the statement made itself: a derived table, a union, what was materialised. */
  readonly temporary: boolean;
  /** The index holds all that is asked of the table. */
  readonly covering: boolean;
  /** How often it was read; what the planner expects where it was not executed. */
  readonly loops: number;
  /** Rows of all loops that were read, and those that its condition let through. */
  readonly read: number;
  readonly kept: number;
  /** What is asked of rows that were read already. */
  readonly condition: string | undefined;
  /** Indexes that the planner thought of. */
  readonly possible: readonly string[];
}

const known = new WeakMap<PlanView, readonly Access[]>();

/** Every reading of a table in a plan, those that never ran left out. */
export function accessesOf(view: PlanView): readonly Access[] {
  const accesses = known.get(view) ?? readings(view);
  known.set(view, accesses);
  return accesses;
}

const byNode = new WeakMap<PlanView, ReadonlyMap<PlanNode, Access>>();

/** The reading that a node or a filter above it belongs to; the first where there are several. */
export function accessAt(view: PlanView, node: PlanNode): Access | undefined {
  const accesses = byNode.get(view) ?? new Map(accessesOf(view).toReversed().flatMap((access) => access.nodes.map((one) => [one, access] as const)));
  byNode.set(view, accesses);
  return accesses.get(node);
}

function readings(view: PlanView): readonly Access[] {
  return view.nodes.flatMap((node): Access[] => {
    const how = howOf(node);
    const relation = node.relation ?? (how === "merge" ? node.children[0]?.relation : undefined);
    if (how === undefined || relation === undefined || node.actual?.loops === 0 || partOfMerge(view, node)) return [];
    const nodes = withFilters(view, node);
    const top = nodes.at(-1) ?? node;
    const loops = node.actual?.loops ?? expectedLoops(view, node);
    const thrown = node.actual?.discarded.reduce((sum, one) => sum + one.rows, 0) ?? 0;
    const condition = nodes.flatMap((one) => one.conditions).filter((one) => one.kind === "filter").map((one) => one.text).join(" and ");
    return [{
      node, top, nodes, relation, how, loops,
      temporary: relation.name.startsWith("<") || node.children.some((child) => child.kind === "materialize") || /^Scan new records/.test(node.operation) || /aggregate|temporary|materialize/i.test(node.children[0]?.operation ?? ""),
      covering: node.facts["covering"] === true || node.facts["using_index"] === true,
      read: node.actual?.rows === undefined ? expectedRead(node) * loops : node.actual.rows + thrown,
      kept: top.actual?.rows ?? (top.estimate.rows ?? expectedRead(node)) * loops,
      condition: condition === "" ? undefined : withoutParentheses(condition),
      possible: textsAt(node.facts, "possible_keys"),
    }];
  });
}

const ways: readonly (readonly [RegExp, Access["how"]])[] = [
  [/^(?:ALL|Table scan)$/, "table"],
  [/^(?:index|(?:Covering )?[Ii]ndex scan)$/, "index"],
  [/^(?:range|.*(?:range|skip) scan.*)$/i, "range"],
  [/^(?:eq_ref|const|system|unique_subquery|Single-row .*|Constant row)$/, "unique"],
  [/^(?:index_merge|Intersect rows sorted by row ID|Deduplicate rows sorted by row ID|Sort-deduplicate by row ID)$/, "merge"],
  [/^(?:ref|ref_or_null|fulltext|index_subquery|.*(?:lookup|search))$/, "lookup"],
];

function howOf(node: PlanNode): Access["how"] | undefined {
  return ways.find(([pattern]) => pattern.test(node.operation))?.[1];
}

function partOfMerge(view: PlanView, node: PlanNode): boolean {
  return view.parentOf(node)?.kind === "bitmap";
}

function withFilters(view: PlanView, node: PlanNode): readonly PlanNode[] {
  const nodes = [node];
  for (let parent = view.parentOf(node); parent?.kind === "filter" && parent.children[0] === nodes.at(-1); parent = view.parentOf(parent)) nodes.push(parent);
  return nodes;
}

function expectedRead(node: PlanNode): number {
  return numberAt(node.facts, "rows_examined_per_scan") ?? numberAt(node.facts, "rows") ?? node.estimate.rows ?? 0;
}

/** How often the planner expects a node to run: once for every row that the other side of a nested loop gives. */
export function expectedLoops(view: PlanView, node: PlanNode): number {
  let loops = 1;
  for (let child = node, parent = view.parentOf(node); parent !== undefined; child = parent, parent = view.parentOf(parent)) {
    if (parent.kind === "materialize" || parent.kind === "hash") break;
    const [outer] = parent.children;
    if (parent.kind === "join" && outer !== undefined && outer !== child && !/hash|block/i.test(parent.operation)) loops *= Math.max(1, outer.estimate.rows ?? 1);
    if (/dependent/.test(parent.role ?? "")) loops *= Math.max(1, view.parentOf(parent)?.children[0]?.estimate.rows ?? 1);
  }
  return loops;
}

/** The join above an access, where it is one of its two inputs. */
export function joinAbove(view: PlanView, access: Access): PlanNode | undefined {
  let parent = view.parentOf(access.top);
  if (parent?.kind === "hash") parent = view.parentOf(parent);
  return parent?.kind === "join" ? parent : undefined;
}

/** True where one of the nodes above is of that kind. */
export function isBelow(view: PlanView, node: PlanNode, wanted: (above: PlanNode) => boolean): boolean {
  for (let parent = view.parentOf(node); parent !== undefined; parent = view.parentOf(parent)) if (wanted(parent)) return true;
  return false;
}

const keptAtMost = 0.2;
const leastRead = 500;

/** An index led to it, and its condition throws most of what was found away again. */
export function throwsMostAway({ how, temporary, condition, loops, read, kept }: Access): boolean {
  return (how === "lookup" || how === "range") && !temporary && condition !== undefined && read >= leastRead && read >= 1.5 * loops && kept <= read * keptAtMost;
}
