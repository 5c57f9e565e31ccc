import type { Evidence } from "../../../core/report/report.ts";
import type { StatementError } from "../../../core/errors.ts";
import { becomeStatement } from "./become.ts";
import type { PolicySays } from "./deciders.ts";
import type { Probe } from "./room.ts";

/** What was executed, on which row, what came of it and what each policy said. */
export function witnessOf(probe: Probe, came: { readonly rows: number; readonly error?: StatementError }, said: readonly PolicySays[]): Evidence[] {
  const row = probe.rows[0]?.values;
  const changed = probe.rows.find(({ side }) => side === "check")?.values;
  const become = becomeStatement(probe.attempt.identity);
  return [
    { kind: "sql", title: "Executed", sql: [...(probe.attempt.prepared ?? []), ...(become === undefined ? [] : [become]), probe.sql].map((statement) => `${statement};`).join("\n") },
    { kind: "text", title: "Came back", text: came.error === undefined ? `${came.rows} ${came.rows === 1 ? "row" : "rows"}` : `${came.error.code}: ${came.error.message}` },
    ...(row === undefined ? [] : [{ kind: "table" as const, title: "The row", columns: ["column", "value", ...(changed !== undefined && changed !== row ? ["new value"] : [])], rows: [...row].map(([name, value]) => [name, value, ...(changed !== undefined && changed !== row ? [changed.get(name) ?? null] : [])]) }]),
    ...(said.length === 0 ? [] : [{ kind: "table" as const, title: "What each policy said", columns: ["policy", "kind", "clause", "expression", "lets it through"], rows: said.map(({ policy, side, expression, lets, failed }) => [policy.name, policy.permissive ? "permissive" : "restrictive", side === "using" ? "USING" : "WITH CHECK", expression, failed ?? (lets === null ? "null, so no" : lets ? "yes" : "no")]) }]),
  ];
}
