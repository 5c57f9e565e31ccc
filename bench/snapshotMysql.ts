import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import type { Session } from "../src/engines/engine.ts";
import { loadMysql } from "../src/engines/mysql/engine.ts";
import type { Flavour } from "../src/engines/mysql/flavourName.ts";

const TABLES = Number(process.env["BENCH_TABLES"] ?? 1000);
const ROUNDS = 3;

/** Measures reading and rendering a schema of many tables on MySQL and MariaDB, against the server's own dump of the same structure where its program is here. */
async function main(): Promise<void> {
  const servers = ([["mysql", process.env["TEST_MYSQL_URL"]], ["mariadb", process.env["TEST_MARIADB_URL"]]] as const).flatMap(([flavour, url]) => (url === undefined ? [] : [{ flavour, url }]));
  if (servers.length === 0) console.log("Set TEST_MYSQL_URL or TEST_MARIADB_URL to a server on which a database may be made; these figures are missing.");
  for (const { flavour, url } of servers) await measure(flavour, url);
}

async function measure(flavour: Flavour, serverUrl: string): Promise<void> {
  const name = `de_bench_schema_${process.pid}`;
  const server = await open(flavour, serverUrl);
  await server.run(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    const session = await open(flavour, url.href);
    try {
      await makeSchema(session);
      await report(flavour, session, url);
    } finally {
      await session.close();
    }
  } finally {
    await server.run(`DROP DATABASE ${name}`);
    await server.close();
  }
}

async function open(flavour: Flavour, url: string): Promise<Session> {
  const engine = await loadMysql(flavour);
  return engine.connect({ url, cwd: process.cwd(), readOnly: false, timeouts: { connect: 10_000, lock: 0, statement: 0, idleInTransaction: 0 }, signal: new AbortController().signal });
}

/** Tables as an application has them: keys, foreign keys, checks, indexes, defaults, some comments, views, triggers. */
async function makeSchema(session: Session): Promise<void> {
  await session.run("SET SESSION foreign_key_checks = 0");
  for (let i = 0; i < TABLES; i += 1) {
    await session.run(`CREATE TABLE t${i} (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, parent bigint, name varchar(100) NOT NULL, state enum('new','open','done') NOT NULL DEFAULT 'new', price decimal(12,2) DEFAULT 0 CHECK (price >= 0), extra json, created datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, changed datetime, UNIQUE KEY parent_name (parent, name), KEY state_created (state, created), CONSTRAINT t${i}_parent FOREIGN KEY (parent) REFERENCES t${i >> 1} (id) ON DELETE CASCADE)${i % 4 === 0 ? ` COMMENT='table ${i}'` : ""}`);
    if (i % 5 === 0) await session.run(`CREATE TRIGGER touch_${i} BEFORE UPDATE ON t${i} FOR EACH ROW SET NEW.changed = NOW()`);
    if (i % 10 === 0) await session.run(`CREATE VIEW v${i} AS SELECT a.id, a.name, b.name AS parent_name FROM t${i} a JOIN t${i >> 1} b ON b.id = a.parent`);
  }
}

async function report(flavour: Flavour, session: Session, url: URL): Promise<void> {
  const [dump, arguments_] = dumpCommand(flavour, url);
  let [read, render, dumped] = [Infinity, Infinity, Infinity];
  let text = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const catalog = await session.catalog();
    const middle = performance.now();
    text = session.engine.renderCatalog(catalog);
    const end = performance.now();
    read = Math.min(read, middle - start);
    render = Math.min(render, end - middle);
    if (dump === null) continue;
    const ran = spawnSync(dump, arguments_, { env: { ...process.env, MYSQL_PWD: decodeURIComponent(url.password) }, stdio: ["ignore", "ignore", "inherit"] });
    if (ran.status === 0) dumped = Math.min(dumped, performance.now() - end);
  }
  console.log(`${flavour}: tables ${TABLES}, script ${Math.round(text.length / 1024)} KB`);
  const ratio = dump === null ? "no dump program here to compare with" : `${dump} ${dumped.toFixed(0)} ms, ratio ${((read + render) / dumped).toFixed(2)}`;
  console.log(`catalog ${read.toFixed(0)} ms, render ${render.toFixed(0)} ms, ${ratio}`);
}

function dumpCommand(flavour: Flavour, url: URL): [string | null, string[]] {
  const names = flavour === "mysql" ? ["mysqldump"] : ["mariadb-dump", "mysqldump"];
  const found = names.find((name) => spawnSync(name, ["--version"]).status === 0) ?? null;
  return [found, ["--no-defaults", "--no-data", "--routines", "--events", "--protocol=tcp", "-h", url.hostname, "-P", url.port, "-u", decodeURIComponent(url.username), url.pathname.slice(1)]];
}

await main();
