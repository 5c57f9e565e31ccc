import type { MysqlRule } from "../rule.ts";
import { isLoopback } from "../world/hosts.ts";
import { logins } from "../world/powers.ts";

/** Source: CIS benchmarks for MySQL, "No accounts with blank passwords"; MySQLTuner. */
export const noPassword: MysqlRule = {
  id: "server/no-password",
  title: "An account without a password",
  why: "Whoever knows the name is in. An account that logs in through the socket of the operating system needs none, and a locked one or a role cannot log in at all.",
  scope: "full",
  find: (world) =>
    logins(world).filter(({ user, password }) => user !== "" && password === "none").map(({ name, host }) => ({
      rule: "server/no-password",
      object: name,
      severity: "error",
      message: `${name} has no password: ${isLoopback(host) ? "everybody who has a process on the server's machine" : `everybody who reaches the server from ${host === "%" ? "anywhere" : host}`} may log in as it.`,
    })),
};
