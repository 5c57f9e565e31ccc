import { isIP } from "node:net";
import pg from "pg";
import type { Client, ClientConfig } from "pg";
import { parseIntoClientConfig } from "pg-connection-string";
import { CancelledError, ConnectionError, StatementError, throwIfCancelled, UsageError } from "../../core/errors.ts";
import type { ConnectOptions, Engine, ServerFacts, Session, Timeouts } from "../engine.ts";
import { connectError, type Place, type ServerError, statementError } from "./errors.ts";
import { PostgresqlSession } from "./session.ts";
import { openShadow } from "./shadow.ts";
import { serverFirst } from "./searchPath.ts";
import type { Opened, Openers } from "./shadow.ts";
import { cancelRequest } from "./wire/cancel.ts";
import { Wire } from "./wire/wire.ts";

/** Opens a session: timeouts set, mode fixed, facts read. Throws ConnectionError with what to do next, UsageError for a URL that cannot be read. */
export async function connect(engine: Engine, options: ConnectOptions): Promise<Session> {
  return (await connectServer(engine, options)).session;
}

async function connectServer(engine: Engine, options: ConnectOptions): Promise<Opened> {
  throwIfCancelled(options.signal);
  const config = clientConfig(options.url, options.timeouts.connect);
  const client = await openClient(config, options.signal);
  return await startSession(engine, client, () => cancelRequest(client, config), options);
}

/** A session over a client that is connected already. */
async function startSession(engine: Engine, client: Client, cancelOnServer: () => Promise<void>, options: ConnectOptions): Promise<Opened> {
  let version = 0;
  const wire = new Wire(client, cancelOnServer, (error, text, shift) => explained(engine, version, error, text, shift));
  try {
    const facts = await prepareSession(wire, options);
    version = facts.versionNumber;
    const openers: Openers = { server: (shadowed) => connectServer(engine, shadowed), client: (...shadowed) => startSession(engine, ...shadowed) };
    const session = new PostgresqlSession(engine, facts, wire, options, (source, wanted) => openShadow(source, openers, wanted));
    return { session, wire };
  } catch (error) {
    await wire.close();
    throw error;
  }
}

/**
 * What only a newer server understands is the version's fault, not the person's: text that the newest grammar reads and this one does not,
 * and `old` and `new` in RETURNING (PostgreSQL 18), which an older server takes for tables.
 */
function explained(engine: Engine, version: number, error: ServerError & Error, text: string, shift: number): StatementError {
  const plain = statementError(error, text, shift);
  if (version === 0) return plain;
  const own = text.slice(shift);
  const returnsOld = version < 180_000 && error.routine === "errorMissingRTE" && plain.offset !== undefined && /^(?:old|new)\b/i.test(own.slice(plain.offset)) && /\breturning\b/i.test(own.slice(0, plain.offset));
  const newSyntax = plain.reason === "syntax" && error.routine === "scanner_yyerror" && engine.analyse(engine.split(own)).problems.length === 0;
  if (!returnsOld && !newSyntax) return plain;
  return new StatementError("versionTooOld", error.code, `PostgreSQL ${Math.floor(version / 10_000)} does not know this syntax: ${error.message}`, {
    cause: error,
    next: "Write it as this version of the server can, or upgrade the server.",
    ...(plain.offset === undefined ? {} : { offset: plain.offset }),
  });
}

interface TlsConfig {
  readonly config: ClientConfig;
  /** TLS is tried first and given up where the server has none. */
  readonly prefersTls: boolean;
}

