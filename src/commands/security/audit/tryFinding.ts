import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { AuditFinding, FixCandidate } from "../../../core/audit/auditFinding.ts";
import { findingKey } from "../../../core/audit/auditFinding.ts";
import { heavier } from "../../../core/audit/weight.ts";
import { isDataEngineerError, throwIfCancelled } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";
import type { AccessAdapter } from "../../../engines/access.ts";
import { attemptName } from "./attemptName.ts";
import type { Look, LookRequest } from "./look.ts";
import { look } from "./look.ts";
import type { Trial } from "./place.ts";
import type { FixVerdict, Proof } from "./proof.ts";

export interface TrialRoom {
  readonly trial: Trial;
  /** Absent: attacks cannot be tried here. */
  readonly access: AccessAdapter | undefined;
  /** What the place shows before anything is tried. */
  readonly base: Look;
  readonly request: LookRequest;
}

/** A fix waits for locks and works no longer than this; others wait behind it. */
const longestMs = 10_000;

/** Tries a finding's attacks, then its fix, and leaves nothing of either. Throws only when the connection is lost or the run is cancelled. */
export async function tryFinding(finding: AuditFinding, room: TrialRoom): Promise<Proof> {
  throwIfCancelled(room.request.signal);
  const attacks = finding.attacks ?? [];
  const legitimate = await legitimateOf(finding, room);
  const before = await attempted([...attacks, ...legitimate], room);
  if (before instanceof Error) return { finding, attack: attacks.length === 0 ? "none" : "failed", fix: refusedFix(finding.fix, `its attack could not be tried: ${before.message}`), evidence: [failure(before)] };
  const attack = attackVerdict(before.slice(0, attacks.length));
  const evidence = before.slice(0, attacks.length).flatMap((outcome, at) => outcomeEvidence(attacks[at]!, outcome, "Before"));
  const { fix } = finding;
  if (fix === undefined) return { finding, attack, fix: { verdict: "none" }, evidence };
  if (attack === "failed") return { finding, attack, fix: { verdict: "refused", why: "its attack could not be tried, so that nothing shows that the fix ends it" }, evidence };
  const tried = await room.trial.isolated(() => tryFix(finding, fix, attacks, legitimate, before, room)).catch(refusalOf);
  return { finding, attack, fix: tried.verdict, evidence: [...evidence, ...tried.evidence] };
}

interface TriedFix {
  readonly verdict: FixVerdict;
  readonly evidence: readonly Evidence[];
}

async function tryFix(finding: AuditFinding, fix: FixCandidate, attacks: readonly Attempt[], legitimate: readonly Attempt[], before: readonly Outcome[], room: TrialRoom): Promise<TriedFix> {
  const { trial, base, request } = room;
  const unsafe = [...fix.statements, ...fix.undo].find((sql) => (trial.rollsBack ? trial.session.engine.leavesTraces(sql) : trial.session.engine.reachesBeyond(sql)));
  if (unsafe !== undefined) return refused("what it does would outlast the trial, so it was not executed");
  const verdict = await executed(fix.statements, room).then(
    async () => {
      const after = await look(trial.session, request);
      return lookedAgain(finding, base, after) ?? (await triedAgain(attacks, legitimate, before, { ...room, base: after }));
    },
    (error: unknown) => refusalOf(error),
  );
  if (trial.rollsBack && verdict?.verdict.verdict === "refused") return verdict;
  const wayBack = await executed(fix.undo, room).catch(refusalOf);
  if (wayBack !== undefined) room.trial.spoiled = !trial.rollsBack;
  if (verdict !== undefined && verdict.verdict.verdict === "refused") return verdict;
  return wayBack === undefined ? (verdict ?? { verdict: { verdict: "proven" }, evidence: [] }) : refused(`its way back fails: ${wayBack.why}`);
}

async function executed(statements: readonly string[], { trial, request }: TrialRoom): Promise<undefined> {
  for (const sql of statements) await trial.session.run(sql, { signal: request.signal, statementTimeoutMs: longestMs });
}

