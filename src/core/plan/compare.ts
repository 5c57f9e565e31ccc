import { relationTitle } from "./relationTitle.ts";
import type { Plan, PlanNode } from "./plan.ts";

/** A node of one plan and the one that does its work in the other; one of them is absent where nothing does. */
export interface NodePair {
  readonly before?: PlanNode;
  readonly after?: PlanNode;
}

/**
 * Matches the nodes of two plans of one query: from the roots down by what a node is and reads, what is left by the table that it reads,
 * then by its place below matched parents. In the order of the plan after, each node that is gone behind its matched neighbour. Linear in the nodes.
 */
export function compareNodes(before: Plan, after: Plan): readonly NodePair[] {
  const afterOf = new Map<PlanNode, PlanNode>();
  const beforeOf = new Map<PlanNode, PlanNode>();
  const pair = (old: PlanNode, now: PlanNode): void => {
    afterOf.set(old, now);
    beforeOf.set(now, old);
  };
  descend(before.root, after.root, pair);
  const waiting = inOrder(before.root).filter((node) => !afterOf.has(node));
  for (const keyOf of [reads, alike]) {
    const free = grouped(waiting.filter((node) => !afterOf.has(node)), keyOf);
    for (const now of inOrder(after.root)) {
      const key = beforeOf.has(now) ? undefined : keyOf(now);
      const old = key === undefined ? undefined : free.get(key)?.shift();
      if (old !== undefined) pair(old, now);
    }
  }
  return ordered(before.root, after.root, beforeOf, afterOf);
}

/** Matches two roots that do the same and, by key, their children; where a parent is new on one side only, goes past it. */
function descend(before: PlanNode, after: PlanNode, pair: (before: PlanNode, after: PlanNode) => void): void {
  const todo: [PlanNode, PlanNode][] = [[before, after]];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [old, now] = next;
    if (identity(old) !== identity(now)) {
      if (alike(old) === alike(now) && reads(old) === reads(now)) pair(old, now);
      else if (now.children.length === 1 && old.children.length !== 1) {
        todo.push([old, now.children[0]!]);
        continue;
      } else if (old.children.length === 1 && now.children.length !== 1) {
        todo.push([old.children[0]!, now]);
        continue;
      } else if (old.children.length === 1 && now.children.length === 1) {
        todo.push(identity(old.children[0]!) === identity(now) ? [old.children[0]!, now] : identity(old) === identity(now.children[0]!) ? [old, now.children[0]!] : [old.children[0]!, now.children[0]!]);
        continue;
      } else if (old.kind !== now.kind) continue;
      else pair(old, now);
    } else pair(old, now);
    todo.push(...matchedChildren(old, now));
  }
}

function matchedChildren(old: PlanNode, now: PlanNode): [PlanNode, PlanNode][] {
  const found: [PlanNode, PlanNode][] = [];
  let [restOld, restNow] = [old.children, now.children];
  for (const keyOf of [identity, below]) {
    const free = grouped(restOld, keyOf);
    const taken = new Set<PlanNode>();
    for (const child of restNow) {
      const partner = free.get(keyOf(child) ?? "")?.shift();
      if (partner === undefined) continue;
      found.push([partner, child]);
      taken.add(partner).add(child);
    }
    restOld = restOld.filter((child) => !taken.has(child));
    restNow = restNow.filter((child) => !taken.has(child));
  }
  for (let at = 0; at < Math.min(restOld.length, restNow.length); at++) found.push([restOld[at]!, restNow[at]!]);
  return found;
}

function identity(node: PlanNode): string {
  return [node.operation, node.role ?? "", node.relation === undefined ? "" : relationTitle(node.relation), node.index ?? ""].join("\u0000");
}

function reads({ relation }: PlanNode): string | undefined {
  return relation === undefined ? undefined : `${relation.alias ?? relation.name}\u0000${relation.name}`;
}

function alike(node: PlanNode): string | undefined {
  return reads(node) === undefined ? node.kind : undefined;
}

/** The table that the subtree reads first: the sides of a join are known by it though another join method swaps them. */
function below(node: PlanNode): string | undefined {
  let at: PlanNode | undefined = node;
  while (at !== undefined && at.relation === undefined) at = at.children[0];
  return at === undefined ? node.kind : reads(at);
}

function inOrder(root: PlanNode): PlanNode[] {
  const found: PlanNode[] = [];
  const todo = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    found.push(node);
    todo.push(...node.children.toReversed());
  }
  return found;
}

function grouped(nodes: readonly PlanNode[], keyOf: (node: PlanNode) => string | undefined): Map<string, PlanNode[]> {
  const groups = new Map<string, PlanNode[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return groups;
}

function ordered(before: PlanNode, after: PlanNode, beforeOf: ReadonlyMap<PlanNode, PlanNode>, afterOf: ReadonlyMap<PlanNode, PlanNode>): NodePair[] {
  const goneBehind = new Map<PlanNode | undefined, PlanNode[]>();
  let neighbour: PlanNode | undefined;
  for (const node of inOrder(before)) {
    if (afterOf.has(node)) neighbour = afterOf.get(node);
    else if (goneBehind.has(neighbour)) goneBehind.get(neighbour)!.push(node);
    else goneBehind.set(neighbour, [node]);
  }
  const gone = (node: PlanNode | undefined): NodePair[] => (goneBehind.get(node) ?? []).map((old) => ({ before: old }));
  return [...gone(undefined), ...inOrder(after).flatMap((node) => [{ ...(beforeOf.has(node) ? { before: beforeOf.get(node)! } : {}), after: node }, ...gone(node)])];
}
