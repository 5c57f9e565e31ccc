import { findingKey } from "../../../core/audit/auditFinding.ts";
import { heavier } from "../../../core/audit/weight.ts";
import { throwIfCancelled } from "../../../core/errors.ts";
import type { Look } from "./look.ts";
import { look } from "./look.ts";
import type { FixVerdict, TriedAttempt } from "./proof.ts";
import { toldError } from "./toldError.ts";
import type { Attacked, TrialRoom } from "./tryAttacks.ts";
import { triedAgain } from "./tryAttacks.ts";

export interface TriedFix {
  readonly verdict: FixVerdict;
  /** As they were tried again, where they were. */
  readonly attempts?: readonly TriedAttempt[];
}

/** A fix waits for locks and works no longer than this; others wait behind it. */
const longestMs = 10_000;

/**
 * Executes fixes and looks again. Fixes of different tables are executed together, so that one look serves many; where anything is not as it should be,
 * they are tried in halves, down to each alone. Only `told` says what came of them: on a trial that got spoiled some are left out.
 */
export async function tryFixes(group: readonly Attacked[], room: TrialRoom, told: Map<Attacked, TriedFix>): Promise<void> {
  throwIfCancelled(room.request.signal);
  if (group.length === 0 || room.trial.spoiled) return;
  if (room.looksLeft <= 0) {
    for (const one of group) told.set(one, refused("other fixes that were executed with it did not hold, and the trial had looked often enough to try it alone; --witness tries all"));
    return;
  }
  room.looksLeft -= 1;
  const came = await together(group, room);
  if (group.length === 1) return void told.set(group[0]!, came.get(group[0]!)!);
  if (!room.trial.spoiled && group.every((one) => came.get(one)?.verdict.verdict === "proven")) {
    for (const one of group) told.set(one, came.get(one)!);
    return;
  }
  const half = Math.ceil(group.length / 2);
  await tryFixes(group.slice(0, half), room, told);
  await tryFixes(group.slice(half), room, told);
}

/** What could not be executed at all. Tells nothing of fixes for which it may be tried. */
export function unfit({ finding, attack, attempts, failure }: Attacked, { trial }: TrialRoom): string | undefined {
  const { fix } = finding;
  if (fix === undefined) return undefined;
  if (attack === "failed") {
    const said = failure ?? attempts.find((tried) => tried.before.verdict === "error")?.before.message;
    return `its attack could not be tried, so that nothing shows that the fix ends it${said === undefined ? "" : `: ${said}`}`;
  }
  if (failure !== undefined) return `what somebody is meant to do could not be tried, so that nothing shows that the fix leaves it alone: ${failure}`;
  const meant = attempts.filter((tried) => !tried.attack && tried.breaks === undefined);
  if (attack !== "broken" && meant.length > 0 && meant.every((tried) => tried.before.verdict !== "allowed")) {
    const said = meant.find((tried) => tried.before.verdict === "error")?.before.message;
    return `nothing that somebody is meant to do goes through today, so that nothing shows that the fix leaves it alone${said === undefined ? "" : `: ${said}`}`;
  }
  const { engine } = trial.session;
  const outlasts = [...fix.statements, ...fix.undo].some((sql) => (trial.rollsBack ? engine.leavesTraces(sql) : engine.reachesBeyond(sql)));
  return outlasts ? "what it does would outlast the trial, so it was not executed" : undefined;
}

async function together(group: readonly Attacked[], room: TrialRoom): Promise<Map<Attacked, TriedFix>> {
  const refuseAll = (why: string): Map<Attacked, TriedFix> => new Map(group.map((one) => [one, refused(why)]));
  const done: Attacked[] = [];
  const work = async (): Promise<Map<Attacked, TriedFix>> => {
    for (const one of group) {
      done.push(one);
      await execute(one.finding.fix!.statements, room);
    }
    return judged(group, room);
  };
  try {
    return await room.trial.isolated(async () => {
      const came = await work().catch((error: unknown) => (room.trial.rollsBack ? Promise.reject(error as Error) : refuseAll(`the server refused it: ${toldError(error).message}`)));
      const stuck = await undone(done, room);
      return stuck === undefined ? came : refuseAll(`its way back fails: ${stuck}`);
    });
  } catch (error) {
    return refuseAll(`the server refused it: ${toldError(error).message}`);
  }
}

async function execute(statements: readonly string[], { trial, request }: TrialRoom): Promise<void> {
  for (const sql of statements) await trial.session.run(sql, { signal: request.signal, statementTimeoutMs: longestMs });
}

/** Executes the ways back, the last first; why one fails. What then stays of it spoils a trial that no rollback ends. */
async function undone(done: readonly Attacked[], room: TrialRoom): Promise<string | undefined> {
  let stuck: string | undefined;
  for (const { finding } of done.toReversed()) {
    try {
      await execute(finding.fix!.undo, room);
    } catch (error) {
      stuck ??= toldError(error).message;
      if (room.trial.rollsBack) return stuck;
      room.trial.spoiled = true;
    }
  }
  return stuck;
}

async function judged(group: readonly Attacked[], room: TrialRoom): Promise<Map<Attacked, TriedFix>> {
  const after = await look(room.trial.session, room.request);
  const came = new Map<Attacked, TriedFix>();
  for (const one of group) came.set(one, await judgedOne(one, after, room));
  return came;
}

async function judgedOne(one: Attacked, after: Look, room: TrialRoom): Promise<TriedFix> {
  const key = findingKey(one.finding);
  if (after.findings.some((other) => findingKey(other) === key)) return refused("it was executed and the finding was still there");
  const known = new Map(room.base.findings.map((other) => [findingKey(other), other.severity]));
  const brought = after.findings.filter((other) => {
    const was = known.get(findingKey(other));
    return other.severity !== "info" && (was === undefined || heavier(other.severity, was));
  });
  const worse = brought.find((other) => !heavier(one.finding.severity, other.severity));
  if (worse !== undefined) return refused(`it brings another finding: ${worse.message} (${findingKey(worse)})`);
  const { why, attempts } = await triedAgain(one, { ...room, base: after });
  return { verdict: why === undefined ? { verdict: "proven", uncovers: brought.filter((other) => other.object === one.finding.object).map((other) => other.message) } : { verdict: "refused", why }, attempts };
}

function refused(why: string): TriedFix {
  return { verdict: { verdict: "refused", why } };
}
