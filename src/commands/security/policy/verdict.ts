import type { Finding } from "../../../core/report/report.ts";
import { attemptName } from "../audit/attemptName.ts";
import type { Tried } from "./prove.ts";

/** What the attempts say of a protection. */
export interface Verdict {
  /** True where somebody reached his own row, and nobody another's or any without saying who he is. */
  readonly proven: boolean;
  /** True where all that this server can try came out as it must, and why the rest was not: such a design may be written down, and is neither called proven nor applied. */
  readonly inPart: boolean;
  readonly findings: readonly Finding[];
}

/** An own row must be reached, a stranger's must not, and nobody who did not say who he is reaches any; what could not be tried proves nothing. */
export function verdictOf(object: string, tried: readonly Tried[], untried?: string): Verdict {
  const contradicted = tried.filter((one) => one.after.verdict !== "error" && one.after.verdict !== one.verdict);
  const unclear = tried.filter((one) => one.after.verdict === "error");
  const shown = (what: (one: Tried) => boolean): boolean => tried.some((one) => what(one) && one.after.verdict === one.verdict);
  const isHeld = (one: Tried): boolean => one.verdict === "denied" && (one.row === "foreign" || one.row === "otherTenant");
  // Who is kept from nobody's rows (an application that writes for all) shows nothing of whom the protection is for, where those have rows of their own.
  const held = new Set(tried.filter(isHeld).map(({ identity }) => identity.name));
  const heldOwn = tried.some((one) => one.verdict === "allowed" && held.has(one.identity.name));
  const ownReached = shown((one) => one.verdict === "allowed" && (!heldOwn || held.has(one.identity.name)));
  const foreignHeld = shown(isHeld);
  const lacking = [
    ...(ownReached ? [] : ["that somebody still reaches an own row"]),
    ...(foreignHeld ? [] : ["that somebody else's row is out of reach"]),
    ...(shown((one) => one.verdict === "denied" && one.identity.owns.length === 0) ? [] : ["that nobody reaches a row without saying who he is"]),
  ];
  return {
    proven: contradicted.length === 0 && lacking.length === 0,
    inPart: contradicted.length === 0 && ownReached && foreignHeld && untried !== undefined,
    findings: [
      ...contradicted.map((one): Finding => ({ rule: one.verdict === "denied" ? "policy/still-open" : "policy/locks-out", severity: "error", object, message: `${attemptName(one)} is ${one.after.verdict}, and must be ${one.verdict}.${decided(one)}`, evidence: one.after.witness })),
      ...(lacking.length === 0 || contradicted.length > 0 ? [] : [{ rule: "policy/unproven", severity: "error" as const, object, message: `The trial did not show ${lacking.join(", nor ")}${untried === undefined ? "" : `: ${untried}`}.`, evidence: unclear.flatMap((one) => one.after.witness) }]),
      ...notTried(object, unclear),
    ],
  };
}

/** One finding for each reason. */
function notTried(object: string, unclear: readonly Tried[]): Finding[] {
  const reasons = new Map<string, Tried[]>();
  for (const one of unclear) {
    const reason = (one.after.message ?? "no row could be made").replace(/^Not tested: |\.$/g, "");
    reasons.set(reason, [...(reasons.get(reason) ?? []), one]);
  }
  return [...reasons].map(([reason, all]): Finding => ({ rule: "policy/not-tried", severity: "warning", object, message: `${all.map(attemptName).join("; ")} could not be tried: ${reason}.`, evidence: all.flatMap(({ after }) => after.witness) }));
}

function decided({ after }: Tried): string {
  return after.policies.length > 0 ? ` Decided by ${after.policies.join(", ")}.` : after.mechanism === undefined ? "" : ` Decided by ${after.mechanism}.`;
}