function clientConfig(url: string, connectTimeout: number): TlsConfig {
  let config: ClientConfig;
  let mode: string | null;
  try {
    mode = new URL(url).searchParams.get("sslmode");
    const compatible = new URL(url);
    compatible.searchParams.set("uselibpqcompat", "true");
    config = parseIntoClientConfig(compatible.href);
    // The parser leaves reserved characters of a database's name encoded.
    const database = decodeURIComponent(compatible.pathname.slice(1));
    if (database !== "") config.database = database;
  } catch {
    throw new UsageError("badUrl", "The connection URL cannot be read.", {
      next: "Write it as postgres://user:password@host:5432/database; encode special characters of the password (@ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25).",
    });
  }
  const host = config.host ?? process.env.PGHOST ?? "localhost";
  const prefersTls = mode === "prefer" || (mode === null && config.ssl === undefined && !isLocal(host));
  return {
    prefersTls,
    config: {
      ...config,
      ...(prefersTls ? { ssl: { rejectUnauthorized: false } } : {}),
      application_name: "data-engineer",
      keepAlive: true,
      ...(connectTimeout > 0 ? { connectionTimeoutMillis: connectTimeout } : {}),
    },
  };
}

function isLocal(host: string): boolean {
  return host === "localhost" || host.startsWith("/") || (isIP(host) !== 0 && (host === "::1" || host.startsWith("127.")));
}

async function openClient({ config, prefersTls }: TlsConfig, signal: AbortSignal): Promise<Client> {
  try {
    return await open(config, signal);
  } catch (error) {
    if (!prefersTls || !(error instanceof ConnectionError) || error.reason !== "tls") throw error;
    return await open({ ...config, ssl: false }, signal);
  }
}

async function open(config: ClientConfig, signal: AbortSignal): Promise<Client> {
  const client = new pg.Client(config);
  const ignore = (): void => undefined;
  client.on("error", ignore);
  const onAbort = (): void => {
    void client.end().catch(ignore);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    void client.end().catch(ignore);
    if (signal.aborted) throw new CancelledError();
    throw connectError(error, placeOf(client));
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function placeOf(client: Client): Place {
  return { host: client.host, port: client.port, database: client.database ?? "", user: client.user ?? "" };
}

/** Under a search path that nobody has looked at yet: operators are named by their schema too. */
const factsQuery = `SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_setting('server_version_num'),
  pg_catalog.current_database(), current_user,
  (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname OPERATOR(pg_catalog.=) current_user),
  (SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()),
  pg_catalog.current_setting('server_encoding'), pg_catalog.current_setting('TimeZone'), pg_catalog.current_setting('search_path'),
  (SELECT d.datcollate FROM pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()), pg_catalog.pg_is_in_recovery()`;

async function prepareSession(wire: Wire, options: ConnectOptions): Promise<ServerFacts> {
  const [, result] = await wire.send([{ text: settingsQuery(options.timeouts, options.readOnly) }, { text: factsQuery }], { signal: options.signal });
  const [version, number, database, user, superuser, tls, encoding, timeZone, searchPath, collation, recovering] = result?.rows[0] ?? [];
  const path = serverFirst(searchPath ?? "");
  if (path !== undefined) await wire.send([{ text: "SELECT pg_catalog.set_config('search_path', $1, false)", values: [path] }], { signal: options.signal });
  return {
    engine: "postgresql",
    dialect: "postgresql",
    version: (version ?? "").split(" ")[0] ?? "",
    versionNumber: Number(number),
    database: database ?? "",
    user: user ?? "",
    superuser: superuser === "t",
    readOnly: options.readOnly,
    tls: tls === null || tls === undefined ? null : tls === "t",
    settings: {
      encoding: encoding ?? "",
      collation: collation ?? "",
      timeZone: timeZone ?? "",
      searchPath: path ?? searchPath ?? "",
      standby: recovering === "t" ? "yes" : "no",
    },
  };
}

function settingsQuery(timeouts: Timeouts, readOnly: boolean): string {
  const milliseconds = (value: number): string => `'${Math.max(0, Math.trunc(value))}'`;
  const settings = [
    `pg_catalog.set_config('lock_timeout', ${milliseconds(timeouts.lock)}, false)`,
    `pg_catalog.set_config('statement_timeout', ${milliseconds(timeouts.statement)}, false)`,
    `pg_catalog.set_config('idle_in_transaction_session_timeout', ${milliseconds(timeouts.idleInTransaction)}, false)`,
    ...(readOnly ? ["pg_catalog.set_config('default_transaction_read_only', 'on', false)"] : []),
  ];
  return `SELECT ${settings.join(", ")}`;
}

