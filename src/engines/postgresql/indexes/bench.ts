import type { IndexBench } from "../../../core/indexes/bench.ts";
import { StatementError } from "../../../core/errors.ts";
import type { BenchRequest } from "../../indexes.ts";
import type { Session } from "../../engine.ts";
import { builtBench } from "./bench/built.ts";
import { hypotheticalBench } from "./bench/hypothetical.ts";
import type { Ask } from "./read/behind.ts";

/** A copy of all rows up to here, a sample of each table above. */
const copiedBytes = 2 * 1024 ** 3;
/** Rows of each table that a sample has; fewer where they pass through this process. */
const sampledRows = 200_000;

/** HypoPG where it is installed and knows the kind of every index; else a shadow with the rows; or the target, where somebody agreed to it. */
export async function openBench<Value>(session: Session, ask: Ask, request: BenchRequest, work: (bench: IndexBench) => Promise<Value>): Promise<Value> {
  const { how, drafts, signal, statistics } = request;
  if (how === "target") return await session.transaction("rollback", async () => work(await builtBench(session, request, { form: "transaction", place: "in a transaction of the target that was rolled back", notes: [] })));
  const [[hypopg, version] = []] = await ask("SELECT n.nspname, e.extversion FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'hypopg'");
  const simple = drafts.every(({ method, schema, table }) => method === "btree" && !request.catalog.tables.some((one) => one.form === "partitioned" && one.schema === schema && one.name === table));
  if (how === undefined && typeof hypopg === "string" && simple) return await hypotheticalBench(session, request, { schema: hypopg, version: String(version) }, work);
  const [[bytes] = []] = await ask("SELECT pg_catalog.pg_database_size(pg_catalog.current_database())::float8");
  const whole = Number(bytes) <= copiedBytes;
  request.progress(whole ? "Copying the database" : "Copying a sample of the database");
  const shadow = await session.shadow({ data: whole ? "copy" : "sample", sampleRows: sampledRows, signal });
  try {
    const notes = await shortfalls(shadow.session, statistics);
    for (const { schema, table } of request.tables) await shadow.session.run(`VACUUM (ANALYZE) ${session.engine.quoteObject({ schema, name: table })}`, { signal, statementTimeoutMs: 0 }).catch(ignoreMissing);
    return await work(await builtBench(shadow.session, request, { form: "shadow", place: `on a shadow: ${shadow.label}`, notes }));
  } finally {
    await shadow.drop();
  }
}

/** Tables of which the shadow has fewer rows than the target. */
async function shortfalls(shadow: Session, statistics: BenchRequest["statistics"]): Promise<string[]> {
  const counts = await shadow.countRows();
  return statistics.flatMap(({ schema, table, rows }) => {
    const there = counts.get(`${schema}.${table}`) ?? 0;
    return there < rows * 0.9 ? [`${schema}.${table} has ${there} of about ${Math.round(rows)} rows there: what a plan costs with all of them may differ.`] : [];
  });
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof StatementError) || error.reason !== "undefinedObject") throw error;
}
