import type { Json } from "../../../core/json.ts";
import type { PlanCondition } from "../../../core/plan/plan.ts";
import { materialised } from "./blockTable.ts";
import type { Draft, Run } from "./draft.ts";
import type { BlockReader } from "./readBlocks.ts";
import type { JsonObject } from "./values.ts";
import { numberAt, objectAt, textAt } from "./values.ts";

/** The tables of a nested loop, each joined to all before it. */
export function joinDraft(parts: readonly JsonObject[], reader: BlockReader, outerRows: number): Draft | undefined {
  let joined: Draft | undefined;
  let rows = outerRows;
  for (const part of parts) {
    const buffered = objectAt(part, "block-nl-join");
    const holder = buffered ?? part;
    const right = rightOf(holder, reader, buffered === undefined ? rows : 1);
    if (right === undefined) continue;
    rows = numberAt(objectAt(holder, "table") ?? {}, "rows_produced_per_join") ?? rows * (right.estimate?.rows ?? 1);
    joined = joined === undefined && buffered === undefined ? right : joined === undefined ? right : join(joined, right, { holder, buffered, rows, executed: reader.executed });
  }
  return joined;
}

function rightOf(holder: JsonObject, reader: BlockReader, rows: number): Draft | undefined {
  const right = reader.inner(holder, rows);
  const beside = objectAt(holder, "table") === undefined ? [] : materialised(holder, reader);
  return right === undefined || beside.length === 0 ? right : { ...right, children: [...right.children, ...beside] };
}

interface Joining {
  readonly holder: JsonObject;
  readonly buffered: JsonObject | undefined;
  /** That the planner expects of the join. */
  readonly rows: number;
  readonly executed: boolean;
}

function join(left: Draft, right: Draft, { holder, buffered, rows, executed }: Joining): Draft {
  const table = objectAt(holder, "table") ?? holder;
  const cost = numberAt(objectAt(table, "cost_info") ?? {}, "prefix_cost");
  const buffer = textAt(table, "using_join_buffer") ?? (buffered === undefined ? undefined : `${textAt(buffered, "join_type") ?? "BNL"}`);
  const condition = buffered === undefined ? undefined : textAt(buffered, "attached_condition");
  const conditions: readonly PlanCondition[] = condition === undefined ? [] : [{ kind: "join", text: condition }];
  const run = executed && left.run !== undefined ? (buffered === undefined ? plainRun(left.run, right.run) : bufferedRun(buffered, left.run)) : undefined;
  return {
    operation: operationOf(buffer, table),
    kind: "join",
    estimate: { rows, ...(cost === undefined ? {} : { cost }) },
    ...(run === undefined ? {} : { run }),
    conditions,
    facts: { ...(buffer === undefined ? {} : { join_buffer: buffer }), ...told(buffered) },
    children: [left, right],
  };
}

function operationOf(buffer: string | undefined, table: JsonObject): string {
  const how = table["not_exists"] === true ? " antijoin" : table["first_match"] !== undefined ? " semijoin" : " join";
  if (buffer === undefined) return `Nested loop${how}`;
  return /hash|BNLH|BKAH/i.test(buffer) ? `Hash${how}` : /BKA|Batched/i.test(buffer) ? `Batched key access${how}` : `Block nested loop${how}`;
}

function plainRun(left: Run, right: Run | undefined): Run {
  return { loops: left.loops, rows: right?.rows };
}

/** MariaDB: every row of the buffer was compared with every row that the table kept. */
function bufferedRun(join: JsonObject, left: Run): Run {
  const [loops, effective, filtered] = [numberAt(join, "r_loops"), numberAt(join, "r_effective_rows"), numberAt(join, "r_filtered")];
  const own = (numberAt(join, "r_unpack_time_ms") ?? 0) + (numberAt(join, "r_other_time_ms") ?? 0);
  if (loops === undefined) return { loops: left.loops };
  const pairs = Math.round(loops * (effective ?? 0));
  const kept = Math.round((pairs * (filtered ?? 100)) / 100);
  return { loops: left.loops, rows: kept, ownMs: own, discarded: pairs > kept ? [{ by: "joinFilter", rows: pairs - kept }] : [] };
}

function told(join: JsonObject | undefined): Record<string, Json> {
  return join === undefined ? {} : Object.fromEntries(Object.entries(join).filter(([key, value]) => !["table", "attached_condition", "materialized", "r_filtered"].includes(key) && value !== null));
}
