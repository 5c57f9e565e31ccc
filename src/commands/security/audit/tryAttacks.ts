import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { throwIfCancelled } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";
import type { AccessAdapter } from "../../../engines/access.ts";
import { attemptName } from "./attemptName.ts";
import type { Look, LookRequest } from "./look.ts";
import type { Trial } from "./place.ts";
import type { Proof } from "./proof.ts";
import { toldError } from "./toldError.ts";

export interface TrialRoom {
  readonly trial: Trial;
  /** Absent: attacks cannot be tried here. */
  readonly access: AccessAdapter | undefined;
  /** What the place shows before anything is tried. */
  readonly base: Look;
  readonly request: LookRequest;
}

/** A finding whose attacks were tried, with what those who are meant to could do. */
export interface Attacked {
  readonly finding: AuditFinding;
  readonly attack: Proof["attack"];
  readonly attacks: readonly Attempt[];
  readonly legitimate: readonly Attempt[];
  /** Of the attacks, then of the legitimate ones. */
  readonly before: readonly Outcome[];
  readonly evidence: readonly Evidence[];
}

/** Tries what the finding says goes through, and leaves nothing of it. Throws only when the connection is lost or the run is cancelled. */
export async function tryAttacks(finding: AuditFinding, room: TrialRoom): Promise<Attacked> {
  throwIfCancelled(room.request.signal);
  const attacks = finding.attacks ?? [];
  const legitimate = await legitimateOf(finding, room);
  const before = await attempted([...attacks, ...legitimate], room);
  if (before instanceof Error) return { finding, attack: attacks.length === 0 ? "none" : "failed", attacks, legitimate: [], before: [], evidence: attacks.length === 0 ? [] : [{ kind: "text", title: "Could not be tried", text: before.message }] };
  return { finding, attack: verdictOf(before.slice(0, attacks.length)), attacks, legitimate, before, evidence: attacks.flatMap((attack, at) => outcomeEvidence(attack, before[at]!, "Before")) };
}

/** Why the same, tried again with the fix in place, shows that it does not mend it (ends a sentence); with what happened. */
export async function triedAgain({ attacks, legitimate, before }: Attacked, room: TrialRoom): Promise<{ readonly why?: string; readonly evidence: readonly Evidence[] }> {
  const attempts = [...attacks, ...legitimate];
  const after = await attempted(attempts, room);
  if (after instanceof Error) return { why: `what it changes could not be tried: ${after.message}`, evidence: [] };
  const evidence = after.flatMap((outcome, at) => outcomeEvidence(attempts[at]!, outcome, "With the fix"));
  const why = after.flatMap((outcome, at) => (at < attacks.length ? stillOpen(attempts[at]!, outcome) : takenAway(attempts[at]!, before[at], outcome)))[0];
  return { ...(why === undefined ? {} : { why }), evidence };
}

function stillOpen(attempt: Attempt, outcome: Outcome): string[] {
  if (outcome.verdict === "denied") return [];
  return [outcome.verdict === "allowed" ? `the attack still went through: ${attemptName(attempt)}` : `the attack could not be tried again: ${outcome.message ?? "it failed"}`];
}

function takenAway(attempt: Attempt, before: Outcome | undefined, outcome: Outcome): string[] {
  if (before?.verdict !== "allowed" || outcome.verdict === "allowed") return [];
  return [`it takes from somebody what is theirs: ${attemptName(attempt)} is ${outcome.verdict === "denied" ? "denied" : "an error"} with it`];
}

async function legitimateOf(finding: AuditFinding, { trial, access, base, request }: TrialRoom): Promise<readonly Attempt[]> {
  if (access === undefined || finding.fix === undefined) return [];
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

function verdictOf(outcomes: readonly Outcome[]): Proof["attack"] {
  if (outcomes.length === 0) return "none";
  if (outcomes.some((outcome) => outcome.verdict === "allowed")) return "through";
  return outcomes.every((outcome) => outcome.verdict === "denied") ? "denied" : "failed";
}

function outcomeEvidence(attempt: Attempt, outcome: Outcome, when: string): Evidence[] {
  const by = [outcome.mechanism === undefined ? "" : `by ${outcome.mechanism}`, outcome.policies.length === 0 ? "" : `(${outcome.policies.join(", ")})`].filter((part) => part !== "").join(" ");
  const said = outcome.message === undefined ? "" : `: ${outcome.code === undefined ? "" : `${outcome.code} `}${outcome.message}`;
  const rows = outcome.rows === undefined ? "" : `, ${outcome.rows} reached`;
  return [{ kind: "text", title: `${when}: ${attemptName(attempt)}`, text: `${outcome.verdict}${by === "" ? "" : ` ${by}`}${rows}${said}` }, ...outcome.witness];
}
