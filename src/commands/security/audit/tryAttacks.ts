import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../../engines/engine.ts";
import { attemptName } from "./attemptName.ts";
import { indexesAlone } from "./indexesAlone.ts";
import type { Look, LookRequest } from "./look.ts";
import type { Trial } from "./place.ts";
import type { Proof, TriedAttempt } from "./proof.ts";
import { toldError } from "./toldError.ts";

export interface TrialRoom {
  readonly trial: Trial;
  /** Absent: attacks cannot be tried here. */
  readonly access: Session["access"];
  /** What the place shows before anything is tried. */
  readonly base: Look;
  readonly request: LookRequest;
  /** How often fixes may still be executed and looked at; where many do not hold, a large schema would take minutes. */
  looksLeft: number;
}

/** A finding whose attacks were tried, with what those who are meant to could do. */
export type Attacked = Pick<Proof, "finding" | "attack" | "attempts" | "failure">;

/** Tries what the finding says goes through, and leaves nothing of it. Throws only when the connection is lost or the run is cancelled. */
export async function tryAttacks(finding: AuditFinding, room: TrialRoom): Promise<Attacked> {
  throwIfCancelled(room.request.signal);
  const attacks = finding.attacks ?? [];
  const broken = finding.breaks?.attempts ?? [];
  const untried = (failure: Error): Attacked => ({ finding, attack: attacks.length + broken.length === 0 ? "none" : "failed", attempts: [], failure: failure.message });
  const meant = await legitimateOf(finding, room).catch(toldError);
  if (meant instanceof Error) return untried(meant);
  const attempts = [...attacks, ...broken, ...meant];
  const outcomes = await attempted(attempts, room);
  if (outcomes instanceof Error) return untried(outcomes);
  const codes = finding.breaks?.codes ?? [];
  const tried = attempts.map((attempt, at): TriedAttempt => ({ attempt, attack: at < attacks.length, ...(at >= attacks.length && at < attacks.length + broken.length ? { breaks: codes } : {}), before: outcomes[at]! }));
  return { finding, attack: verdictOf(tried), attempts: tried };
}

/** The same tried again with the fix in place, and why that shows that the fix does not mend it (ends a sentence). */
export async function triedAgain({ attempts }: Attacked, room: TrialRoom): Promise<{ readonly why?: string; readonly attempts: readonly TriedAttempt[] }> {
  const outcomes = await attempted(attempts.map(({ attempt }) => attempt), room);
  if (outcomes instanceof Error) return { why: `what it changes could not be tried: ${outcomes.message}`, attempts };
  const again = attempts.map((tried, at) => ({ ...tried, after: outcomes[at]! }));
  const why = again.flatMap((tried) => (tried.breaks !== undefined ? stillBroken(tried.attempt, tried.after) : tried.attack ? stillOpen(tried.attempt, tried.after) : takenAway(tried.attempt, tried.before, tried.after)))[0];
  return { ...(why === undefined ? {} : { why }), attempts: again };
}

function stillOpen(attempt: Attempt, after: Outcome): string[] {
  if (after.verdict === "denied") return [];
  return [after.verdict === "allowed" ? `the attack still went through: ${attemptName(attempt)}` : `the attack could not be tried again: ${after.message ?? "it failed"}`];
}

function stillBroken(attempt: Attempt, after: Outcome): string[] {
  return after.verdict === "allowed" ? [] : [`what people are meant to do does not go through with it either: ${attemptName(attempt)}${after.code === undefined ? "" : ` (${after.code})`}`];
}

function takenAway(attempt: Attempt, before: Outcome, after: Outcome): string[] {
  if (before.verdict !== "allowed" || after.verdict === "allowed") return [];
  return [`it takes from somebody what is theirs: ${attemptName(attempt)} is ${after.verdict === "denied" ? "denied" : "an error"} with it`];
}

async function legitimateOf(finding: AuditFinding, { trial, access, base, request }: TrialRoom): Promise<readonly Attempt[]> {
  if (access === undefined || finding.fix === undefined || indexesAlone(finding.fix, trial.session.engine)) return [];
  return trial.session.audit.legitimate(finding, { catalog: base.catalog, scope: request.scope, signal: request.signal });
}

async function attempted(attempts: readonly Attempt[], { trial, access, base, request }: TrialRoom): Promise<readonly Outcome[] | Error> {
  if (attempts.length === 0) return [];
  if (access === undefined) return new Error("this engine knows no accounts to try it as.");
  try {
    return await trial.isolated(() => access.attempt(trial.session, base.catalog, attempts, request.signal));
  } catch (error) {
    return toldError(error);
  }
}

/** Does what was tried fail as the finding says? */
export function isBroken({ breaks, before }: TriedAttempt): boolean {
  return breaks !== undefined && before.verdict !== "allowed" && before.code !== undefined && breaks.includes(before.code);
}

function verdictOf(tried: readonly TriedAttempt[]): Proof["attack"] {
  const own = tried.filter(({ attack, breaks }) => attack || breaks !== undefined);
  if (own.length === 0) return "none";
  if (own.some(({ attack, before }) => attack && before.verdict === "allowed")) return "through";
  if (own.some(isBroken)) return "broken";
  return own.every(({ before, breaks }) => before.verdict === "denied" || (breaks !== undefined && before.verdict === "allowed")) ? "denied" : "failed";
}
