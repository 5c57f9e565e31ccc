import type { MysqlRule } from "../rule.ts";
import { isLoopback } from "../world/hosts.ts";

/** Source: sys.session_ssl_status; MySQLTuner, "current connection plain". */
export const plainConnection: MysqlRule = {
  id: "server/this-connection-plain",
  title: "This connection is not encrypted",
  why: "What this product reads of the database travels as it is. On the server's own machine nobody is on the way.",
  scope: "full",
  find: ({ connection }) => {
    const host = connection.client.slice(connection.client.lastIndexOf("@") + 1);
    return connection.tls || isLoopback(host) || host === "" ? [] : [{ rule: "server/this-connection-plain", object: "connection", severity: "warning", message: `This connection from ${host} is not encrypted. Add ssl-mode=VERIFY_IDENTITY to its URL.` }];
  },
};
