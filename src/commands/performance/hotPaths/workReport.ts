import { counted } from "../../../core/counted.ts";
import type { Json } from "../../../core/json.ts";
import { durationText, oneLine } from "../../../core/report/render/cell.ts";
import type { Evidence, Finding, ReportBody } from "../../../core/report/report.ts";
import { bytesText, percentText } from "../../../core/workload/amounts.ts";
import type { WorkRoom } from "../../../core/workload/workRule.ts";
import { tableOf } from "../../../core/workload/workRule.ts";
import type { HotStatement, Workload } from "../../../core/workload/workload.ts";

const order = { error: 0, warning: 1, info: 2 } as const;
const shown = 20;

/** Statements by the time they take, what the rules see, and what could not be seen with what gives it. */
export function workReport({ workload }: WorkRoom, findings: readonly Finding[]): ReportBody {
  const sorted = [...findings].sort((a, b) => order[a.severity] - order[b.severity]);
  return {
    status: findings.some(({ severity }) => severity === "error") ? "failed" : "passed",
    summary: summaryOf(workload, sorted),
    findings: [...sorted, ...unseenOf(workload)],
    evidence: [...statements(workload), ...tables(workload), ...running(workload), ...facts(workload)],
    data: { workload: workload as unknown as Json },
  };
}

function summaryOf({ statements: hot, totals, statementsSince }: Workload, findings: readonly Finding[]): string {
  const worth = findings.filter(({ severity }) => severity !== "info").length;
  const seen = worth === 0 ? "nothing needs a change" : `${counted(worth, "thing")} to change`;
  if (hot.length === 0) return `Nobody counted statements here; of tables, indexes and what runs now: ${seen}.`;
  const share = hot.slice(0, 3).reduce((sum, one) => sum + one.share, 0);
  const since = statementsSince === undefined ? "" : ` since ${statementsSince}`;
  const first = hot.length < 3 ? counted(hot.length, "statement") : "3 statements";
  return `${counted(totals.calls ?? 0, "call")} took ${durationText(totals.ms ?? 0)}${since}; the first ${first} take ${percentText(share)} of it. Of all that was looked at: ${seen}.`;
}

function unseenOf({ unseen }: Workload): Finding[] {
  return unseen.map(({ what, why, run }) => ({
    rule: "workload/unseen", key: `workload/unseen ${what}`, severity: "info", message: `${what} cannot be seen here: ${why}${run === undefined ? "" : ` To have it: ${run.join("; ")}.`}`,
  }));
}

function statements({ statements: hot }: Workload): Evidence[] {
  if (hot.length === 0) return [];
  return [{
    kind: "table", title: "Statements by total time", columns: ["share", "total", "calls", "mean", "longest", "rows", "read for each", "in memory", "statement"],
    rows: hot.map((one) => [percentText(one.share), durationText(one.totalMs), one.calls, durationText(one.meanMs), one.maxMs === undefined ? "" : durationText(one.maxMs), one.rows ?? "", examinedPerRow(one), one.cacheHit === undefined ? "" : percentText(one.cacheHit), oneLine(one.text)]),
  }];
}

function examinedPerRow({ examined, rows }: HotStatement): number | string {
  return examined === undefined || rows === undefined ? "" : Math.round(examined / Math.max(1, rows));
}

function tables({ tables: all }: Workload): Evidence[] {
  const most = [...all].sort((a, b) => (b.fullScanRows ?? b.bytes ?? 0) - (a.fullScanRows ?? a.bytes ?? 0)).slice(0, shown);
  if (most.length === 0) return [];
  const size = (bytes: number | undefined): string => (bytes === undefined ? "" : bytesText(bytes));
  return [{
    kind: "table", title: all.length > shown ? `Tables, the ${shown} that are read most` : "Tables", columns: ["table", "rows", "size", "indexes", "read whole", "rows so", "by index", "inserted", "updated", "deleted", "dead", "last vacuum", "last analyse"],
    rows: most.map((one) => [tableOf(one), one.rows ?? "", size(one.bytes), size(one.indexBytes), one.fullScans ?? "", one.fullScanRows ?? "", one.indexScans ?? one.indexRows ?? "", one.inserts ?? "", one.updates ?? "", one.deletes ?? "", one.deadRows ?? "", one.lastVacuum ?? "", one.lastAnalyse ?? ""]),
  }];
}

function running({ running: all }: Workload): Evidence[] {
  if (all.length === 0) return [];
  return [{ kind: "table", title: "Running now", columns: ["who", "user", "state", "for", "transaction", "waits for", "statement"], rows: all.slice(0, shown).map((one) => [one.id, one.user ?? "", one.state, one.ms === undefined ? "" : durationText(one.ms), one.transactionMs === undefined ? "" : durationText(one.transactionMs), one.waitsFor ?? "", one.text ?? ""]) }];
}

function facts({ facts: all, countersSince, statementsSince }: Workload): Evidence[] {
  const since = [...(statementsSince === undefined ? [] : [["statements counted since", statementsSince]]), ...(countersSince === undefined ? [] : [["tables and indexes counted since", countersSince]])];
  const rows = [...since, ...all.map(({ name, value }) => [name, value])];
  return rows.length === 0 ? [] : [{ kind: "table", title: "Server", columns: ["what", "value"], rows }];
}
