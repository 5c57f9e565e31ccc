import type { MongodbLink } from "../link.ts";
import { docIn, docsIn, textOf, truthy, type Doc } from "../bson/value.ts";
import { orDenied } from "./denied.ts";

export interface ServerFacts {
  /** Those that this connection has logged in as: "app@shop". */
  readonly loggedInAs: readonly string[];
  /** Null where it cannot be told: a login was given, and the server's options may not be read. */
  readonly authentication: boolean | null;
  /** Addresses that it listens on; null where its options may not be read. */
  readonly listensOn: readonly string[] | null;
  /** net.tls.mode: "requireTLS", "preferTLS", "allowTLS", "disabled". */
  readonly tlsMode: string | null;
  /** Is this connection encrypted? */
  readonly tls: boolean | null;
  /** $where, $function, $accumulator and mapReduce run JavaScript. */
  readonly javascript: boolean | null;
  readonly unseen: readonly string[];
}

/** Options at start are getCmdLineOpts' `parsed`, who one is connectionStatus' `authInfo` (MongoDB's manual). */
export async function readServer(access: MongodbLink, tls: boolean | null, signal: AbortSignal): Promise<ServerFacts> {
  const admin = { signal, database: "admin" };
  const [status, options, users] = await Promise.all([
    access.aside({ connectionStatus: 1 }, { signal }),
    orDenied(access.aside({ getCmdLineOpts: 1 }, admin)),
    orDenied(access.aside({ usersInfo: 1 }, admin)),
  ]);
  const loggedInAs = docsIn(docIn(status, "authInfo"), "authenticatedUsers").map((one) => `${String(one.get("user"))}@${String(one.get("db"))}`);
  const parsed = "value" in options ? docIn(options.value, "parsed") : undefined;
  return {
    loggedInAs,
    authentication: loggedInAs.length === 0 && "value" in users ? false : parsed === undefined ? null : demandsLogin(parsed),
    listensOn: parsed === undefined ? null : addresses(docIn(parsed, "net")),
    tlsMode: parsed === undefined ? null : modeOf(docIn(parsed, "net")),
    tls,
    javascript: parsed === undefined ? null : docIn(parsed, "security").get("javascriptEnabled") !== false,
    unseen: "denied" in options ? [`the server's options at start (getCmdLineOpts): ${options.denied} Give this account the role clusterMonitor on admin to have them looked at.`] : [],
  };
}

/** security.authorization; a key file or cluster authentication by X.509 switch it on too. */
function demandsLogin(parsed: Doc): boolean {
  const security = docIn(parsed, "security");
  return security.get("authorization") === "enabled" || textOf(security.get("keyFile")) !== undefined || /x509/i.test(textOf(security.get("clusterAuthMode")) ?? "") || truthy(parsed.get("auth"));
}

/** Without net.bindIp it is localhost alone, since MongoDB 3.6. */
function addresses(net: Doc): readonly string[] {
  if (truthy(net.get("bindIpAll"))) return ["0.0.0.0"];
  return (textOf(net.get("bindIp")) ?? "localhost").split(/[,;]/).map((one) => one.trim()).filter((one) => one !== "");
}

function modeOf(net: Doc): string {
  const [tls, ssl] = [docIn(net, "tls"), docIn(net, "ssl")];
  return textOf(tls.get("mode")) ?? textOf(ssl.get("mode"))?.replace("SSL", "TLS") ?? "disabled";
}
