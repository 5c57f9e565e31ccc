import type { Json } from "../../core/json.ts";
import type { Plan, PlanNode } from "../../core/plan/plan.ts";
import type { PlanDiagnostic } from "../../core/plan/planRule.ts";
import type { Shape } from "../../protocol/shape.ts";
import { count, fields, flag, list, oneOf, text } from "../../protocol/shape.ts";
import { severity } from "../../protocol/shown.ts";

const nodeShape = fields(
  { id: count, operation: text, kind: text, estimate: fields({}, { rows: count, startupCost: count, cost: count, width: count }), conditions: list(fields({ kind: text, text })), facts: fields({}), children: list((value): value is unknown => isNode(value)) },
  { role: text, relation: fields({ name: text }, { schema: text, alias: text }), index: text, actual: fields({ loops: count, discarded: list(fields({ by: text, rows: count })) }, { rows: count, ms: count, exclusiveMs: count, rounded: flag }), buffers: fields({ blockBytes: count }) },
);

function isNode(value: unknown): value is PlanNode {
  return nodeShape(value);
}

const planShape = fields({ dialect: oneOf("postgresql", "mysql", "mariadb", "sqlite", "mongodb"), form: text, executed: flag, root: (value): value is unknown => isNode(value), facts: fields({}), notes: list(text), raw: text }, { query: text, planningMs: count, executionMs: count });

const isDiagnostic = fields({ rule: text, severity, saw: text, matters: text }, { node: count, share: count, advice: text, sql: text }) as Shape<PlanDiagnostic>;

/** The plan in a report's data; undefined where there is none, or one of another version that cannot be shown. */
export function planIn(data: Json | undefined): Plan | undefined {
  return planShape(data) ? (data as unknown as Plan) : undefined;
}

export function diagnosticsIn(data: readonly Json[]): readonly PlanDiagnostic[] {
  return data.filter((one): one is Json & PlanDiagnostic => isDiagnostic(one));
}
