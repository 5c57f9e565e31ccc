import type { Catalog } from "../../../catalog/catalog.ts";
import { describeDifference, headlines } from "../../../catalog/diff.ts";
import { qualified } from "../../../catalog/objects.ts";
import type { Finding, Range } from "../../../report/report.ts";
import { failed } from "../runPlan.ts";
import type { RunPlan } from "../../plan.ts";
import type { Trial } from "../trial.ts";
import { failureFinding, refusals } from "./failures.ts";

/** What is wrong with the down scripts of the migrations whose up script passed. */
export function rollbackFindings(trial: Trial): Finding[] {
  const { prepared, down, after, before } = trial;
  if (after === null || prepared.alone === true) return [];
  const { migration } = prepared;
  if (prepared.down === null) {
    if (migration.repeatable) return [];
    return [{ rule: "dry-run/no-down-script", severity: "warning", message: `${migration.version} ${migration.name} has no down script: it can only be undone from a snapshot. Write one that restores the schema.`, file: migration.up.file, range: firstLine(prepared.up) }];
  }
  if (down === null) return refusals(prepared.down);
  const failure = failed(down.outcomes);
  if (failure !== undefined) return [failureFinding("dry-run/down-fails", prepared.down, failure, `The down script of ${migration.version} does not run: `)];
  if (down.differences.length > 0) return [notRestored(trial, prepared.down)];
  return down.catalog === null ? [] : columnOrder(prepared.down, before, down.catalog);
}

function notRestored({ prepared, down }: Trial, plan: RunPlan): Finding {
  const differences = (down?.differences ?? []).map(describeDifference);
  const heads = headlines(down?.differences ?? []).shown.map((one) => shortened(describeDifference(one)));
  const shown = heads.slice(0, 3).join("; ");
  const more = heads.length > 3 ? ` and ${heads.length - 3} more` : "";
  const empty = plan.statements.length === 0 ? " It holds no statement." : "";
  return {
    rule: "dry-run/down-does-not-restore",
    severity: "error",
    message: `After up and down of ${prepared.migration.version} ${heads.length > 0 && (down?.differences ?? []).every(({ kind }) => kind === "rows") ? "the content" : "the schema"} is not as before: ${shown}${more}.${empty}`,
    file: plan.file,
    range: firstLine(plan),
    evidence: [{ kind: "text", title: `What the down script of ${prepared.migration.version} leaves different`, text: differences.join("\n") }],
  };
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

/** Tables whose columns are all back, but in another order: equal by fingerprint, different for `SELECT *` and positional INSERT. */
function columnOrder(plan: RunPlan, before: Catalog, after: Catalog): Finding[] {
  const old = new Map(before.tables.map((table) => [qualified(table), table.columns.map((column) => column.name)]));
  return after.tables.flatMap((table): Finding[] => {
    const was = old.get(qualified(table));
    const is = table.columns.map((column) => column.name);
    if (was === undefined || was.join("\0") === is.join("\0")) return [];
    const message = `The down script restores the columns of ${qualified(table)} in another order: ${was.join(", ")} became ${is.join(", ")}.`;
    return [{ rule: "dry-run/column-order", severity: "info", message, object: qualified(table), file: plan.file, range: firstLine(plan) }];
  });
}

/** Where a finding about a script as a whole stands: its first statement, else its start. */
export function firstLine(plan: RunPlan): Range {
  const first = plan.statements[0];
  if (first === undefined) return plan.lines.range(0, 0);
  const end = first.range.end.line === first.range.start.line ? first.range.end : plan.lines.position(first.start + first.sql.split("\n", 1)[0]!.length);
  return { start: first.range.start, end };
}
