import type { PlanNode } from "../../../core/plan/plan.ts";
import type { Draft, Run } from "./draft.ts";
import { finished } from "./draft.ts";
import { operationOf } from "./operation.ts";
import { statement, withDiscarded } from "./readTree.ts";
import type { JsonObject } from "./values.ts";
import { factsOf, numberAt, objectsAt, textAt } from "./values.ts";

const told = new Set([
  "inputs", "inputs_from_select_list", "operation", "heading", "table_name", "schema_name", "alias", "index_name", "condition",
  "estimated_rows", "estimated_total_cost", "estimated_first_row_cost", "actual_rows", "actual_loops", "actual_last_row_ms", "actual_first_row_ms",
]);

/** MySQL's JSON of version 2: the same iterators as in the tree, each with its parts by name. `plan`: what stands under `query_plan`. */
export function readJson2(plan: JsonObject): { readonly root: PlanNode; readonly executed: boolean } {
  const executed = "actual_loops" in plan || objectsAt(plan, "inputs").some(hasRun);
  return { root: finished(statement(draftsOf(plan)), executed), executed };
}

function hasRun(value: JsonObject): boolean {
  return "actual_loops" in value || objectsAt(value, "inputs").some(hasRun);
}

/** The node with what its heading says, and the subqueries of the select list, which stand beside it. */
function draftsOf(value: JsonObject): Draft[] {
  const beside = objectsAt(value, "inputs_from_select_list").flatMap(draftsOf);
  const node = nodeOf(value);
  const heading = textAt(value, "heading");
  if (heading === undefined) return [node, ...beside];
  const select = /^Select #(\d+) \((.*)\)$/.exec(heading);
  const passed = { ...(node.estimate === undefined ? {} : { estimate: node.estimate }), ...(node.run === undefined ? {} : { run: { ...node.run, discarded: [] } }) };
  if (select !== null) return [{ operation: heading, kind: "subquery", role: select[2], facts: { select_id: Number(select[1]) }, ...passed, children: [node, ...beside] }];
  return [{ operation: heading, kind: operationOf(heading).kind, ...passed, children: [node] }, ...beside];
}

function nodeOf(value: JsonObject): Draft {
  const children = objectsAt(value, "inputs").flatMap(draftsOf);
  const what = operationOf(textAt(value, "operation") ?? textAt(value, "access_type") ?? "?");
  const [rows, cost, startupCost] = [numberAt(value, "estimated_rows"), numberAt(value, "estimated_total_cost"), numberAt(value, "estimated_first_row_cost")];
  const name = textAt(value, "table_name") ?? what.relation?.name;
  const [schema, alias] = [textAt(value, "schema_name"), textAt(value, "alias")];
  const index = textAt(value, "index_name") ?? what.index;
  return {
    ...what,
    ...(name === undefined ? {} : { relation: { name, ...(schema === undefined ? {} : { schema }), ...(alias === undefined ? {} : { alias }) } }),
    ...(index === undefined ? {} : { index }),
    estimate: { ...(rows === undefined ? {} : { rows }), ...(cost === undefined ? {} : { cost }), ...(startupCost === undefined ? {} : { startupCost }) },
    ...(what.facts["printed_elsewhere"] === true ? {} : runOf(value, what.kind, children)),
    facts: { ...factsOf(value, told), ...what.facts },
    children,
  };
}

function runOf(value: JsonObject, kind: Draft["kind"], children: readonly Draft[]): { readonly run?: Run } {
  if (!("actual_loops" in value)) return {};
  const loops = numberAt(value, "actual_loops");
  if (loops === undefined) return { run: { loops: 0, rows: 0, ms: 0 } };
  const run: Run = { loops, rows: Math.round((numberAt(value, "actual_rows") ?? 0) * loops), ms: (numberAt(value, "actual_last_row_ms") ?? 0) * loops };
  return { run: withDiscarded(run, kind, children) };
}
