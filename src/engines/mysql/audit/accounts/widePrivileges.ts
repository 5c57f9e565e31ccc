import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { isAnywhere } from "../world/hosts.ts";
import { isAdministrator, logins, onServer } from "../world/powers.ts";

const onRows = ["SELECT", "INSERT", "UPDATE", "DELETE", "DROP", "ALTER"];

/** Source: CIS benchmarks; MySQLTuner ("host '%'"). */
export const widePrivileges: MysqlRule = {
  id: "server/rights-on-every-database",
  title: "An account that is no administrator has rights on every database",
  why: "An application needs its own databases. Rights on *.* include the database mysql with the hashes of all passwords, and every database that comes later. A backup account on the machine itself needs SELECT on all.",
  scope: "full",
  find: (world) =>
    logins(world).filter(({ name }) => !isAdministrator(world, name)).flatMap(({ name, host }) => {
      const server = onServer(world, name);
      const rights = onRows.filter((right) => server.has(right));
      const writes = rights.some((right) => right !== "SELECT");
      if (rights.length === 0 || (!writes && !isAnywhere(host))) return [];
      return [{
        rule: "server/rights-on-every-database",
        object: name,
        severity: writes && isAnywhere(host) ? ("error" as const) : ("warning" as const),
        message: `${name}${isAnywhere(host) ? ", which may log in from anywhere," : ""} holds ${listed(rights, 6)} on every database, also on mysql with the hashes of all passwords. Grant it on the databases that it needs.`,
      }];
    }),
};
