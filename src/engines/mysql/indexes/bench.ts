import type { IndexBench, Measurement } from "../../../core/indexes/bench.ts";
import { StatementError, UnsupportedError } from "../../../core/errors.ts";
import { drawPlan } from "../../../core/plan/draw.ts";
import { planView } from "../../../core/plan/planView.ts";
import type { Session } from "../../engine.ts";
import type { BenchRequest } from "../../indexes.ts";
import { plans } from "../plans.ts";
import { quoteName, quoteText } from "../quote.ts";
import { createIndex, dropIndex } from "./statements.ts";
import { indexesIn } from "./usedIndexes.ts";

/** All rows up to here, a sample of each table above. */
const copiedBytes = 1024 ** 3;
const sampledRows = 200_000;
/** A statement that takes longer is executed once. */
const quickMs = 200;

/** A scratch database with the rows; each statement is executed and undone, and the rows that it asks the storage engine for are counted. */
export async function openBench<Value>(session: Session, request: BenchRequest, work: (bench: IndexBench) => Promise<Value>): Promise<Value> {
  const { how, statistics, signal } = request;
  if (how === "target") throw new UnsupportedError("engine", "An index commits by itself here: it cannot be tried on the target and taken back.", { next: "Leave out --on-target: indexes are tried on a scratch database." });
  const [[bytes] = []] = (await session.run("SELECT SUM(DATA_LENGTH) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()", { signal })).rows;
  const whole = Number(bytes ?? 0) <= copiedBytes;
  request.progress(whole ? "Copying the database" : "Copying a sample of the database");
  const shadow = await session.shadow({ data: whole ? "copy" : "sample", sampleRows: sampledRows, signal });
  try {
    for (const { table } of request.tables) await shadow.session.run(`ANALYZE TABLE ${quoteName(table)}`, { signal, statementTimeoutMs: 0 });
    return await work(await benchOn(shadow.session, request, `on a shadow: ${shadow.label}`, whole ? [] : [`It has up to ${sampledRows} rows of each table: what a plan costs with all of them may differ.`]));
  } finally {
    await shadow.drop();
  }

  async function benchOn(scratch: Session, { signal: ended }: BenchRequest, place: string, notes: readonly string[]): Promise<IndexBench> {
    let count = 0;
    const madeOn = new Map<string, string>();
    const asking = await rowsAsked(scratch, async () => undefined, 0);
    return {
      form: "shadow", place, notes, unit: "rows", executed: true, perWrite: 1, least: 4,
      dear: statistics.reduce((sum, { rows }) => sum + rows, 0) > 100_000,
      measure: async ({ sql }) => {
        const once = (): Promise<Measurement> => measured(scratch, sql, asking.cost, ended);
        const first = await once();
        if ((first.ms ?? 0) > quickMs) return first;
        const again = [await once(), await once()];
        return again.reduce((best, one) => ({ ...(one.cost < best.cost ? one : best), ms: Math.min(one.ms ?? Infinity, best.ms ?? Infinity) }), first);
      },
      make: async (draft) => {
        count += 1;
        const name = `data_engineer_try_${count}`;
        try {
          await scratch.run(createIndex(draft, name), { signal: ended, statementTimeoutMs: 0 });
        } catch (error) {
          if (error instanceof StatementError) return { refused: error.message };
          throw error;
        }
        madeOn.set(name, draft.table);
        const [[size] = []] = (await scratch.run(`SELECT stat_value * @@innodb_page_size FROM mysql.innodb_index_stats WHERE database_name = DATABASE() AND table_name = ${quoteText(draft.table)} AND index_name = ${quoteText(name)} AND stat_name = 'size'`).catch(unseen)).rows;
        return { name, bytes: Number(size ?? 0), estimated: true };
      },
      drop: async ({ name }) => {
        const table = madeOn.get(name);
        if (table !== undefined) await scratch.run(dropIndex(table, name), { signal: ended });
      },
    };
  }
}

function unseen(error: unknown): { readonly rows: readonly (readonly never[])[] } {
  if (error instanceof StatementError && error.reason === "permission") return { rows: [] };
  throw error;
}

async function measured(session: Session, sql: string, asking: number, signal: AbortSignal): Promise<Measurement> {
  const { text } = await session.explain(sql, { signal });
  const reading = plans.read(text, { query: sql, dialect: session.facts.dialect });
  if (!("plan" in reading)) throw new StatementError("other", "explain", `Its plan cannot be read: ${reading.reason}`);
  const { cost, ms } = await rowsAsked(session, () => session.transaction("rollback", () => session.run(sql, { signal, maxRows: 0 })), asking);
  return { cost, ms, used: indexesIn(reading.plan.root), plan: withoutDatabase(drawPlan(planView(reading.plan)), session.facts.database) };
}

/** The rows that a statement asks the storage engine for, by the session's own counters; without what asking for the counters counts. */
async function rowsAsked(session: Session, run: () => Promise<unknown>, asking: number): Promise<{ readonly cost: number; readonly ms: number }> {
  const read = async (): Promise<number> => (await session.run("SHOW SESSION STATUS LIKE 'Handler_read%'")).rows.reduce((sum, [, value]) => sum + Number(value), 0);
  const before = await read();
  const started = performance.now();
  await run();
  const ms = performance.now() - started;
  return { cost: Math.max(0, (await read()) - before - asking), ms };
}

/** A scratch database has a name that nobody knows, which plans write before each table, quoted or not. */
function withoutDatabase(plan: string, database: string): string {
  return plan.replaceAll(`${quoteName(database)}.`, "").replaceAll(`${database}.`, "");
}
