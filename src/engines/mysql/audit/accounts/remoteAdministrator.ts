import type { MysqlRule } from "../rule.ts";
import { isAnywhere, isLoopback } from "../world/hosts.ts";
import { isAdministrator, logins } from "../world/powers.ts";

/** Source: MySQL manual, "Securing the Initial MySQL Account"; CIS benchmarks. */
export const remoteAdministrator: MysqlRule = {
  id: "server/remote-administrator",
  title: "An administrator may log in from afar",
  why: "One stolen or guessed password is then the whole server, from any place that reaches it. An administrator who logs in on the machine, or from listed machines, is what is meant.",
  scope: "full",
  find: (world) =>
    logins(world).filter(({ name, host, user }) => !isLoopback(host) && (isAnywhere(host) || user === "root") && isAdministrator(world, name)).map(({ name, host, user, requiresTls }) => ({
      rule: "server/remote-administrator",
      object: name,
      severity: isAnywhere(host) && (user === "root" || !requiresTls) ? "error" : "warning",
      message: `${name} rules the whole server and may log in from ${isAnywhere(host) ? "anywhere" : host}${requiresTls ? "" : ", without TLS where it likes"}. Keep it to localhost, or to listed machines with REQUIRE SSL.`,
    })),
};
