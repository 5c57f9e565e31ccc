import type { Catalog } from "../core/catalog/catalog.ts";
import { CancelledError, isDataEngineerError } from "../core/errors.ts";
import { diagnose } from "../core/plan/diagnose.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Script } from "../core/script/script.ts";
import { calledStatements } from "../core/workload/calls.ts";
import type { HotStatement, Unseen, Workload } from "../core/workload/workload.ts";
import type { Session } from "./engine.ts";

export interface ScriptWork extends Pick<Workload, "statements" | "totals"> {
  readonly plans: readonly { readonly calls: number; readonly plan: Plan }[];
  /** What could not be run, and why. */
  readonly unseen: readonly Unseen[];
}

export interface ScriptRoom {
  readonly catalog: Catalog;
  readonly top: number;
  readonly signal: AbortSignal;
  /** A statement without its values. */
  shown(sql: string): string;
}

/** Below this a run is repeated: one alone says little. */
const quick = 100;
const repeated = 2;

/** Runs the statements of a workload file where it is undone, explained, and ranks them by their time and how often each is called. */
export async function scriptWork(session: Session, script: Script, room: ScriptRoom): Promise<ScriptWork> {
  const found: { readonly hot: Omit<HotStatement, "share">; readonly plan: Plan; readonly calls: number }[] = [];
  const unseen: Unseen[] = [];
  for (const { statement, calls } of calledStatements(script)) {
    const run = await measured(session, statement.text, room.signal);
    if ("why" in run) unseen.push({ what: `What "${room.shown(statement.text)}" costs`, why: run.why });
    else found.push({ hot: hotOf(statement.index, run, calls, session, room, statement.text), plan: run.plan, calls });
  }
  const ms = found.reduce((sum, { hot }) => sum + hot.totalMs, 0);
  const statements = found.map(({ hot }): HotStatement => ({ ...hot, share: ms <= 0 ? 0 : hot.totalMs / ms })).sort((a, b) => b.totalMs - a.totalMs).slice(0, room.top);
  return { statements, totals: { ms, calls: found.reduce((sum, { calls }) => sum + calls, 0) }, plans: found, unseen };
}

/** In the form in which a server's own counts are read. */
export function scripted({ statements, totals, unseen }: ScriptWork): { readonly found: Pick<Workload, "statements" | "totals" | "statementsSince">; readonly unseen: readonly Unseen[] } {
  return { found: { statements, totals }, unseen };
}

interface Measured {
  readonly plan: Plan;
  readonly times: readonly number[];
}

async function measured(session: Session, sql: string, signal: AbortSignal): Promise<Measured | { readonly why: string }> {
  const { plans } = session.engine;
  // Nobody was asked about what a function behind a query writes.
  const readOnly = session.engine.analyse(session.engine.split(sql)).statements[0]?.writes !== true;
  try {
    const times: number[] = [];
    let plan: Plan | undefined;
    for (let run = 0; run <= repeated && (times.at(-1) ?? 0) < quick; run++) {
      const reading = plans?.read((await session.explain(sql, { analyse: true, readOnly, signal })).text, { query: sql }) ?? { reason: "Plans of this engine cannot be read." };
      if ("reason" in reading) return { why: reading.reason };
      plan ??= reading.plan;
      times.push(reading.plan.executionMs ?? 0);
    }
    return plan === undefined ? { why: "It gave no plan." } : { plan, times };
  } catch (error) {
    if (!isDataEngineerError(error) || error instanceof CancelledError || error.kind === "connection") throw error;
    return { why: [error.message, error.next].filter((part) => part !== undefined).join(" ") };
  }
}

function hotOf(index: number, { plan, times }: Measured, calls: number, session: Session, room: ScriptRoom, sql: string): Omit<HotStatement, "share"> {
  const rules = session.engine.plans?.rules ?? [];
  const noted = new Set(diagnose(plan, rules, room.catalog).filter((one) => one.severity !== "info").map((one) => one.rule));
  const meanMs = times.reduce((sum, time) => sum + time, 0) / times.length;
  const rows = plan.root.actual?.rows;
  const read = Number(plan.facts["totalDocsExamined"] ?? 0) + Number(plan.facts["totalKeysExamined"] ?? 0);
  return {
    id: String(index + 1), text: room.shown(sql), calls, meanMs, maxMs: Math.max(...times), totalMs: meanMs * calls,
    ...(rows === undefined ? {} : { rows: rows * calls }),
    ...(read === 0 ? {} : { examined: read * calls }),
    notes: rules.filter((rule) => noted.has(rule.id)).map((rule) => rule.title.toLowerCase()),
  };
}
