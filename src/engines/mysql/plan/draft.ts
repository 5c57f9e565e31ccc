import type { Json } from "../../../core/json.ts";
import type { NodeKind, PlanActual, PlanBuffers, PlanCondition, PlanEstimate, PlanNode, PlanRelation } from "../../../core/plan/plan.ts";

/** A node as a reader of one form of plan leaves it: without its number, and with the time as that form tells it. */
export interface Draft {
  readonly operation: string;
  readonly kind: NodeKind;
  readonly role?: string | undefined;
  readonly relation?: PlanRelation | undefined;
  readonly index?: string | undefined;
  readonly estimate?: PlanEstimate;
  readonly run?: Run | undefined;
  readonly conditions?: readonly PlanCondition[];
  readonly buffers?: PlanBuffers;
  readonly facts?: Readonly<Record<string, Json>>;
  readonly children: readonly Draft[];
}

export interface Run {
  readonly loops: number;
  /** Of all loops. */
  readonly rows?: number | undefined;
  /** Of all loops with all below it. */
  readonly ms?: number | undefined;
  /** Of all loops without what is below it, where that is what is told. */
  readonly ownMs?: number | undefined;
  readonly discarded?: PlanActual["discarded"];
  readonly rounded?: true | undefined;
}

/**
 * Numbers the nodes and settles their times. A node never takes less than all below it: rounded averages of many loops would
 * say so now and then, and what is counted too little at the top is given to it, so that the parts always make the whole.
 */
export function finished(draft: Draft, executed: boolean): PlanNode {
  let next = 0;
  const finish = (one: Draft): PlanNode => {
    const id = next++;
    const children = one.children.map(finish);
    const actual = executed ? actualOf(one.run, children) : undefined;
    return {
      id,
      operation: one.operation,
      kind: one.kind,
      ...(one.role === undefined ? {} : { role: one.role }),
      ...(one.relation === undefined ? {} : { relation: one.relation }),
      ...(one.index === undefined ? {} : { index: one.index }),
      estimate: one.estimate ?? {},
      ...(actual === undefined ? {} : { actual }),
      conditions: one.conditions ?? [],
      ...(one.buffers === undefined ? {} : { buffers: one.buffers }),
      facts: one.facts ?? {},
      children,
    };
  };
  return finish(draft);
}

function actualOf(run: Run | undefined, children: readonly PlanNode[]): PlanActual | undefined {
  const below = children.reduce((sum, child) => sum + (child.actual?.ms ?? 0), 0);
  const timed = run?.ms !== undefined || run?.ownMs !== undefined || children.some((child) => child.actual?.ms !== undefined);
  if (run === undefined && children.length === 0) return undefined;
  const exclusive = Math.max(0, run?.ownMs ?? (run?.ms === undefined ? 0 : run.ms - below));
  return {
    loops: run?.loops ?? Math.max(...children.map((child) => child.actual?.loops ?? 0)),
    ...(run?.rows === undefined ? {} : { rows: run.rows }),
    ...(timed ? { ms: below + exclusive, exclusiveMs: exclusive } : {}),
    discarded: run?.discarded ?? [],
    ...(run?.rounded === undefined ? {} : { rounded: run.rounded }),
  };
}
