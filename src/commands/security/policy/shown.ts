import type { Json } from "../../../core/json.ts";
import type { PolicyDesign, ReadingCost } from "../../../core/access/policyDesign.ts";
import type { Evidence, Finding } from "../../../core/report/report.ts";
import type { Engine } from "../../../engines/engine.ts";
import { attemptName } from "../audit/attemptName.ts";
import { scriptOf } from "../audit/told.ts";
import type { Priced, Proven, Tried } from "./prove.ts";

/** Why, what, what undoes it, who reaches what before and after, and what it costs. */
export function designEvidence(engine: Engine, object: string, design: PolicyDesign, proven: Proven | null): Evidence[] {
  return [
    { kind: "text", title: `Why, ${object}`, text: design.reasons.map((reason) => `- ${reason}`).join("\n") },
    ...(design.apart === undefined ? [] : [{ kind: "sql" as const, title: "First, by itself", sql: scriptOf(design.apart.map(({ sql }) => sql), engine) }]),
    { kind: "sql", title: `Statements, ${object}`, sql: scriptOf(design.statements, engine) },
    { kind: "sql", title: `What undoes them, ${object}`, sql: scriptOf(design.undo, engine) },
    ...(proven === null || proven.tried.length === 0 ? [] : [{ kind: "table" as const, title: `Who reaches what, ${object}`, columns: ["Attempt", "Before", "After", "Decided by"], rows: proven.tried.map((one) => [attemptName(one), told(one.before), told(one.after), one.after.policies.join(", ") || (one.after.mechanism ?? "")]) }]),
    ...(proven === null || proven.costs.length === 0 ? [] : [{ kind: "table" as const, title: `What reading all of ${object} costs, as planned`, columns: ["Who", "Before", "After", "How the asker is known"], rows: proven.costs.map(costRow) }]),
  ];
}

/** What a person must know or decide. */
export function designFindings(object: string, design: PolicyDesign, proven: Proven | null): Finding[] {
  return [
    ...design.warnings.map((message): Finding => ({ rule: "policy/attention", severity: "warning", object, message })),
    ...(design.lockedOut ?? []).map((message): Finding => ({ rule: "policy/locked-out", severity: "info", object, message: `${message}.` })),
    ...(proven === null || proven.differences.length === 0 ? [] : [{ rule: "policy/undo-differs", severity: "error" as const, object, message: `What undoes it does not restore what was there: ${proven.differences.slice(0, 3).join("; ")}.` }]),
  ];
}

export function designData(design: PolicyDesign, proven: Proven | null): Record<string, Json> {
  return {
    reasons: design.reasons, statements: design.statements, apart: (design.apart ?? []).map(({ sql }) => sql), undo: design.undo, warnings: design.warnings, lockedOut: design.lockedOut ?? [],
    matrix: (proven?.tried ?? []).map(cell), costs: (proven?.costs ?? []).map(({ identity, before, after }) => ({ identity: identity.name, before: price(before), after: price(after) })),
    undoVerified: proven === null ? null : proven.differences.length === 0,
  };
}

function cell({ identity, operation, row, verdict, before, after }: Tried): Json {
  const outcome = (one: Tried["before"]): Json => ({ verdict: one.verdict, mechanism: one.mechanism ?? null, policies: one.policies });
  return { identity: identity.name, operation, row, expected: verdict, before: outcome(before), after: outcome(after) };
}

function price(cost: ReadingCost | null): Json {
  return cost === null ? null : { total: cost.total, access: cost.access, asker: cost.asker };
}

function told({ verdict, mechanism }: Tried["before"]): string {
  return verdict === "error" ? "not tried" : mechanism === undefined ? verdict : `${verdict} (${mechanism})`;
}

const askers: Readonly<Record<ReadingCost["asker"], string>> = { once: "once for the statement", perRow: "for each row", none: "not asked" };

function costRow({ identity, before, after }: Priced): string[] {
  const one = (cost: ReadingCost | null): string => (cost === null ? "may not read it" : `${cost.total.toFixed(2)}, ${cost.access}`);
  return [identity.name, one(before), one(after), after === null ? "" : askers[after.asker]];
}
