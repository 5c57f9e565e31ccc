import type { FixCandidate } from "../../../../core/audit/auditFinding.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import { has } from "../facts/privileges.ts";
import type { RoutineFact } from "../facts/routines.ts";
import type { PostgresqlRule } from "../rule.ts";
import { type Body, bodyOf, routineCalled, routineName, routinesBehind } from "./expression/bodies.ts";
import { isIdentityCall, isSettingCall } from "./expression/caller.ts";
import { meantFor } from "./meantFor.ts";
import { listed } from "./openTo.ts";
import { named, policiesOf, type Policy, reachedBy } from "./policy.ts";
import { tagOf } from "../../facts/nodes.ts";

/** Routines that policies call by name, each with those policies. */
function called(facts: AuditFacts): ReadonlyMap<RoutineFact, readonly Policy[]> {
  const found = new Map<RoutineFact, Policy[]>();
  for (const policy of policiesOf(facts)) {
    const routines = new Set(policy.clauses.flatMap(({ survey }) => survey.calls.flatMap((call) => routineCalled(call, facts) ?? [])));
    for (const routine of routines) found.set(routine, [...(found.get(routine) ?? []), policy]);
  }
  return found;
}

function users(policies: readonly Policy[]): string {
  return listed(policies.slice(0, 3).map(({ policy, object }) => `"${policy.name}" of ${object}`));
}

function volatilityFix(routine: RoutineFact): FixCandidate {
  const alter = (word: string): string => `ALTER FUNCTION ${quoteObject(routine)}(${routine.signature}) ${word}`;
  return { title: "Declare it STABLE", statements: [alter("STABLE")], undo: [alter(routine.volatility.toUpperCase())] };
}

/** The peers: pgrls PERF002. */
export const volatileHelper: PostgresqlRule = {
  id: "rls/volatile-helper",
  title: "A VOLATILE helper in a policy",
  why: "A function without a declared volatility is VOLATILE: the server must call it for every row, may use no index for what it is compared with, and does not evaluate it once even in a subselect with a column. A helper that only reads is STABLE.",
  scope: "rls",
  find: (facts) =>
    [...called(facts)].flatMap(([routine, policies]) => {
      if (routine.volatility !== "volatile" || routine.extension) return [];
      const { statements } = bodyOf(routine, facts);
      const onlyReads = statements.length > 0 && statements.every((statement) => tagOf(statement) === "SelectStmt") && routinesBehind(bodyOf(routine, facts).survey, facts).every((body) => body.routine.volatility !== "volatile");
      return [{
        rule: "rls/volatile-helper",
        object: routineName(routine),
        severity: "warning" as const,
        message: `${routineName(routine)} is VOLATILE and is called for every row by ${users(policies)}.${onlyReads ? " It only reads: declared STABLE it can be evaluated once." : ""}`,
        ...(onlyReads ? { fix: volatilityFix(routine) } : {}),
      }];
    }),
};

/** The peers: pgrls SEC046. */
export const immutableHelper: PostgresqlRule = {
  id: "rls/immutable-helper",
  title: "An IMMUTABLE helper that depends on who asks",
  why: "IMMUTABLE promises the same answer for ever, so the server may compute it once and keep it in a prepared plan. If it reads settings, claims or tables, the next user of the same connection gets the answer of the one before.",
  scope: "rls",
  find: (facts) =>
    [...called(facts)].flatMap(([routine, policies]) => {
      if (routine.volatility !== "immutable") return [];
      if (!readsState(routine, facts)) return [];
      return [{
        rule: "rls/immutable-helper",
        object: routineName(routine),
        severity: "error" as const,
        message: `${routineName(routine)} is declared IMMUTABLE but reads who asks or what is stored, and ${users(policies)} rest${policies.length === 1 ? "s" : ""} on it: a plan that is kept can answer one user with what is another's. STABLE is what it is.`,
        fix: volatilityFix(routine),
      }];
    }),
};

/** True for a routine that reads tables, settings or who asks, be it through others. */
export function readsState(routine: RoutineFact, facts: AuditFacts): boolean {
  const own = bodyOf(routine, facts);
  return [own, ...routinesBehind(own.survey, facts)].some(bodyReadsState);
}

function bodyReadsState({ survey }: Body): boolean {
  return survey.reads.length > 0 || survey.keywords.some((word) => /USER|ROLE/.test(word)) || survey.calls.some(({ schema, name }) => isIdentityCall(schema, name) || isSettingCall(schema, name));
}

/** Fact: a helper that the caller may not execute makes the whole table fail with "permission denied for function". */
export const helperNotExecutable: PostgresqlRule = {
  id: "rls/helper-not-executable",
  title: "A helper that the policy's callers may not execute",
  why: "The functions in a policy run with the rights of whoever asks. Where EXECUTE was revoked from them, every statement on the table fails, however right the policy is.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const routines = new Set(policy.clauses.flatMap(({ survey }) => survey.calls.flatMap((call) => routineCalled(call, facts) ?? [])));
      return [...routines].flatMap((routine) => {
        const shut = reachedBy(policy, facts).filter((role) => role !== "PUBLIC" && !has(routine.privileges, role, "EXECUTE", facts.roles));
        if (shut.length === 0) return [];
        const call = `${quoteObject(routine)}(${routine.signature})`;
        return [{
          rule: "rls/helper-not-executable",
          object: policy.object,
          part: `${policy.policy.name} ${routineName(routine)}`,
          severity: "warning" as const,
          message: `${named(policy)} calls ${routineName(routine)}, which ${listed(shut)} may not execute: every statement of theirs on ${policy.object} fails with "permission denied".`,
          breaks: { attempts: meantFor(policy, shut, facts).slice(0, 2), codes: ["42501"] },
          evidence: [{ kind: "sql" as const, title: "What would let them, if they are meant to", sql: `GRANT EXECUTE ON FUNCTION ${call} TO ${shut.map(quoteName).join(", ")}` }],
        }];
      });
    }),
};
