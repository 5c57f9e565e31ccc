import type { Outcome } from "../../../core/access/attempt.ts";
import type { Evidence } from "../../../core/report/report.ts";
import { attemptName } from "./attemptName.ts";
import type { Proof, TriedAttempt } from "./proof.ts";
import { isBroken } from "./tryAttacks.ts";

/** What was tried of a finding: all of it in one table, and of what decides it the statements, the row and what came back. */
export function attemptEvidence({ finding, attack, fix, attempts, failure }: Proof): Evidence[] {
  if (failure !== undefined && attack === "failed") return [{ kind: "text", title: "Could not be tried", text: failure }];
  if (attempts.length === 0) return [];
  if (attack !== "broken" && attempts.every(({ before }) => before.verdict === "error")) return [{ kind: "text", title: "Could not be tried", text: [...new Set(attempts.map(({ before }) => outcomeText(before)))].join("\n") }];
  const again = attempts.some((tried) => tried.after !== undefined);
  const rows = attempts.map((tried) => [attemptName(tried.attempt), isBroken(tried) ? failureText(tried.before) : outcomeText(tried.before), ...(again ? [tried.after === undefined ? "" : outcomeText(tried.after)] : [])]);
  const decisive = attempts.find((tried) => tried.attack && tried.before.verdict === "allowed") ?? attempts.find(isBroken) ?? attempts.find((tried) => tried.attack);
  const spoiler = fix.verdict === "refused" ? attempts.find(spoils) : undefined;
  return [
    ...verdict(finding, attack),
    { kind: "table", title: "What was tried, and undone", columns: ["What, as whom", "Today", ...(again ? ["With the fix"] : [])], rows },
    ...(decisive?.before.witness ?? []),
    ...(spoiler?.after?.witness ?? []).map((evidence) => ({ ...evidence, title: `With the fix: ${evidence.title}` })),
  ];
}

function verdict({ severity, attacks }: Proof["finding"], attack: Proof["attack"]): Evidence[] {
  if (attack === "broken") return [{ kind: "text", title: "Tried, and it fails", text: "What people are meant to do was tried, and the server refused it as told below." }];
  if (attack !== "denied") return [];
  if (attacks === undefined) return [{ kind: "text", title: "Tried, and it works", text: `What should fail went through: something else lets people do it today${severity === "error" ? ", so it is told as a warning" : ""}.` }];
  return [{ kind: "text", title: "Tried, and denied", text: `Nothing that was tried went through: something else stands in the way today${severity === "error" ? ", so it is told as a warning" : ""}.` }];
}

function spoils({ attack, breaks, before, after }: TriedAttempt): boolean {
  return after !== undefined && (breaks !== undefined ? after.verdict !== "allowed" : attack ? after.verdict !== "denied" : before.verdict === "allowed" && after.verdict !== "allowed");
}

const because: Readonly<Record<NonNullable<Outcome["mechanism"]>, string>> = {
  grant: "no grant", schema: "the schema is closed", using: "the row is not seen", check: "the new row is refused", definition: "its own definition", validator: "a validator",
  policy: "a policy lets it through", owner: "runs as the owner", bypass: "bypasses row security", open: "no row security", key: "a key tells",
};

/** "fails: 42P17 infinite recursion …" */
function failureText({ code, message }: Outcome): string {
  return `fails: ${[code, message].filter((part) => part !== undefined).join(" ")}`;
}

/** "allowed: no row security", "denied: the row is not seen (orders_read)", "not tested: 23503 …" */
function outcomeText({ verdict: came, mechanism, policies, code, message }: Outcome): string {
  if (came === "error") return `not tested: ${[code, message?.replace(/^Not tested: /, "")].filter((part) => part !== undefined).join(" ")}`;
  const why = mechanism === undefined ? "" : `: ${because[mechanism]}`;
  return `${came}${why}${policies.length === 0 ? "" : ` (${policies.join(", ")})`}`;
}
