import type { Dialect } from "../engineId.ts";
import type { Json } from "../json.ts";

/** How a statement is or was carried out, in one form for every engine. Times are milliseconds, sizes bytes. */
export interface Plan {
  readonly dialect: Dialect;
  /** What it was read from: "PostgreSQL text", "MySQL JSON, version 2", "EXPLAIN QUERY PLAN". */
  readonly form: string;
  /** Its numbers come from an execution. */
  readonly executed: boolean;
  readonly root: PlanNode;
  /** The statement, where the plan or who asked for it told. */
  readonly query?: string;
  readonly planningMs?: number;
  readonly executionMs?: number;
  /** What the engine tells of the whole: settings, triggers, JIT, serialization, planning buffers; in its own words. */
  readonly facts: Readonly<Record<string, Json>>;
  /** What of the text was not understood, in whole sentences. */
  readonly notes: readonly string[];
  /** The text as it was given. */
  readonly raw: string;
}

export interface PlanNode {
  /** Its place in the order in which a reader meets the nodes, from 0. */
  readonly id: number;
  /** As the engine names it: "Index Only Scan", "ref", "SEARCH", "IXSCAN". */
  readonly operation: string;
  readonly kind: NodeKind;
  /** What it is to its parent, where that needs saying: "InitPlan 1", "CTE recent", "subquery". */
  readonly role?: string;
  readonly relation?: PlanRelation;
  readonly index?: string;
  /** What the planner expected of one run of the node. */
  readonly estimate: PlanEstimate;
  /** Absent where it was not executed. */
  readonly actual?: PlanActual;
  readonly conditions: readonly PlanCondition[];
  /** Blocks of one size (`blockBytes`), of the node with all below it. */
  readonly buffers?: PlanBuffers;
  /** All else that the engine tells of the node, in its own words. */
  readonly facts: Readonly<Record<string, Json>>;
  readonly children: readonly PlanNode[];
}

/** "join": two inputs; "scan": reads a whole table or collection; "lookup": reads by an index; "write": changes rows. */
export type NodeKind = "scan" | "lookup" | "bitmap" | "join" | "sort" | "aggregate" | "limit" | "hash" | "materialize" | "append" | "subquery" | "gather" | "write" | "filter" | "function" | "result" | "other";

export interface PlanRelation {
  readonly schema?: string;
  readonly name: string;
  readonly alias?: string;
}

export interface PlanEstimate {
  readonly rows?: number;
  readonly startupCost?: number;
  /** Of the node with all below it, in the planner's unit. */
  readonly cost?: number;
  /** Bytes of a row. */
  readonly width?: number;
}

export interface PlanActual {
  /** How often it ran; 0: never. */
  readonly loops: number;
  /** Of all loops and workers together. */
  readonly rows?: number;
  /** Elapsed, of all loops, with all below it; workers that ran at the same time are counted once. */
  readonly ms?: number;
  /** `ms` without what is below it: nothing is counted twice, so that all nodes together give the whole. */
  readonly exclusiveMs?: number;
  /** Rows that were read and thrown away, of all loops and workers. */
  readonly discarded: readonly { readonly by: "filter" | "joinFilter" | "recheck" | "conflict" | "other"; readonly rows: number }[];
  /** The numbers are averages of many loops, rounded by the engine. */
  readonly rounded?: true;
}

/** "access": finds rows by an index; "filter": throws away what was read. */
export interface PlanCondition {
  readonly kind: "access" | "filter" | "join" | "recheck" | "sort" | "group" | "output" | "cache" | "other";
  /** As the engine calls it: "Join Filter". */
  readonly label?: string;
  readonly text: string;
}

export interface PlanBuffers {
  readonly blockBytes: number;
  readonly hit?: number;
  readonly read?: number;
  readonly dirtied?: number;
  readonly written?: number;
  readonly tempRead?: number;
  readonly tempWritten?: number;
  readonly localHit?: number;
  readonly localRead?: number;
  readonly readMs?: number;
  readonly writeMs?: number;
}
