import type { ShownNode, ShownPlan } from "../../src/protocol/explain/plan.ts";
import type { ShownDiagnostic } from "../../src/protocol/explain/view.ts";

/** A node as the tree lists it. */
export interface NodeRow {
  /** Its place in the plan's list. */
  readonly at: number;
  readonly node: ShownNode;
  readonly open: boolean;
  readonly leaf: boolean;
  /** From 1, among the children of its parent, and how many those are. */
  readonly position: number;
  readonly of: number;
}

/** What stands in a plan around its nodes, worked out once. */
export interface PlanIndex {
  readonly plan: ShownPlan;
  readonly children: readonly (readonly number[])[];
  /** What was seen at each node, by its place. */
  readonly seen: ReadonlyMap<number, readonly ShownDiagnostic[]>;
}

export function indexOf(plan: ShownPlan, diagnostics: readonly ShownDiagnostic[]): PlanIndex {
  const children: number[][] = plan.nodes.map(() => []);
  plan.nodes.forEach(({ parent }, at) => children[parent]?.push(at));
  const places = new Map(plan.nodes.map(({ id }, at) => [id, at]));
  const seen = new Map<number, ShownDiagnostic[]>();
  for (const one of diagnostics) {
    const at = one.node === undefined ? undefined : places.get(one.node);
    if (at === undefined) continue;
    const known = seen.get(at);
    if (known === undefined) seen.set(at, [one]);
    else known.push(one);
  }
  return { plan, children, seen };
}

/** The longest filter that is looked for. */
const longestQuery = 1_000;

/** The places of the nodes that hold all words of the text in what is told of them; undefined where no word is given. */
export function matching(plan: ShownPlan, query: string): ReadonlySet<number> | undefined {
  const words = query.slice(0, longestQuery).toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return undefined;
  return new Set(plan.nodes.flatMap((node, at) => {
    const haystack = [node.role ?? "", node.title, ...node.conditions.map(({ text }) => text)].join(" ").toLowerCase();
    return words.every((word) => haystack.includes(word)) ? [at] : [];
  }));
}

/** The nodes as rows: without what is below closed ones, or those that match with all above them. */
export function treeRows({ plan, children }: PlanIndex, closed: readonly number[], found: ReadonlySet<number> | undefined): NodeRow[] {
  const shut = new Set(found === undefined ? closed : []);
  const wanted = found === undefined ? undefined : withAncestors(plan, found);
  const rows: NodeRow[] = [];
  const todo: { readonly at: number; readonly position: number; readonly of: number }[] = plan.nodes.length === 0 ? [] : [{ at: 0, position: 1, of: 1 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { at, position, of } = next;
    if (wanted !== undefined && !wanted.has(at)) continue;
    const below = children[at]!;
    const open = !shut.has(at);
    rows.push({ at, node: plan.nodes[at]!, open, leaf: below.length === 0, position, of });
    if (open) for (let index = below.length - 1; index >= 0; index--) todo.push({ at: below[index]!, position: index + 1, of: below.length });
  }
  return rows;
}

function withAncestors(plan: ShownPlan, found: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set<number>();
  for (const one of found) for (let at = one; at >= 0 && !all.has(at); at = plan.nodes[at]!.parent) all.add(at);
  return all;
}
