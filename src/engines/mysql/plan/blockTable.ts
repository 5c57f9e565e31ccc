import type { NodeKind, PlanCondition, PlanEstimate } from "../../../core/plan/plan.ts";
import type { Draft, Run } from "./draft.ts";
import type { BlockReader } from "./readBlocks.ts";
import type { JsonObject } from "./values.ts";
import { factsOf, numberAt, objectAt, textAt, textsAt } from "./values.ts";

const told = new Set([
  "table_name", "access_type", "key", "attached_condition", "index_condition", "cost_info", "used_columns", "r_loops", "r_rows", "r_filtered",
  "materialized", "materialized_from_subquery", "attached_subqueries", "subqueries", "ref", "message", "insert", "update", "delete", "replace",
]);

const kinds: Readonly<Record<string, NodeKind>> = { ALL: "scan", index: "scan", index_merge: "bitmap", const: "lookup", system: "lookup" };

/** One table of a block. `outerRows`: for how many rows of the tables before it the planner expects to read it. */
export function tableDraft(table: JsonObject, reader: BlockReader, outerRows: number): Draft {
  const name = textAt(table, "table_name");
  const message = textAt(table, "message");
  const access = textAt(table, "access_type");
  const index = textAt(table, "key");
  const read: Draft = {
    operation: access ?? message ?? "table",
    kind: access === undefined ? "result" : (kinds[access] ?? "lookup"),
    ...(name === undefined ? {} : { relation: { name } }),
    ...(index === undefined ? {} : { index }),
    estimate: estimateOf(table, outerRows),
    ...runOf(table, reader.executed),
    conditions: conditionsOf(table),
    facts: { ...factsOf(table, told), ...(message === undefined ? {} : { message }), ...(textAt(table, "index_condition") === undefined ? {} : { index_condition: textAt(table, "index_condition")! }) },
    children: [...materialised(table, reader), ...reader.subqueries(table)],
  };
  const verb = ["insert", "update", "delete", "replace"].find((one) => table[one] === true || table[one] === 1);
  if (verb === undefined) return read;
  const source = verb === "insert" || verb === "replace";
  const { relation, ...rest } = read;
  return {
    operation: `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)}`,
    kind: "write",
    ...(relation === undefined ? {} : { relation }),
    estimate: source ? {} : (read.estimate ?? {}),
    ...(read.run === undefined || source ? {} : { run: { loops: read.run.loops, rows: read.run.rows } }),
    children: source ? read.children : [{ ...rest, ...(relation === undefined ? {} : { relation }) }],
  };
}

/** Materialised derived tables and subqueries below the table that stands for them. */
export function materialised(holder: JsonObject, reader: BlockReader): readonly Draft[] {
  return ["materialized_from_subquery", "materialized"].flatMap((key): Draft[] => {
    const part = objectAt(holder, key);
    if (part === undefined) return [];
    const inner = reader.inner(part, 1);
    const shared = objectAt(part, "sharing_temporary_table_with");
    return [{ operation: "Materialize", kind: "materialize", estimate: costOf(inner), ...(inner?.run === undefined ? {} : { run: { loops: inner.run.loops } }), facts: { ...factsOf(part, new Set(["query_block"])), ...(shared === undefined ? {} : { printed_elsewhere: true }) }, children: inner === undefined ? [] : [inner] }];
  });
}

/** How many rows grouping or duplicates leave is not told: the cost is all that holds for what stands above. */
export function costOf(inner: Draft | undefined): PlanEstimate {
  return inner?.estimate?.cost === undefined ? {} : { cost: inner.estimate.cost };
}

function estimateOf(table: JsonObject, outerRows: number): PlanEstimate {
  const examined = numberAt(table, "rows_examined_per_scan") ?? numberAt(table, "rows");
  const filtered = numberAt(table, "filtered") ?? 100;
  const costs = objectAt(table, "cost_info");
  const [reading, evaluating, whole] = [numberAt(costs ?? {}, "read_cost"), numberAt(costs ?? {}, "eval_cost"), numberAt(table, "cost")];
  const cost = reading === undefined ? (whole === undefined ? undefined : whole / Math.max(1, numberAt(table, "loops") ?? 1)) : (reading + (evaluating ?? 0)) / Math.max(1, outerRows);
  return { ...(examined === undefined ? {} : { rows: (examined * filtered) / 100 }), ...(cost === undefined ? {} : { cost }) };
}

/** MariaDB: averages of a loop, and the time of all loops; the rows come out of the table before its condition is asked. */
function runOf(table: JsonObject, executed: boolean): { readonly run?: Run } {
  const rows = numberAt(table, "r_rows");
  const loops = numberAt(table, "r_loops") ?? (rows === undefined ? undefined : 1);
  if (!executed || loops === undefined) return {};
  const [reading, other] = [numberAt(table, "r_table_time_ms"), numberAt(table, "r_other_time_ms")];
  // A subquery that is asked for an index entry alone is timed, but neither its loops nor its rows are counted.
  if (loops === 0 && (reading ?? 0) > 0) return { run: { loops: 1, ownMs: (reading ?? 0) + (other ?? 0) } };
  const timed = reading !== undefined || loops === 0 ? { ownMs: (reading ?? 0) + (other ?? 0) } : {};
  const read = Math.round((rows ?? 0) * loops);
  const kept = Math.round((read * (numberAt(table, "r_filtered") ?? 100)) / 100);
  return { run: { loops, rows: kept, ...timed, discarded: read > kept ? [{ by: "filter", rows: read - kept }] : [] } };
}

function conditionsOf(table: JsonObject): readonly PlanCondition[] {
  const parts = textsAt(table, "used_key_parts");
  const references = textsAt(table, "ref");
  const lookup = references.map((reference, at) => (parts[at] === undefined ? reference : `${parts[at]} = ${reference}`)).join(", ");
  const [inIndex, filter] = [textAt(table, "index_condition"), textAt(table, "attached_condition")];
  return [
    ...(lookup === "" ? [] : [{ kind: "access", text: lookup } as const]),
    ...(inIndex === undefined ? [] : [{ kind: "other", text: inIndex } as const]),
    ...(filter === undefined ? [] : [{ kind: "filter", text: filter } as const]),
  ];
}
