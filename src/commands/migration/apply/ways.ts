import type { Catalog } from "../../../core/catalog/catalog.ts";
import { counted } from "../../../core/counted.ts";
import { isDataEngineerError } from "../../../core/errors.ts";
import { executeDryRun } from "../../../core/migration/dryRun/dryRun.ts";
import { failed } from "../../../core/migration/dryRun/runPlan.ts";
import type { Prepared } from "../../../core/migration/dryRun/trial.ts";
import type { HistoryEntry } from "../../../core/migration/migration.ts";
import { remaining } from "../../../core/migration/remaining.ts";
import { resumePoint, undoTarget } from "../../../core/migration/resume.ts";
import { triedWhere, tryRestore } from "../../../core/snapshot/restore.ts";
import { planRestore } from "../../../core/snapshot/restorePlan.ts";
import type { Finding } from "../../../core/report/report.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { nounsOf } from "../../../core/nouns.ts";

/** One way out of a migration that stands half done, after it was tried where nothing can be harmed. */
export interface Way {
  readonly way: "finish" | "undo" | "leave";
  readonly works: boolean;
  /** What it would do, and how the try went. */
  readonly message: string;
}

/** What stands of a migration, and the ways out of it. */
export interface WaysOut {
  readonly stands: string;
  readonly finish: Way;
  readonly undo: Way;
  readonly leave: Way;
}

/** Tries to finish and to undo a half-done migration on scratch databases that are like the target as it stands now. Nothing of the target is changed. */
export async function waysOut(context: CommandContext, session: Session, prepared: Prepared, entry: HistoryEntry, live: Catalog): Promise<WaysOut> {
  return {
    stands: standing(prepared, entry, session.facts.database),
    finish: await tryFinish(context, session, prepared, entry),
    undo: await tryUndo(context, session, prepared, entry, live),
    leave: { way: "leave", works: true, message: `Leave (--resume leave): nothing is executed, ${session.facts.database} stays between two versions, and the next apply asks again.` },
  };
}

/** What stands, and each way with how its try went, for the report. */
export function wayFindings({ stands, finish, undo, leave }: WaysOut, prepared: Prepared): Finding[] {
  const place = { file: prepared.up.file, object: prepared.migration.version };
  return [
    { rule: "apply/stands", severity: "warning", message: stands, ...place },
    ...[finish, undo, leave].map((way): Finding => ({ rule: `apply/${way.way}`, severity: way.works ? "info" : "warning", message: way.message, ...place })),
  ];
}

function standing({ migration, up }: Prepared, { statementsDone }: HistoryEntry, database: string): string {
  const done = up.statements.slice(0, statementsDone);
  const next = up.statements[statementsDone];
  const names = done.map(({ facts, range }) => `line ${range.start.line + 1} ${facts?.verb ?? "statement"}`);
  const shown = names.length > 6 ? `${names.slice(0, 3).join(", ")}, …, ${names.slice(-2).join(", ")}` : names.join(", ");
  return `${counted(done.length, "statement")} of ${up.statements.length} of ${migration.version} ${done.length === 1 ? "stands" : "stand"} on ${database} (${shown}); it stopped at ${next === undefined ? "its end" : `line ${next.range.start.line + 1}, ${next.facts?.verb ?? "a statement"}`}.`;
}

async function tryFinish(context: CommandContext, session: Session, prepared: Prepared, entry: HistoryEntry): Promise<Way> {
  const way = (works: boolean, how: string): Way => ({ way: "finish", works, message: `Finish (--resume finish): ${how}` });
  try {
    const { from } = await resumePoint({ files: context.files, connection: session, signal: context.signal }, prepared.migration, prepared.up, entry);
    const rest = remaining(prepared.up, from);
    if (rest.statements.length === 0) return way(true, "all statements were done, only the record is missing.");
    const what = `runs ${counted(rest.statements.length, "statement")} from line ${(rest.statements[0]?.range.start.line ?? 0) + 1} on`;
    const run = await executeDryRun({ connection: session, migrations: [{ ...prepared, up: rest, down: null, alone: true }], from: "target", signal: context.signal, step: () => undefined });
    const [trial] = run.trials;
    if (trial === undefined || run.unproven !== null) return way(false, `${what}; it could not be tried: ${run.unproven?.why ?? "nothing was executed"}.`);
    const refused = failed(trial.up);
    if (refused === undefined) return way(true, `${what}; tried on ${run.shadow?.label ?? "the database"}, it runs through.`);
    return way(false, `${what}; tried on ${run.shadow?.label ?? "the database"}, line ${(refused.result.error?.line ?? 0) + 1} fails: ${ended(refused.failure?.message ?? "")} Mend the ${nounsOf(session.facts.dialect).row}s that are in its way, or the script from there on, then finish.`);
  } catch (error) {
    return way(false, reason(error));
  }
}

async function tryUndo(context: CommandContext, session: Session, { up, migration }: Prepared, entry: HistoryEntry, live: Catalog): Promise<Way> {
  const way = (works: boolean, how: string): Way => ({ way: "undo", works, message: `Undo (--resume undo): ${how}` });
  try {
    const { snapshot } = await undoTarget({ files: context.files, connection: session, signal: context.signal }, up, entry);
    const plan = await planRestore(session, snapshot, live);
    const restored = await tryRestore({ connection: session, snapshot, plan, signal: context.signal, onStep: () => undefined });
    const steps = plan.hops.reduce((sum, hop) => sum + hop.steps.length, 0);
    const rows = Object.entries(restored.rows).map(([table, count]) => `${counted(count, nounsOf(session.facts.dialect).row)} of ${table}`);
    return way(true, `goes back to snapshot ${snapshot.manifest.id} before ${migration.version} in ${counted(steps, "statement")}${rows.length === 0 ? "" : `, with ${rows.join(", ")}`}; tried ${triedWhere(session)}, the schema is then as it was.`);
  } catch (error) {
    return way(false, reason(error));
  }
}

/** Why a way is closed; a lost connection and a cancel are no answer. */
function reason(error: unknown): string {
  if (!isDataEngineerError(error) || error.kind === "cancelled" || error.kind === "connection") throw error;
  return `it does not work: ${error.message}${error.next === undefined ? "" : ` ${error.next}`}`;
}

function ended(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
