import { dialectNames } from "../../core/engineId.ts";
import type { Json } from "../../core/json.ts";
import { nodeName } from "../../core/plan/draw.ts";
import { flameSpans } from "../../core/plan/flame.ts";
import type { NodePlace } from "../../core/plan/locate.ts";
import { estimateFactor, ownBuffers } from "../../core/plan/nodeNumbers.ts";
import { relationTitle } from "../../core/plan/relationTitle.ts";
import type { Plan, PlanNode } from "../../core/plan/plan.ts";
import type { PlanView } from "../../core/plan/planView.ts";
import { exclusiveCost, planView } from "../../core/plan/planView.ts";
import { planStatistics } from "../../core/plan/statistics.ts";
import type { Named, ShownBuffers, ShownNode, ShownPlan } from "../../protocol/explain/plan.ts";

/** A plan as the panel shows it: one flat list of nodes with every number worked out. `places`: where in the query each node comes from. */
export function shownPlan(plan: Plan, places: ReadonlyMap<number, NodePlace> = new Map()): ShownPlan {
  const view = planView(plan);
  const timed = plan.executed && view.nodes.some(({ actual }) => actual?.exclusiveMs !== undefined);
  const own = timed ? (node: PlanNode): number | undefined => node.actual?.exclusiveMs : exclusiveCost;
  const spans = flameSpans(plan.root, own);
  const at = new Map(view.nodes.map((node, index) => [node, index]));
  const depths = new Map<PlanNode, number>();
  const nodes = view.nodes.map((node): ShownNode => {
    const parent = view.parentOf(node);
    const depth = parent === undefined ? 0 : depths.get(parent)! + 1;
    depths.set(node, depth);
    return { ...shownNode(node, view, places.get(node.id)), parent: parent === undefined ? -1 : at.get(parent)!, depth, ...spans.get(node.id)! };
  });
  const cost = plan.root.estimate.cost;
  const executionMs = plan.executionMs ?? plan.root.actual?.ms;
  return {
    engine: dialectNames[plan.dialect],
    form: plan.form,
    executed: plan.executed,
    measure: timed ? "time" : view.nodes.some(({ estimate }) => (estimate.cost ?? 0) > 0) ? "cost" : "nothing",
    nodes,
    facts: namedFacts(plan.facts),
    notes: plan.notes,
    raw: plan.raw,
    statistics: planStatistics(view),
    ...(plan.query === undefined ? {} : { query: plan.query }),
    ...(plan.planningMs === undefined ? {} : { planningMs: plan.planningMs }),
    ...(executionMs === undefined ? {} : { executionMs }),
    ...(cost === undefined ? {} : { cost }),
  };
}

function shownNode(node: PlanNode, view: PlanView, place: NodePlace | undefined): Omit<ShownNode, "parent" | "depth" | "from" | "to"> {
  const { actual, estimate, relation } = node;
  const numbers = {
    share: view.shareOf(node), factor: estimateFactor(node), rows: actual?.rows, estimatedRows: estimate.rows, loops: actual?.loops, ms: actual?.ms, exclusiveMs: actual?.exclusiveMs,
    discarded: actual === undefined || actual.discarded.length === 0 ? undefined : actual.discarded.reduce((sum, { rows }) => sum + rows, 0),
    cost: estimate.cost, exclusiveCost: exclusiveCost(node), startupCost: estimate.startupCost, width: estimate.width,
    role: node.role, relation: relation === undefined ? undefined : relationTitle(relation), index: node.index, rounded: actual?.rounded, buffers: shownBuffers(node),
    unplaced: place !== undefined && "reason" in place ? place.reason : undefined,
  };
  return {
    id: node.id,
    title: nodeName(node),
    operation: node.operation,
    kind: node.kind,
    conditions: node.conditions.map(({ kind, text }) => ({ name: kind, text })),
    facts: namedFacts(node.facts),
    places: place !== undefined && "places" in place ? place.places : [],
    ...defined(numbers),
  };
}

function shownBuffers(node: PlanNode): ShownBuffers | undefined {
  const { buffers } = node;
  const own = ownBuffers(node);
  if (buffers === undefined || own === undefined) return undefined;
  const sum = (...counts: readonly (number | undefined)[]): number | undefined => (counts.every((count) => count === undefined) ? undefined : counts.reduce<number>((all, count) => all + (count ?? 0), 0) * buffers.blockBytes);
  const io = [buffers.readMs, buffers.writeMs].filter((ms) => ms !== undefined);
  return defined({
    hit: sum(buffers.hit, buffers.localHit), read: sum(buffers.read, buffers.localRead), dirtied: sum(buffers.dirtied), written: sum(buffers.written), temp: sum(buffers.tempRead, buffers.tempWritten),
    ownHit: sum(own.hit, own.localHit), ownRead: sum(own.read, own.localRead), ownWritten: sum(own.written), ownTemp: sum(own.tempRead, own.tempWritten),
    ioMs: io.length === 0 ? undefined : io.reduce((all, ms) => all + ms, 0),
  });
}

function namedFacts(facts: Readonly<Record<string, Json>>): Named[] {
  return Object.entries(facts).map(([name, value]) => ({ name, text: typeof value === "string" ? value : JSON.stringify(value) }));
}

function defined<Values extends object>(values: Values): { readonly [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { readonly [Key in keyof Values]?: Exclude<Values[Key], undefined> };
}
