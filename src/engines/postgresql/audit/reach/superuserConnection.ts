import type { PostgresqlRule } from "../rule.ts";

export const superuserConnection: PostgresqlRule = {
  id: "reach/superuser-connection",
  title: "This connection is a superuser's",
  why: "A superuser is bound by no policy and no grant. For an audit that is right, since it sees everything; an application that connects so has no protection at all.",
  scope: "full",
  untried: "A superuser is bound by nothing, which needs no trial.",
  find: (facts) => {
    const role = facts.roles.named(facts.user);
    return role?.superuser !== true ? [] : [{
      rule: superuserConnection.id,
      object: `role ${role.name}`,
      severity: "info" as const,
      message: `This connection logs in as ${role.name}, a superuser. Keep it for administration: an application that uses it is bound by no policy and no grant.`,
    }];
  },
};
