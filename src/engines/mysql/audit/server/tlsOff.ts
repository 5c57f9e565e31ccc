import type { MysqlRule } from "../rule.ts";
import { listensAfar, offersTls } from "./listening.ts";

/** Source: MySQLTuner; CIS benchmarks, "Ensure TLS is enabled". */
export const tlsOff: MysqlRule = {
  id: "server/tls-off",
  title: "The server offers no TLS",
  why: "Statements, rows and often passwords travel as they are. A server that only its own machine reaches does without.",
  scope: "full",
  find: (world) => (offersTls(world) === false && listensAfar(world) ? [{ rule: "server/tls-off", object: "server", severity: "error", message: "The server listens on the network and offers no TLS: whoever is on the way reads all statements and rows. Give it a certificate (ssl_cert, ssl_key)." }] : []),
};