/** Why the fix does not mend it, by what the rules find now; undefined where they find nothing against it. */
function lookedAgain(finding: AuditFinding, base: Look, after: Look): TriedFix | undefined {
  const key = findingKey(finding);
  if (after.findings.some((other) => findingKey(other) === key)) return refused("it was executed and the finding was still there");
  const known = new Map(base.findings.map((other) => [findingKey(other), other.severity]));
  const worse = after.findings.find((other) => {
    const was = known.get(findingKey(other));
    return other.severity !== "info" && (was === undefined || heavier(other.severity, was));
  });
  return worse === undefined ? undefined : refused(`it brings another finding: ${worse.message} (${findingKey(worse)})`);
}

/** Why the fix does not mend it, by what goes through now. */
async function triedAgain(attacks: readonly Attempt[], legitimate: readonly Attempt[], before: readonly Outcome[], room: TrialRoom): Promise<TriedFix | undefined> {
  const attempts = [...attacks, ...legitimate];
  if (attempts.length === 0) return undefined;
  const after = await attempted(attempts, room);
  if (after instanceof Error) return refused(`what it changes could not be tried: ${after.message}`);
  const evidence = after.flatMap((outcome, at) => outcomeEvidence(attempts[at]!, outcome, "After the fix"));
  for (const [at, outcome] of after.entries()) {
    const isAttack = at < attacks.length;
    const was = before[at]!.verdict;
    if (isAttack && outcome.verdict !== "denied") return refused(outcome.verdict === "allowed" ? `the attack still went through: ${attemptName(attempts[at]!)}` : `the attack could not be tried again: ${outcome.message ?? "it failed"}`, evidence);
    if (!isAttack && was === "allowed" && outcome.verdict !== "allowed") return refused(`it takes from somebody what is theirs: ${attemptName(attempts[at]!)} is ${outcome.verdict === "denied" ? "denied" : "an error"} afterwards`, evidence);
  }
  return { verdict: { verdict: "proven" }, evidence };
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

function attackVerdict(outcomes: readonly Outcome[]): Proof["attack"] {
  if (outcomes.length === 0) return "none";
  if (outcomes.some((outcome) => outcome.verdict === "allowed")) return "through";
  return outcomes.some((outcome) => outcome.verdict === "denied") ? "denied" : "failed";
}

function outcomeEvidence(attempt: Attempt, outcome: Outcome, when: string): Evidence[] {
  const by = [outcome.mechanism === undefined ? "" : `by ${outcome.mechanism}`, outcome.policies.length === 0 ? "" : `(${outcome.policies.join(", ")})`].filter((part) => part !== "").join(" ");
  const said = outcome.message === undefined ? "" : `: ${outcome.code === undefined ? "" : `${outcome.code} `}${outcome.message}`;
  const rows = outcome.rows === undefined ? "" : `, ${outcome.rows} reached`;
  return [{ kind: "text", title: `${when}: ${attemptName(attempt)}`, text: `${outcome.verdict}${by === "" ? "" : ` ${by}`}${rows}${said}` }, ...outcome.witness];
}

function refused(why: string, evidence: readonly Evidence[] = []): TriedFix {
  return { verdict: { verdict: "refused", why }, evidence };
}

function refusedFix(fix: FixCandidate | undefined, why: string): FixVerdict {
  return fix === undefined ? { verdict: "none" } : { verdict: "refused", why };
}

function refusalOf(error: unknown): TriedFix & { readonly why: string } {
  const told = toldError(error);
  return { ...refused(`the server refused it: ${told.message}`), why: told.message };
}

function failure(error: Error): Evidence {
  return { kind: "text", title: "Could not be tried", text: error.message };
}

/** What is told in the report; what ends the run is thrown on. */
function toldError(error: unknown): Error {
  if (isDataEngineerError(error) && error.kind !== "cancelled" && error.kind !== "connection") return error;
  throw error;
}
