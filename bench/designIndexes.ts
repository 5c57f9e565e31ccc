import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { Session } from "../src/engines/engine.ts";
import { loadEngine } from "../src/engines/load.ts";
import { follow, ratioOf, type Cost } from "../test/engine/indexes/advising.ts";
import { blocksOf, pagesOf } from "../test/engine/indexes/costs.ts";
import type { IndexWorld } from "../test/engine/indexes/indexCase.ts";
import { postgresqlWorlds } from "../test/engine/indexes/postgresqlWorlds.ts";
import { sqliteWorlds } from "../test/engine/indexes/sqliteWorlds.ts";

/** For each query that advised indexes help: what executing it costs before and after, and how long it takes, the best of five. */
const never = new AbortController().signal;
const timeouts = { connect: 60_000, lock: 20_000, statement: 120_000, idleInTransaction: 120_000 };
const ratios: number[] = [];
let failed = 0;

async function world(session: Session, one: IndexWorld, cost: Cost): Promise<void> {
  for (const statement of one.made) await session.run(statement, { statementTimeoutMs: 0 });
  for (const item of one.cases.filter(({ flags, index }) => index !== null && flags?.["db-role"] === undefined)) {
    const outcome = await follow(session, item, cost, item.flags ?? {});
    const measured = item.measured ?? item.sql;
    const before = await timed(session, measured);
    for (const { create } of outcome.advice.indexes) await session.run(create);
    const after = await timed(session, measured);
    for (const { drop } of outcome.advice.indexes) await session.run(drop);
    const ratio = ratioOf(outcome);
    ratios.push(ratio);
    if (ratio < (item.ratio ?? 1.1)) failed += 1;
    console.log(`${one.name}, ${item.name}: ${outcome.before} to ${outcome.after}, ${ratio.toFixed(1)} times less; ${before.toFixed(2)} ms to ${after.toFixed(2)} ms, ${(before / Math.max(after, 0.001)).toFixed(1)} times faster; ${outcome.advice.indexes.map(({ definition }) => definition).join(" and ")}`);
  }
}

async function timed(session: Session, sql: string): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    await session.transaction("rollback", () => session.run(sql));
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

const folder = mkdtempSync(path.join(tmpdir(), "bench-indexes-"));
const sqlite = await (await loadEngine("sqlite")).connect({ url: "sqlite:bench.db?create=true", cwd: folder, readOnly: false, timeouts, signal: never });
try {
  for (const one of sqliteWorlds) await world(sqlite, one, pagesOf(sqlite));
} finally {
  await sqlite.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const server of [process.env["TEST_POSTGRES_URL"], process.env["TEST_POSTGRES18_URL"]].filter((url) => url !== undefined)) {
  for (const one of postgresqlWorlds.filter(({ name }) => name !== "tenancy")) {
    const name = `bench_indexes_${one.name}_${process.pid}`;
    const admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    const session = await (await loadEngine("postgresql")).connect({ url: url.href, cwd: tmpdir(), readOnly: false, timeouts, signal: never });
    try {
      console.log(`PostgreSQL ${session.facts.version}`);
      await world(session, one, blocksOf(session));
    } finally {
      await session.close();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    }
  }
}
const sorted = [...ratios].sort((a, b) => a - b);
console.log(`${ratios.length} queries, ${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1)} times less in the middle; ${failed} below their bound`);
process.exitCode = failed === 0 ? 0 : 1;
