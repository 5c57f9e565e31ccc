import type { PostgresqlRule } from "../rule.ts";
import { routineName, routinesBehind } from "./expression/bodies.ts";
import { membersTaken } from "./expression/claims.ts";
import type { Survey } from "./expression/survey.ts";
import { metadataAttacks } from "./metadataAttacks.ts";
import { listed } from "./openTo.ts";
import { named, policiesOf, reachedBy } from "./policy.ts";

/** The peers: splinter 0015, pgrls SEC033; both look at the policy's text alone and miss it behind a function. */
export const userMetadata: PostgresqlRule = {
  id: "rls/user-metadata",
  title: "A policy that believes what users say of themselves",
  why: "user_metadata (raw_user_meta_data) can be changed by the user with an ordinary call of the API. A role, tenant or plan that is read from it is whatever the user wrote there. app_metadata can only be changed by the server.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const direct = policy.clauses.some(({ survey }) => believes(survey));
      const helpers = policy.clauses.flatMap(({ survey }) => routinesBehind(survey, facts)).filter((body) => believes(body.survey) && body.routine.schema !== "auth");
      if (!direct && helpers.length === 0) return [];
      const through = [...new Set(helpers.map(({ routine }) => routineName(routine)))];
      return [{
        rule: "rls/user-metadata",
        object: policy.object,
        part: policy.policy.name,
        severity: "error" as const,
        message: `${named(policy)} believes user_metadata${direct ? "" : ` (read in ${listed(through)})`}, which every user can change for themselves: whoever calls updateUser() passes it${reachedBy(policy, facts).length === 0 ? " as soon as somebody has a grant" : ""}. Read app_metadata or a table instead.`,
        ...metadataAttacks(policy, facts, [...policy.clauses.map(({ survey }) => survey), ...helpers.map(({ survey }) => survey)].some(readsColumn)),
      }];
    }),
};

function believes(expression: Survey): boolean {
  return membersTaken(expression).includes("user_metadata") || readsColumn(expression);
}

function readsColumn(expression: Survey): boolean {
  return expression.columns.some(({ name }) => name === "raw_user_meta_data");
}
