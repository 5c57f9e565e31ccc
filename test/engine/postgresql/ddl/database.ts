import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Catalog } from "../../../../src/core/catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../../../../src/core/catalog/diff.ts";
import type { ChangeStep, Engine, Session } from "../../../../src/engines/engine.ts";
import { loadPostgresql } from "../../../../src/engines/postgresql/engine.ts";
import { leaveOut } from "../../engines.ts";

const run = promisify(execFile);

/** The servers that tests run on, by their variables. */
export const servers: readonly { readonly name: string; readonly url: string }[] = [
  { name: "TEST_POSTGRES_URL", url: process.env["TEST_POSTGRES_URL"] },
  { name: "TEST_POSTGRES18_URL", url: process.env["TEST_POSTGRES18_URL"] },
].flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }]));
leaveOut("schemas", ["postgresql"]);

export interface TestDatabase {
  readonly engine: Engine;
  readonly session: Session;
  readonly url: string;
  drop(): Promise<void>;
}

let made = 0;

/** An empty database of its own. */
export async function makeDatabase(serverUrl: string): Promise<TestDatabase> {
  const engine = await loadPostgresql();
  const name = `de_ddl_${process.pid}_${Date.now().toString(36)}_${(made += 1)}`;
  const server = await open(engine, serverUrl);
  await server.run(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const session = await open(engine, url.href);
  return {
    engine,
    session,
    url: url.href,
    drop: async () => {
      await session.close();
      await server.run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.close();
    },
  };
}

function open(engine: Engine, url: string): Promise<Session> {
  return engine.connect({ url, cwd: process.cwd(), readOnly: false, timeouts: { connect: 10_000, lock: 30_000, statement: 0, idleInTransaction: 0 }, signal: new AbortController().signal });
}

/** Makes a database, works in it, drops it. */
export async function withDatabase<Value>(serverUrl: string, work: (database: TestDatabase) => Promise<Value>): Promise<Value> {
  const database = await makeDatabase(serverUrl);
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** Runs a script statement by statement; what fails is named. */
export async function runScript({ engine, session }: TestDatabase, script: string): Promise<void> {
  for (const statement of engine.split(script).statements) await runNamed(session, statement.text);
}

/** Runs the steps of a change, in the transaction that is open or else each by itself; a failure shows all of them. */
export async function runSteps({ session }: TestDatabase, steps: readonly ChangeStep[]): Promise<void> {
  for (const { sql } of steps) {
    await runNamed(session, sql).catch((error: unknown) => {
      throw new Error(`${String(error)}\n\nThe whole change:\n${steps.map((item) => `${item.sql};`).join("\n")}`);
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

/** Where it is absent, the runner of all tests names it as missing. */
export const hasPsql = spawnSync("psql", ["--version"]).status === 0;

/** Runs a script with psql, which stops at the first error. */
export async function runWithPsql(url: string, script: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ddl-"));
  try {
    const file = join(folder, "schema.sql");
    await writeFile(file, script);
    await run("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, url], { maxBuffer: 1 << 26 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The differences in words, for an assertion that tells what is wrong. */
export function differences(before: Catalog, after: Catalog): string[] {
  return diffCatalogs(before, after).map(describeDifference);
}
