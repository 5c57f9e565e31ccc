import type { MysqlRule } from "../rule.ts";
import { isAdministrator, logins, onServer } from "../world/powers.ts";

const ofMonitors = ["REPLICATION CLIENT", "BINLOG MONITOR", "REPLICATION SLAVE", "SLAVE MONITOR", "RELOAD", "BACKUP_ADMIN", "LOCK TABLES"];

/** Source: CIS benchmarks, "PROCESS is not granted to non-administrative users". */
export const processPrivilege: MysqlRule = {
  id: "server/process-privilege",
  title: "An account sees the statements of all others",
  why: "PROCESS shows the running statements of everybody, with the values and passwords in them. Monitoring and backup need it, and are told by the other rights that they hold.",
  scope: "full",
  find: (world) =>
    logins(world).filter(({ name }) => {
      const server = onServer(world, name);
      return server.has("PROCESS") && !isAdministrator(world, name) && !ofMonitors.some((right) => server.has(right));
    }).map(({ name }) => ({ rule: "server/process-privilege", object: name, severity: "warning", message: `${name} sees the running statements of everybody, with the values in them (PROCESS).` })),
};
