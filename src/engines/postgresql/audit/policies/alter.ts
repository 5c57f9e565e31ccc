import type { FixCandidate } from "../../../../core/audit/auditFinding.ts";
import type { PolicyObject } from "../../../../core/catalog/catalog.ts";
import { createPolicy } from "../../render/policy.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import { callSpan, type Replacement, rewritten } from "./expression/rewrite.ts";
import type { CallUse } from "./expression/survey.ts";
import { type Clause, parsedAfter, type Policy } from "./policy.ts";

/** `ALTER POLICY` with other texts in its clauses, and with the ones of today to undo it. Undefined where nothing changes. */
export function withClauses({ table, policy, clauses }: Policy, title: string, text: (clause: Clause) => string): FixCandidate | undefined {
  const changed = clauses.filter((clause) => text(clause) !== clause.text);
  if (changed.length === 0) return undefined;
  const statement = (of: (clause: Clause) => string): string =>
    `ALTER POLICY ${quoteName(policy.name)} ON ${quoteObject(table)}${changed.map((clause) => ` ${clause.kind === "using" ? "USING" : "WITH CHECK"} (${of(clause)})`).join("")}`;
  return { title, statements: [statement(text)], undo: [statement((clause) => clause.text)] };
}

/** The clause's text with these of its calls put another way. */
export function withCalls(clause: Clause, calls: readonly CallUse[], put: (call: string) => string): string {
  const replacements = calls.flatMap((call): readonly Replacement[] => {
    const span = callSpan(clause.text, call.location - parsedAfter);
    return span === undefined ? [] : [{ start: span.start, end: span.end, text: put(span.text) }];
  });
  return rewritten(clause.text, replacements);
}

/** Drops a policy, and brings it back. */
export function dropped({ table, policy }: Pick<Policy, "table" | "policy">, title: string): FixCandidate {
  const target = `${quoteName(policy.name)} ON ${quoteObject(table)}`;
  return { title, statements: [`DROP POLICY ${target}`], undo: [createPolicyOn(table, policy)] };
}

function createPolicyOn(table: Policy["table"], policy: PolicyObject): string {
  return createPolicy(`${quoteName(policy.name)} ON ${quoteObject(table)}`, policy);
}
