import type { MongoClient } from "mongodb";
import { CancelledError, ConnectionError, isDataEngineerError, throwIfCancelled, UnsupportedError } from "../../core/errors.ts";
import type { ConnectOptions, Engine, ServerFacts, Session } from "../engine.ts";
import { docsIn, docIn, isDoc, numberOf, textOf, type Doc } from "./bson/value.ts";
import { connectError } from "./connectError.ts";
import { MongodbSession } from "./session.ts";
import type { Scratch } from "./shadow.ts";
import type { OpenScratch } from "./access/logins.ts";
import { type Login, prepareClient } from "./url.ts";
import { Wire } from "./wire.ts";

/** Opens a session on the database that the URL's path names. Throws ConnectionError with what to do next, UsageError for a URL that cannot be read. */
export async function connect(engine: Engine, options: ConnectOptions): Promise<Session> {
  throwIfCancelled(options.signal);
  const { client, database } = prepareClient(options.url, options.timeouts);
  const place = client.options.srvHost ?? client.options.hosts.map(String).join(", ");
  try {
    await opened(client, options.signal);
    const wire = new Wire(client, database, true);
    const { facts, transactions } = await readFacts(wire, client, options);
    const scratch = (name: string): Promise<Scratch> => openScratch({ engine, facts, client, options, transactions }, name);
    const inTrial: OpenScratch = async (name, login) => (await openScratch({ engine, facts, client, options, transactions, ...(login === undefined ? {} : { login: { ...login, database: name } }) }, name)).session;
    return new MongodbSession({ engine, facts, wire, options, transactions, scratch, inTrial });
  } catch (error) {
    await client.close().catch(() => undefined);
    if (options.signal.aborted) throw new CancelledError();
    if (isDataEngineerError(error) && error.kind === "statement") throw new ConnectionError("authentication", `${place} refuses this user the first look: ${error.message}`, { next: "Give the user at least the role read on the database." });
    throw connectError(error, place);
  }
}

interface Source {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly client: MongoClient;
  readonly options: ConnectOptions;
  readonly transactions: boolean;
  /** Who tries on it what he may do; absent: whoever the URL names. */
  readonly login?: Login;
}

/** A session on a scratch database: on the same server with the same login, or where shadowUrl or a trial's login leads. */
async function openScratch({ engine, facts, client, options, transactions, login }: Source, name: string): Promise<Scratch> {
  const of = { engine, standsFor: facts.database, options: { ...options, readOnly: false }, scratch: none, inTrial: none };
  if (options.shadowUrl === undefined && login === undefined) {
    const wire = new Wire(client, name, false);
    return { client, session: new MongodbSession({ ...of, facts: { ...facts, database: name, readOnly: false }, wire, transactions }) };
  }
  const other = prepareClient(options.shadowUrl ?? options.url, options.timeouts, login).client;
  try {
    await opened(other, options.signal);
    const wire = new Wire(other, name, true);
    const read = await readFacts(wire, other, of.options);
    return { client: other, session: new MongodbSession({ ...of, facts: read.facts, wire, transactions: read.transactions }) };
  } catch (error) {
    await other.close().catch(() => undefined);
    throw connectError(error, other.options.hosts.map(String).join(", "));
  }
}

function none(): Promise<never> {
  return Promise.reject(new UnsupportedError("engine", "A scratch database has none of its own."));
}

/** Connected, or thrown as soon as every host has refused once: the driver alone would go on until its time is up. */
async function opened(client: MongoClient, signal: AbortSignal): Promise<void> {
  const hosts = new Set(client.options.srvHost === undefined ? client.options.hosts.map(String) : []);
  const failed = new Map<string, Error>();
  const refused = new Promise<never>((_, reject) => {
    client.on("serverHeartbeatFailed", ({ connectionId, failure }) => {
      failed.set(connectionId, failure);
      if (hosts.size > 0 && [...hosts].every((host) => failed.has(host)) && /ECONNREFUSED|ENOTFOUND|certificate|CERT|SSL|secure TLS connection/i.test(`${failure.message} ${String(failure.cause)}`)) reject(failure);
    });
  });
  const set = client.options.replicaSet;
  const elsewhere = new Promise<never>((_, reject) => {
    const answered = new Set<string>();
    client.on("serverHeartbeatSucceeded", ({ connectionId, reply }) => {
      if (set === undefined || (reply as { readonly setName?: string }).setName === set) return;
      answered.add(connectionId);
      if (hosts.size > 0 && [...hosts].every((host) => answered.has(host))) reject(new Error("replicaSet: no host is a member of it"));
    });
  });
  elsewhere.catch(() => undefined);
  const cancelled = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new CancelledError()), { once: true }));
  const connecting = client.connect();
  connecting.catch(() => undefined);
  refused.catch(() => undefined);
  cancelled.catch(() => undefined);
  await Promise.race([connecting, refused, elsewhere, cancelled]);
  client.removeAllListeners("serverHeartbeatFailed");
  client.removeAllListeners("serverHeartbeatSucceeded");
}

async function readFacts(wire: Wire, client: MongoClient, options: ConnectOptions): Promise<{ readonly facts: ServerFacts; readonly transactions: boolean }> {
  const [hello, build, status, compatibility] = await Promise.all([
    wire.aside({ hello: 1 }, { signal: options.signal }),
    wire.aside({ buildInfo: 1 }, { signal: options.signal }),
    wire.aside({ connectionStatus: 1 }, { signal: options.signal }),
    wire.aside({ getParameter: 1, featureCompatibilityVersion: 1 }, { database: "admin", signal: options.signal }).catch(unlessRefused),
  ]);
  const topology = topologyOf(hello);
  const transactions = topology !== "standalone" && hello.get("logicalSessionTimeoutMinutes") != null;
  const version = textOf(build.get("version")) ?? "0.0.0";
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
  const { user, superuser } = userOf(status);
  const level = compatibility === undefined ? undefined : textOf(docIn(compatibility, "featureCompatibilityVersion").get("version"));
  const facts: ServerFacts = {
    engine: "mongodb", dialect: "mongodb", version, versionNumber: major * 10_000 + minor * 100 + patch, database: wire.database, user, superuser,
    readOnly: options.readOnly,
    tls: client.options.tls,
    settings: {
      topology,
      transactions: transactions ? "yes" : "no: a standalone server has none",
      ...(level === undefined ? {} : { featureCompatibilityVersion: level }),
      maxDocumentBytes: String(numberOf(hello.get("maxBsonObjectSize")) ?? 16_777_216),
    },
  };
  return { facts, transactions };
}

/** Not every user and server tells it. */
function unlessRefused(error: unknown): undefined {
  if (!isDataEngineerError(error) || error.kind !== "statement") throw error;
}

function topologyOf(hello: Doc): string {
  if (hello.get("msg") === "isdbgrid") return "sharded cluster";
  const set = textOf(hello.get("setName"));
  return set === undefined ? "standalone" : `replica set ${set}`;
}

/** A server that asks nobody for a password lets everybody do everything. */
function userOf(status: Doc): { readonly user: string; readonly superuser: boolean } {
  const info = docIn(status, "authInfo");
  const user = docsIn(info, "authenticatedUsers")[0];
  if (!isDoc(user)) return { user: "(no login)", superuser: true };
  return { user: String(user.get("user")), superuser: docsIn(info, "authenticatedUserRoles").some((role) => role.get("role") === "root" || role.get("role") === "__system") };
}
