import { spawn, spawnSync } from "node:child_process";
import type { Catalog } from "../../../../src/core/catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../../../../src/core/catalog/diff.ts";
import type { ChangeStep, Engine, Session } from "../../../../src/engines/engine.ts";
import type { Flavour } from "../../../../src/engines/mysql/flavourName.ts";
import { loadMysql } from "../../../../src/engines/mysql/engine.ts";
import { leaveOut } from "../../engines.ts";

export interface Server {
  readonly flavour: Flavour;
  readonly url: string;
}

/** The servers that tests run on. */
export const servers: readonly Server[] = ([
  { flavour: "mysql", url: process.env["TEST_MYSQL_URL"] },
  { flavour: "mariadb", url: process.env["TEST_MARIADB_URL"] },
] as const).flatMap(({ flavour, url }) => (url === undefined ? [] : [{ flavour, url }]));
leaveOut("schemas", ["mysql", "mariadb"]);

export interface TestDatabase {
  readonly engine: Engine;
  readonly session: Session;
  readonly name: string;
  readonly url: string;
  /** Another session on the server, outside of the database. */
  readonly server: Session;
  /** Drops everything that is in the database. */
  clear(): Promise<void>;
  drop(): Promise<void>;
}

export const never = new AbortController().signal;
let made = 0;

/** An empty database of its own. */
export async function makeDatabase(server: Server): Promise<TestDatabase> {
  const name = `de_ddl_${process.pid}_${Date.now().toString(36)}_${(made += 1)}`;
  const admin = await openSession(server.flavour, server.url);
  const create = async (): Promise<void> => {
    await admin.run(`CREATE DATABASE ${name} DEFAULT COLLATE utf8mb4_unicode_ci`);
  };
  await create();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const session = await openSession(server.flavour, url.href);
  return {
    engine: session.engine,
    session,
    name,
    url: url.href,
    server: admin,
    clear: async () => {
      await admin.run(`DROP DATABASE ${name}`);
      await create();
      await session.run(`USE ${name}`);
    },
    drop: async () => {
      await session.close();
      await admin.run(`DROP DATABASE IF EXISTS ${name}`);
      await admin.close();
    },
  };
}

export async function openSession(flavour: Flavour, url: string): Promise<Session> {
  const engine = await loadMysql(flavour);
  return engine.connect({ url, cwd: process.cwd(), readOnly: false, timeouts: { connect: 10_000, lock: 30_000, statement: 0, idleInTransaction: 0 }, signal: never });
}

/** Makes a database, works in it, drops it. */
export async function withDatabase<Value>(server: Server, work: (database: TestDatabase) => Promise<Value>): Promise<Value> {
  const database = await makeDatabase(server);
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** Runs a script statement by statement; what fails is named. */
export async function runScript({ engine, session }: Pick<TestDatabase, "engine" | "session">, script: string): Promise<void> {
  for (const statement of engine.split(script).statements) await runNamed(session, statement.text);
}

/** Runs the steps of a change; a failure shows all of them. */
export async function runSteps({ session }: TestDatabase, steps: readonly ChangeStep[]): Promise<void> {
  for (const { sql } of steps) {
    await runNamed(session, sql).catch((error: unknown) => {
      throw new Error(`${String(error)}\n\nThe whole change:\n${steps.map((item) => `${item.phase} ${item.sql};`).join("\n")}`);
    });
  }
}

async function runNamed(session: Session, sql: string): Promise<void> {
  try {
    await session.run(sql);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nin: ${sql}`, { cause: error });
  }
}

/** The differences in words, for an assertion that tells what is wrong. */
export function differences(before: Catalog, after: Catalog): string[] {
  return diffCatalogs(before, after).map(describeDifference);
}

/** Where it is absent, the runner of all tests names it as missing. */
export const hasClient = spawnSync("mysql", ["--version"]).status === 0;

/** Runs a script with the mysql client, which stops at the first error. */
export async function runWithClient({ url }: TestDatabase, script: string): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const client = spawn("mysql", ["--no-defaults", "--comments", "--protocol=tcp", "-h", hostname, "-P", port, "-u", decodeURIComponent(username), "--default-character-set=utf8mb4", pathname.slice(1)], {
    env: { ...process.env, MYSQL_PWD: decodeURIComponent(password) },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let errors = "";
  client.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  client.stdin.end(script);
  const code = await new Promise<number | null>((resolve) => client.on("close", resolve));
  if (code !== 0) throw new Error(`mysql ended with ${code}: ${errors}`);
}

