import type { PostgresqlRule } from "../rule.ts";
import type { AuditFacts } from "../facts.ts";
import { withCalls, withClauses } from "./alter.ts";
import { isIdentityCall, isSettingCall } from "./expression/caller.ts";
import { routineCalled } from "./expression/bodies.ts";
import { readsState } from "./helpers.ts";
import { type CallUse, survey } from "./expression/survey.ts";
import { listed } from "./openTo.ts";
import { type Clause, named, policiesOf } from "./policy.ts";

/** The peers: splinter 0003 (by LIKE: flags wrapped casts, misses one bare call beside a wrapped one), pgrls PERF001. */
export const callPerRow: PostgresqlRule = {
  id: "rls/call-per-row",
  title: "A call that tells who asks, evaluated for every row",
  why: "The server evaluates a bare auth.uid() again for each row that it looks at. In a subselect, (SELECT auth.uid()), it is evaluated once for the statement: the same rows, up to a hundred times faster on large tables.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const bare = new Map(policy.clauses.map((clause) => [clause, bareCalls(clause, facts)]));
      const calls = [...bare.values()].flat();
      if (calls.length === 0) return [];
      const names = [...new Set(calls.map(({ schema, name }) => `${schema === undefined ? "" : `${schema}.`}${name}()`))];
      const fix = withClauses(policy, `Evaluate ${listed(names)} once for each statement`, (clause) => withCalls(clause, bare.get(clause) ?? [], (call) => `(SELECT ${call})`));
      return [{
        rule: "rls/call-per-row",
        object: policy.object,
        part: policy.policy.name,
        severity: policy.using !== undefined && calls.some((call) => !isSettingCall(call.schema, call.name)) ? ("warning" as const) : ("info" as const),
        message: `${named(policy)} evaluates ${listed(names)} again for every row; in (SELECT …) it is evaluated once for the statement.`,
        ...(fix === undefined ? {} : { fix }),
      }];
    }),
};

/** Calls that depend on nothing of any row, do not return sets, and stand outside of a subselect of their own; the outermost of nested ones. */
function bareCalls(clause: Clause, facts: AuditFacts): readonly CallUse[] {
  const calls = clause.survey.calls.filter((call) => !call.wrapped && call.columns.length === 0 && worthWrapping(call, facts));
  return calls.filter((call) => !calls.some((other) => other !== call && contains(other, call)));
}

function worthWrapping(call: CallUse, facts: AuditFacts): boolean {
  if (isIdentityCall(call.schema, call.name) || isSettingCall(call.schema, call.name)) return true;
  const routine = routineCalled(call, facts);
  return routine !== undefined && !routine.returnsSet && (routine.volatility === "stable" || readsState(routine, facts));
}

function contains(outer: CallUse, inner: CallUse): boolean {
  return survey(outer.args).calls.some(({ location }) => location === inner.location);
}
