import type { PostgresqlRule } from "../rule.ts";
import { dropped } from "./alter.ts";
import { nodeText } from "./expression/text.ts";
import { listed } from "./openTo.ts";
import { commandsOf, policiesOf, type Policy, shareRoles } from "./policy.ts";

/** The peers: pgrls HYG003. */
export const duplicatePolicy: PostgresqlRule = {
  id: "rls/duplicate-policy",
  title: "Two policies that say the same",
  why: "The second of two equal policies is evaluated for every row and gives nothing. Worse, whoever closes a hole in one of them leaves it open in the other.",
  scope: "rls",
  find: (facts) => {
    const first = new Map<string, Policy>();
    return policiesOf(facts).flatMap((policy) => {
      const { object, policy: { permissive, command, roles }, using, check, table } = policy;
      const same = JSON.stringify([object, permissive, command, [...roles].sort(), using && nodeText(using.node, table.name), check && nodeText(check.node, table.name)]);
      const other = first.get(same);
      if (other === undefined) {
        first.set(same, policy);
        return [];
      }
      return [{
        rule: "rls/duplicate-policy",
        object,
        part: policy.policy.name,
        severity: "info" as const,
        message: `The policies "${other.policy.name}" and "${policy.policy.name}" of ${object} are the same in all but their names.`,
        fix: dropped(policy, `Drop "${policy.policy.name}" and keep "${other.policy.name}"`),
      }];
    });
  },
};

/** The peers: splinter 0006. */
export const severalPermissive: PostgresqlRule = {
  id: "rls/several-permissive",
  title: "Several permissive policies for one command and role",
  why: "Each is evaluated for each row until one says yes, and each widens what the others allow. Often they are meant so; one policy with an OR says the same and is read as a whole.",
  scope: "rls",
  untried: "It is about time and not about access, so that there is no attack; the plan of a query on the real number of rows shows it.",
  find: (facts) =>
    [...new Set(policiesOf(facts).map(({ table }) => table))].flatMap((table) =>
      (["SELECT", "INSERT", "UPDATE", "DELETE"] as const).flatMap((command) => {
        const asked = policiesOf(facts).filter((policy) => policy.table === table && policy.policy.permissive && commandsOf(policy.policy).includes(command));
        const together = asked.filter((policy) => asked.some((other) => other !== policy && shareRoles(policy.policy, other.policy, facts)));
        if (together.length === 0) return [];
        return [{
          rule: "rls/several-permissive",
          object: `${table.schema}.${table.name}`,
          part: command,
          severity: "info" as const,
          message: `${listed(together.map(({ policy }) => `"${policy.name}"`))} of ${table.schema}.${table.name} are all asked for ${command} by the same roles, and one yes is enough.`,
        }];
      }),
    ),
};
