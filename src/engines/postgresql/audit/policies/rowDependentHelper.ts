import type { PostgresqlRule } from "../rule.ts";
import { bodyOf, routineCalled, routineName } from "./expression/bodies.ts";
import { listed } from "./openTo.ts";
import { named, policiesOf } from "./policy.ts";

/** Fact: `(SELECT f(column))` is a subplan of each row; wrapping it, as some guides do, changes nothing. */
export const rowDependentHelper: PostgresqlRule = {
  id: "rls/helper-per-row",
  title: "A helper that runs a query for every row",
  why: "A function that gets a column of the row is called for each row, wrapped in (SELECT …) or not, and each call runs its query. The other way round, column IN (SELECT helper_that_lists_what_the_user_has()), it runs once. Little matters on small tables.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const calls = policy.clauses.flatMap(({ survey }) => survey.calls).filter((call) => call.columns.some(({ of }) => of === "own"));
      const helpers = new Map(calls.flatMap((call) => {
        const routine = routineCalled(call, facts);
        return routine !== undefined && bodyOf(routine, facts).survey.reads.length > 0 ? [[routineName(routine), call] as const] : [];
      }));
      if (helpers.size === 0) return [];
      const wrapped = [...helpers.values()].some((call) => call.wrapped);
      return [{
        rule: "rls/helper-per-row",
        object: policy.object,
        part: policy.policy.name,
        severity: wrapped ? ("warning" as const) : ("info" as const),
        message: `${named(policy)} runs ${listed([...helpers.keys()])} for every row, since ${helpers.size === 1 ? "it gets" : "they get"} a column of the row.${wrapped ? " The (SELECT …) around it does not help: it is evaluated for each row all the same." : ""} A function that lists what the caller has, asked by IN (SELECT …), runs once.`,
      }];
    }),
};
