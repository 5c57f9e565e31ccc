/** `before` must come before `after`. */
export interface Edge {
  readonly before: number;
  readonly after: number;
}

/** An order of 0 … count-1 that keeps every edge, or a cycle that forbids one. */
export type Arrangement = { readonly order: readonly number[] } | { readonly cycle: readonly number[] };

/**
 * Stable topological sort that moves as little as possible: once what is needed is pulled up to its first user, once users are pushed
 * down behind what they need; the order that moves fewer is taken.
 */
export function arrange(count: number, edges: readonly Edge[]): Arrangement {
  const needs = lists(count, edges, (edge) => [edge.after, edge.before]);
  const pulled = visit(count, needs, false);
  if ("cycle" in pulled) return pulled;
  const neededBy = lists(count, edges, (edge) => [edge.before, edge.after]);
  const pushed = visit(count, neededBy, true);
  if ("cycle" in pushed) return pulled;
  const pushedOrder = [...pushed.order].reverse();
  return moved(pushedOrder).length < moved(pulled.order).length ? { order: pushedOrder } : pulled;
}

function lists(count: number, edges: readonly Edge[], ends: (edge: Edge) => readonly [number, number]): number[][] {
  const found: number[][] = Array.from({ length: count }, () => []);
  for (const edge of edges) {
    const [from, to] = ends(edge);
    if (from !== to) found[from]!.push(to);
  }
  for (const list of found) list.sort((a, b) => a - b);
  return found;
}

/** Depth first without recursion, so that long chains of needs do not overflow the stack. */
function visit(count: number, next: readonly (readonly number[])[], backwards: boolean): Arrangement {
  const order: number[] = [];
  const state = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const start = backwards ? count - 1 - index : index;
    if (state[start] !== 0) continue;
    const path = [{ node: start, at: 0 }];
    state[start] = 1;
    while (path.length > 0) {
      const top = path.at(-1)!;
      const list = next[top.node]!;
      if (top.at === list.length) {
        state[top.node] = 2;
        order.push(top.node);
        path.pop();
        continue;
      }
      const child = list[backwards ? list.length - 1 - top.at : top.at]!;
      top.at++;
      if (state[child] === 1) return { cycle: path.slice(path.findIndex((step) => step.node === child)).map((step) => step.node) };
      if (state[child] === 0) {
        state[child] = 1;
        path.push({ node: child, at: 0 });
      }
    }
  }
  return { order };
}

/** Those that are not part of a longest run that keeps its order. */
export function moved(order: readonly number[]): number[] {
  const tails: number[] = [];
  const previous = new Array<number>(order.length).fill(-1);
  order.forEach((value, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[index] = tails[low - 1]!;
    tails[low] = index;
  });
  const kept = new Set<number>();
  for (let index = tails.at(-1) ?? -1; index !== -1; index = previous[index]!) kept.add(index);
  return order.filter((_, index) => !kept.has(index));
}
