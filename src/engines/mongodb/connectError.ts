import { MongoServerError, MongoServerSelectionError } from "mongodb";
import { ConnectionError, isDataEngineerError } from "../../core/errors.ts";
import { withoutSecrets } from "./errors.ts";

/** Why no connection could be had and what to do next. `place` is host and port without credentials; no message holds a part of the URL but them. */
export function connectError(error: unknown, place: string): Error {
  if (isDataEngineerError(error)) return error;
  const chain = [...causes(error)];
  const words = chain.map((item) => `${item.name} ${String(codeOf(item))} ${item.message}`).join("\n");
  const about = { cause: withoutSecrets(chain.at(-1) ?? error) };
  if (chain.some((item) => item instanceof MongoServerError && [11, 13, 18, 59, 334, 8000].includes(Number(item.code))) || /auth(entication|orization)? failed|bad auth|SCRAM|SASL|MongoMissingCredentials/i.test(words)) {
    return new ConnectionError("authentication", `${place} does not accept this user and password.`, { ...about, next: "Correct the user name or the password, or the authSource of the URL: the database where the user was created (often admin)." });
  }
  if (/secure TLS connection|CERT|certificate|self[- ]signed|ERR_SSL|ERR_TLS|SSL routines|wrong version number|handshake failure|tlsv1/i.test(words)) {
    return new ConnectionError("tls", `No encrypted connection to ${place} could be made: its certificate or protocol was not accepted.`, { ...about, next: "Give the authority's certificate with tlsCAFile=…, check the host's name, or leave tls=true out where the server has no TLS." });
  }
  if (/querySrv|queryTxt|SRV/i.test(words) && /ENOTFOUND|ENODATA|ESERVFAIL|ECONNREFUSED|ETIMEOUT|NXDOMAIN/i.test(words)) {
    return new ConnectionError("unreachable", `No SRV record was found for ${place}.`, { ...about, next: "Check the host of the mongodb+srv:// URL and the name server, or name the hosts with mongodb://." });
  }
  if (/setName|replica set|replicaSet/i.test(words) || noSuchSet(error)) {
    return new ConnectionError("unreachable", `${place} is up, but is no member of the replica set that the URL names.`, { ...about, next: "Correct replicaSet=… or leave it out; directConnection=true connects to this one server." });
  }
  if (/ECONNREFUSED/.test(words)) return new ConnectionError("unreachable", `Nothing listens at ${place}.`, { ...about, next: "Check host and port, and that the server is running." });
  if (/ENOTFOUND|EAI_AGAIN/.test(words)) return new ConnectionError("unreachable", `The name of the host ${place} is not known.`, { ...about, next: "Check the spelling of the host, and the network." });
  if (/minimum wire version|maximum wire version|MongoCompatibilityError/i.test(words)) return new ConnectionError("unreachable", `${place} runs a server that is too old for this driver.`, { ...about, next: "MongoDB 4.2 is the oldest that works." });
  if (/connection \d+ to .* closed|ECONNRESET|EPIPE|socket hang up/i.test(words)) return new ConnectionError("unreachable", `${place} closed the connection at once.`, { ...about, next: "Check that it is a MongoDB server, whether it wants TLS (tls=true), and its list of allowed addresses." });
  return new ConnectionError("timeout", `${place} did not answer in time.`, { ...about, next: "Check host and port (a server of another kind keeps silent), tls, firewalls and the server's list of allowed addresses, or raise the connect timeout." });
}

function* causes(error: unknown): Iterable<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof MongoServerSelectionError) for (const server of error.reason?.servers.values() ?? []) if (server.error !== null) yield* causes(server.error);
  if (error.cause !== undefined) yield* causes(error.cause);
  if (error instanceof AggregateError) for (const one of error.errors) yield* causes(one);
}

/** The servers answer, but none is in the wanted set. */
function noSuchSet(error: unknown): boolean {
  if (!(error instanceof MongoServerSelectionError) || error.reason === undefined) return false;
  return error.reason.setName !== null && [...error.reason.servers.values()].every((server) => server.error === null);
}

function codeOf(error: Error): unknown {
  return "code" in error ? error.code : "";
}
