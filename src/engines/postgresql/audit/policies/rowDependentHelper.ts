import type { PostgresqlRule } from "../rule.ts";
import { bodyOf, routineCalled, routineName } from "./expression/bodies.ts";
import { listed } from "./openTo.ts";
import { policiesOf } from "./policy.ts";

/** Fact: `(SELECT f(column))` is a subplan of each row; wrapping it, as some guides do, changes nothing. */
export const rowDependentHelper: PostgresqlRule = {
  id: "rls/helper-per-row",
  title: "A helper that runs a query for every row",
  why: "A function that gets a column of the row is called for each row, wrapped in (SELECT …) or not, and each call runs its query. The other way round, column IN (SELECT helper_that_lists_what_the_user_has()), it runs once. Little matters on small tables.",
  scope: "rls",
  untried: "It is about time and not about access, so that there is no attack; the plan of a query on the real number of rows shows it.",
  find: (facts) => {
    const found = new Map<string, { readonly policies: Set<string>; readonly tables: Set<string>; wrapped: boolean }>();
    for (const policy of policiesOf(facts)) {
      if (policy.using === undefined) continue;
      for (const call of policy.using.survey.calls) {
        const routine = call.columns.some(({ of }) => of === "own") ? routineCalled(call, facts) : undefined;
        if (routine === undefined || bodyOf(routine, facts).survey.reads.length === 0) continue;
        const known = found.get(routineName(routine)) ?? { policies: new Set(), tables: new Set(), wrapped: false };
        known.policies.add(`"${policy.policy.name}" of ${policy.object}`);
        known.tables.add(policy.object);
        known.wrapped ||= call.wrapped;
        found.set(routineName(routine), known);
      }
    }
    return [...found].map(([routine, { policies, tables, wrapped }]) => ({
      rule: "rls/helper-per-row",
      object: routine,
      about: [...tables],
      severity: wrapped ? ("warning" as const) : ("info" as const),
      message: `${routine} is run for every row by ${policies.size > 4 ? `${policies.size} policies of ${listed([...tables])}` : listed([...policies])}, since it gets a column of the row.${wrapped ? " The (SELECT …) around it does not help: it is evaluated for each row all the same." : ""} A function that lists what the caller has, asked by IN (SELECT …), runs once.`,
    }));
  },
};
