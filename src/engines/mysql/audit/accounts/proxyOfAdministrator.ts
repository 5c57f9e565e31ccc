import type { MysqlRule } from "../rule.ts";
import { isAdministrator } from "../world/powers.ts";

/** Source: MySQL manual, "Proxy Users". */
export const proxyOfAdministrator: MysqlRule = {
  id: "server/proxy",
  title: "An account may log in as another",
  why: "Who may be the proxy of an administrator is one, and does not look like it. Proxies of narrow accounts are what the right is for.",
  scope: "full",
  find: (world) =>
    world.proxies.filter(({ account, of }) => !isAdministrator(world, account) && !/^root(?:@|$)/.test(account) && (of === "" || of === "%" || isAdministrator(world, of))).map(({ account, of }) => ({
      rule: "server/proxy",
      object: account === "" ? "''" : account,
      part: of,
      severity: "error",
      message: `${account === "" ? "Everybody" : account} may log in as ${of === "" || of === "%" ? "any account" : `the administrator ${of}`} (PROXY).`,
    })),
};
