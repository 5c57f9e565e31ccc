import { readFile } from "node:fs/promises";
import path from "node:path";
import mysql from "mysql2";
import type { Connection, ConnectionOptions, SslOptions } from "mysql2";
import { CancelledError, ConnectionError, FileError, throwIfCancelled } from "../../core/errors.ts";
import type { ConnectOptions, Engine, Session } from "../engine.ts";
import { connectError } from "./errors.ts";
import type { Flavour } from "./flavourName.ts";
import type { WireOpener } from "./lock.ts";
import { prepareSession } from "./prepare.ts";
import type { Redirect } from "./redirect.ts";
import { modeOf, type SqlMode } from "./scan/sqlMode.ts";
import { grantsOnObject } from "./shadow/objectGrant.ts";
import { MysqlSession } from "./session.ts";
import { parseUrl, type Target } from "./url.ts";
import { Wire } from "./wire/wire.ts";

/** Loads the language half; `version` as the server's versioned comments count. */
export type EngineOf = (flavour: Flavour, version: number, database: string, mode: SqlMode, halted?: ReadonlySet<string>) => Promise<Engine>;

/**
 * Opens a session: timeouts set, mode fixed, facts read. The server says which flavour it is, so `engineOf` gives the engine that the session has.
 * Throws ConnectionError with what to do next, UsageError for a URL that cannot be read.
 */
export async function connect(engineOf: EngineOf, options: ConnectOptions, redirect?: Redirect): Promise<Session> {
  throwIfCancelled(options.signal);
  const target = parseUrl(options.url);
  const openWire: WireOpener = async (signal, wanted) => {
    const { connection, config } = await dial(target, { ...options, signal }, wanted?.several === true);
    return new Wire(connection, () => kill(config, connection.threadId));
  };
  const wire = await openWire(options.signal);
  try {
    const facts = await prepareSession(wire, options);
    const known = await engineOf(facts.dialect === "mariadb" ? "mariadb" : "mysql", facts.versionNumber, redirect?.from ?? facts.database, modeOf(facts.settings["sqlMode"] ?? ""), redirect?.halted);
    const engine = redirect?.ownGrants === true ? { ...known, reachesBeyond: (sql: string) => known.reachesBeyond(sql) && !grantsOnObject(sql, facts.dialect === "mariadb" ? "mariadb" : "mysql") } : known;
    return new MysqlSession({ engine, facts, wire, options, open: (other, turn) => connect(engineOf, other, turn), openWire, redirect });
  } catch (error) {
    await wire.close();
    throw error;
  }
}

interface Dialled {
  readonly connection: Connection;
  readonly config: ConnectionOptions;
}

async function dial(target: Target, options: ConnectOptions, multipleStatements: boolean): Promise<Dialled> {
  const config = { ...(await configOf(target, options)), multipleStatements };
  try {
    return { connection: await open(config, target, options.signal), config };
  } catch (error) {
    if (target.tls !== "preferred" || !(error instanceof ConnectionError) || error.reason !== "tls") throw error;
    const { ssl: _ssl, ...plain } = config;
    return { connection: await open(plain, target, options.signal), config: plain };
  }
}

async function configOf(target: Target, options: ConnectOptions): Promise<ConnectionOptions> {
  const ssl = await sslOf(target, options.cwd);
  return {
    ...(target.socket === undefined ? { host: target.host, port: target.port } : { socketPath: target.socket }),
    user: target.user,
    password: target.password,
    ...(target.database === "" ? {} : { database: target.database }),
    ...(ssl === undefined ? {} : { ssl }),
    connectTimeout: options.timeouts.connect,
    charset: "utf8mb4",
    maxPreparedStatements: 1,
    jsonStrings: true,
    // IGNORE_SPACE would make words of functions reserved; the server may ask for no file of this machine.
    flags: ["-IGNORE_SPACE", "-LOCAL_FILES"],
    connectAttributes: { program_name: "data-engineer" },
  };
}

async function sslOf(target: Target, cwd: string): Promise<SslOptions | undefined> {
  if (target.tls === "disabled") return undefined;
  const verify = target.tls === "verifyCa" || target.tls === "verifyIdentity";
  const [ca, cert, key] = await Promise.all([target.ca, target.certificate, target.key].map((file) => (file === undefined ? undefined : readPem(file, cwd))));
  return {
    rejectUnauthorized: verify,
    verifyIdentity: target.tls === "verifyIdentity",
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

async function readPem(file: string, cwd: string): Promise<string> {
  const found = path.resolve(cwd, file);
  return await readFile(found, "utf8").catch((error: unknown) => {
    throw new FileError("unreadable", found, `The certificate file ${found} cannot be read.`, { cause: error, next: "Correct the path in the connection URL." });
  });
}

function open(config: ConnectionOptions, target: Target, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const connection = mysql.createConnection(config);
    const finish = (settle: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      connection.removeAllListeners("error");
      connection.on("error", () => undefined);
      settle();
    };
    const onAbort = (): void => {
      connection.destroy();
      finish(() => reject(new CancelledError()));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    connection.once("connect", () => finish(() => resolve(connection)));
    connection.on("error", (error) => {
      connection.destroy();
      finish(() => reject(connectError(error, target)));
    });
  });
}

const killWithinMs = 10_000;

/** Asks the server on a second connection to stop what the first one runs; a request that is lost shows as a statement that goes on. */
async function kill(config: ConnectionOptions, threadId: number): Promise<void> {
  const { database: _database, ...elsewhere } = config;
  const connection = mysql.createConnection({ ...elsewhere, connectTimeout: killWithinMs });
  connection.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    const giveUp = setTimeout(resolve, killWithinMs);
    connection.query(`KILL QUERY ${threadId}`, () => {
      clearTimeout(giveUp);
      resolve();
    });
  });
  connection.destroy();
}
