import type { MysqlRule } from "../rule.ts";
import { isResolved } from "../world/hosts.ts";
import { logins } from "../world/powers.ts";

/** Source: MySQL manual, "DNS Lookups and the Host Cache". */
export const hostNames: MysqlRule = {
  id: "server/host-names",
  title: "Accounts are bound to names of machines",
  why: "With skip_name_resolve such an account can never log in. Without it, whoever answers for the reverse name of an address decides which account it gets.",
  scope: "full",
  find: (world) => {
    const off = /^(?:ON|1)$/i.test(world.variables.get("skip_name_resolve") ?? "");
    return logins(world).filter(({ host }) => isResolved(host) && /[a-z]/i.test(host)).map(({ name, host }) => ({
      rule: "server/host-names",
      object: name,
      severity: "info",
      message: off ? `${name} can never log in: names of machines are not looked up (skip_name_resolve).` : `${name} may log in from whatever the name service calls ${host}. An address cannot be claimed by another.`,
    }));
  },
};
