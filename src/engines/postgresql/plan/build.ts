import type { Json } from "../../../core/json.ts";
import type { Plan, PlanActual, PlanEstimate, PlanNode, PlanRelation } from "../../../core/plan/plan.ts";
import { buffersOf } from "./buffers.ts";
import { conditionsOf } from "./conditions.ts";
import { exclusiveTimes } from "./exclusive.ts";
import { kindOf } from "./kinds.ts";
import { nodeFacts, withoutZeros } from "./nodeFacts.ts";
import { operationOf } from "./operation.ts";
import { isRaw, listOf, numberOf, present, textOf } from "./raw.ts";
import type { Raw } from "./raw.ts";
import { timedTree } from "./timed.ts";
import type { Timed } from "./timed.ts";

export interface Whole {
  readonly form: string;
  /** With the key "Plan". */
  readonly raw: Raw;
  readonly text: string;
  readonly query?: string;
  readonly notes: readonly string[];
}

/** Makes a plan of what was read from either form. */
export function buildPlan({ form, raw, text, query, notes }: Whole): Plan {
  const top = isRaw(raw["Plan"]) ? raw["Plan"] : raw;
  const timed = timedTree(top);
  const exclusive = exclusiveTimes(timed);
  const statement = query ?? textOf(raw, "Query Text");
  return {
    dialect: "postgresql",
    form,
    executed: numberOf(top, "Actual Loops") !== undefined || top["Actual Rows"] !== undefined,
    root: nodeOf(timed, exclusive),
    ...present<Pick<Plan, "query" | "planningMs" | "executionMs">>({ query: statement, planningMs: numberOf(raw, "Planning Time"), executionMs: numberOf(raw, "Execution Time") }),
    facts: planFacts(raw),
    notes,
    raw: text,
  };
}

function nodeOf(timed: Timed, exclusive: ReadonlyMap<Timed, number>): PlanNode {
  const { raw } = timed;
  const buffers = buffersOf(raw);
  const actual = actualOf(timed, exclusive.get(timed));
  const relation = relationOf(raw);
  return {
    id: timed.id,
    operation: operationOf(raw),
    kind: kindOf(textOf(raw, "Node Type") ?? ""),
    ...present<Pick<PlanNode, "role" | "relation" | "index">>({ role: textOf(raw, "Subplan Name") ?? (textOf(raw, "Parent Relationship") === "SubPlan" ? "SubPlan" : undefined), relation, index: textOf(raw, "Index Name") }),
    estimate: present<PlanEstimate>({ rows: numberOf(raw, "Plan Rows"), startupCost: numberOf(raw, "Startup Cost"), cost: numberOf(raw, "Total Cost"), width: numberOf(raw, "Plan Width") }),
    ...(actual === undefined ? {} : { actual }),
    conditions: conditionsOf(raw),
    ...(buffers === undefined ? {} : { buffers }),
    facts: nodeFacts(raw),
    children: timed.children.map((child) => nodeOf(child, exclusive)),
  };
}

function relationOf(raw: Raw): PlanRelation | undefined {
  const name = textOf(raw, "Relation Name");
  const alias = textOf(raw, "Alias");
  if (name === undefined) return undefined;
  return { name, ...present<Pick<PlanRelation, "schema" | "alias">>({ schema: textOf(raw, "Schema"), alias: alias === name ? undefined : alias }) };
}

const removals = [
  { by: "filter", key: "Rows Removed by Filter" },
  { by: "joinFilter", key: "Rows Removed by Join Filter" },
  { by: "recheck", key: "Rows Removed by Index Recheck" },
  { by: "conflict", key: "Rows Removed by Conflict Filter" },
] as const;

function actualOf({ raw, loops, ms }: Timed, exclusiveMs: number | undefined): PlanActual | undefined {
  if (loops === undefined) return undefined;
  const rows = numberOf(raw, "Actual Rows");
  const discarded: PlanActual["discarded"][number][] = [];
  for (const { by, key } of removals) {
    const each = numberOf(raw, key) ?? 0;
    if (each > 0) discarded.push({ by, rows: each * loops });
  }
  return { loops, ...present<Pick<PlanActual, "rows" | "ms" | "exclusiveMs">>({ rows: rows === undefined ? undefined : Math.round(rows * loops), ms, exclusiveMs }), discarded, ...(loops > 1 ? { rounded: true as const } : {}) };
}

const told = new Set(["Plan", "Planning Time", "Execution Time", "Query Text"]);

function planFacts(raw: Raw): Readonly<Record<string, Json>> {
  if (!isRaw(raw["Plan"])) return {};
  return Object.fromEntries(Object.entries(raw).filter(([key, value]) => !told.has(key) && value !== null && !(Array.isArray(value) && listOf(raw, key).length === 0)).map(([key, value]) => [key, isRaw(value) ? withoutZeros(value) : value]).filter(([, value]) => !isRaw(value as Json) || Object.keys(value as Raw).length > 0)) as Readonly<Record<string, Json>>;
}
