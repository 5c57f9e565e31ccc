import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { isLoopback } from "../world/hosts.ts";
import { logins } from "../world/powers.ts";
import { isOn, listensAfar, offersTls } from "./listening.ts";

/** Source: MySQL manual, require_secure_transport; MySQLTuner, "remote users without SSL". */
export const plainRemote: MysqlRule = {
  id: "server/plain-connections",
  title: "Remote accounts may connect without TLS",
  why: "A client that is made to connect without TLS gives its statements to whoever is on the way. require_secure_transport or REQUIRE SSL on the account refuses it.",
  scope: "full",
  find: (world) => {
    if (isOn(world, "require_secure_transport") || !listensAfar(world) || offersTls(world) === false) return [];
    const plain = logins(world).filter(({ host, requiresTls }) => !isLoopback(host) && !requiresTls).map(({ name }) => name);
    if (plain.length === 0) return [];
    return [{ rule: "server/plain-connections", object: "server", severity: "warning", message: `require_secure_transport is off, and ${listed(plain)} may log in over the network without TLS.`, evidence: [{ kind: "table", title: "Remote accounts that do not require TLS", columns: ["account"], rows: plain.map((name) => [name]) }] }];
  },
};
