import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { loadPostgresql } from "../src/engines/postgresql/engine.ts";
import { renderCatalog } from "../src/engines/postgresql/render.ts";
import type { Session } from "../src/engines/engine.ts";

const TABLES = 1000;
const ROUNDS = 5;
const run = promisify(execFile);

/** Measures reading and rendering a schema of 1,000 tables against `pg_dump -s` of the same database; figures are the best of some rounds of one run. */
async function main(): Promise<void> {
  const serverUrl = process.env["TEST_POSTGRES_URL"];
  if (serverUrl === undefined) throw new Error("Set TEST_POSTGRES_URL to a server on which a database may be made.");
  const name = `de_bench_schema_${process.pid}`;
  const server = await open(serverUrl);
  await server.run(`CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    const session = await open(url.href);
    try {
      await makeSchema(session);
      await report(session, url.href);
    } finally {
      await session.close();
    }
  } finally {
    await server.run(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.close();
  }
}

async function open(url: string): Promise<Session> {
  const engine = await loadPostgresql();
  return engine.connect({ url, cwd: process.cwd(), readOnly: false, timeouts: { connect: 10_000, lock: 0, statement: 0, idleInTransaction: 0 }, signal: new AbortController().signal });
}

/** Tables as an application has them: keys, foreign keys, checks, indexes, defaults, some comments, views, functions, triggers. */
async function makeSchema(session: Session): Promise<void> {
  await session.run("CREATE TYPE state AS ENUM ('new', 'open', 'done')");
  await session.run("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changed := now(); RETURN NEW; END'");
  await session.run(`DO $$BEGIN FOR i IN 0..${TABLES - 1} LOOP
    EXECUTE format('CREATE TABLE t%s (id bigserial PRIMARY KEY, parent bigint, name text NOT NULL, state state NOT NULL DEFAULT ''new'', price numeric(12,2) DEFAULT 0 CHECK (price >= 0), extra jsonb, created timestamptz NOT NULL DEFAULT now(), changed timestamptz, UNIQUE (parent, name))', i);
    EXECUTE format('ALTER TABLE t%s ADD FOREIGN KEY (parent) REFERENCES t%s ON DELETE CASCADE', i, i / 2);
    EXECUTE format('CREATE INDEX ON t%s (state, created DESC) WHERE state <> ''done''', i);
    IF i % 5 = 0 THEN EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON t%s FOR EACH ROW EXECUTE FUNCTION touch()', i); END IF;
    IF i % 4 = 0 THEN EXECUTE format('COMMENT ON TABLE t%s IS ''table %s''', i, i); END IF;
    IF i % 10 = 0 THEN EXECUTE format('CREATE VIEW v%s AS SELECT a.id, a.name, b.name AS parent_name FROM t%s a JOIN t%s b ON b.id = a.parent', i, i, i / 2); END IF;
  END LOOP; END$$`);
  await session.run("ANALYZE");
}

async function report(session: Session, url: string): Promise<void> {
  const counted = async (): Promise<number> => Number((await session.run("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'data_engineer_catalog_%' AND name NOT LIKE '%settings'")).rows[0]?.[0]);
  let [read, render, dump] = [Infinity, Infinity, Infinity];
  let text = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const catalog = await session.catalog();
    const middle = performance.now();
    text = renderCatalog(catalog);
    const end = performance.now();
    await run("pg_dump", ["-s", url], { maxBuffer: 1 << 28 });
    read = Math.min(read, middle - start);
    render = Math.min(render, end - middle);
    dump = Math.min(dump, performance.now() - end);
  }
  console.log(`tables ${TABLES}, script ${Math.round(text.length / 1024)} KB, catalog queries ${await counted()}`);
  console.log(`catalog ${read.toFixed(0)} ms, render ${render.toFixed(0)} ms, pg_dump -s ${dump.toFixed(0)} ms`);
  const ratio = (read + render) / dump;
  console.log(`ratio ${ratio.toFixed(2)} (at most 0.70)`);
  process.exitCode = ratio <= 0.7 ? 0 : 1;
}

await main();
