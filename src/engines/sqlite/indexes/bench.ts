import { StatementError } from "../../../core/errors.ts";
import type { IndexBench } from "../../../core/indexes/bench.ts";
import type { Session } from "../../engine.ts";
import type { BenchRequest } from "../../indexes.ts";
import { linked, type SqliteLink } from "../link.ts";
import { quoteName, quoteText } from "../quote.ts";
import { indexStatements } from "./statements.ts";

const dearRows = 200_000;
/** Root, inner page and leaf. */
const pagesPerWrite = 3;
/** Of the processor, for one entry. */
const msPerWrite = 0.005;

/** Indexes that are really made on a copy of the database, or in a transaction of it; each statement is executed and undone, and what it reads is counted. */
export async function openBench<Value>(session: Session & SqliteLink, request: BenchRequest, work: (bench: IndexBench) => Promise<Value>): Promise<Value> {
  if (request.how === "target") return await session.transaction("rollback", async () => work(await benchOn(session, request, "transaction", "in a transaction of the database that was rolled back")));
  request.progress("Copying the database");
  const shadow = await session.shadow({ data: "copy", signal: request.signal });
  try {
    return await work(await benchOn(linked(shadow.session), request, "copy", `on ${shadow.label}`));
  } finally {
    await shadow.drop();
  }
}

async function benchOn(session: Session & SqliteLink, { signal, statistics }: BenchRequest, form: "transaction" | "copy", place: string): Promise<IndexBench> {
  let count = 0;
  // What is measured is to depend on the rows, and not on whether somebody ran ANALYZE once.
  await session.run("ANALYZE", { signal, statementTimeoutMs: 0 });
  const within = form === "transaction";
  const { pages } = await session.ask("measure", { sql: "SELECT 1", within }, signal);
  // Pages that a transaction has changed stay in memory, so that reading them is not seen.
  const counts = pages !== null && !within;
  return {
    form, place,
    unit: counts ? "pages" : "ms",
    executed: true,
    perWrite: counts ? pagesPerWrite : msPerWrite,
    least: counts ? 4 : 0.5,
    dear: statistics.reduce((sum, { rows }) => sum + rows, 0) > dearRows,
    notes: ["Everything was analysed there first: without ANALYZE on the database itself SQLite may choose otherwise.", counts ? "Pages are those that a statement looks at, each time that it does: counted with a cache of next to none." : "Pages could not be counted here: the time of the processor was compared."],
    measure: async ({ sql }) => {
      const plan = await session.run(`EXPLAIN QUERY PLAN ${sql}`, { signal });
      const details = plan.rows.map(([, , , detail]) => String(detail));
      const measured = await session.ask("measure", { sql, within }, signal);
      return { cost: counts ? (measured.pages ?? 0) : measured.ms, ms: measured.ms, plan: details.join("\n"), used: details.flatMap((detail) => / USING (?:COVERING )?INDEX (data_engineer_try_\d+|\S+)/.exec(detail)?.[1] ?? []) };
    },
    make: async (draft) => {
      count += 1;
      const name = `data_engineer_try_${count}`;
      try {
        const make = async (): Promise<void> => {
          await session.run(indexStatements(draft, name).create, { signal, statementTimeoutMs: 0 });
          await session.run(`ANALYZE ${quoteName(name)}`, { signal, statementTimeoutMs: 0 });
        };
        await (within ? session.savepoint("keep", make) : make());
      } catch (error) {
        if (error instanceof StatementError) return { refused: error.message };
        throw error;
      }
      const [[bytes] = []] = await session.query([`SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = ${quoteText(name)}`], signal).then(([rows]) => rows ?? []);
      return { name, bytes: Number(bytes), estimated: false };
    },
    drop: async ({ name }) => {
      await session.run(`DROP INDEX ${quoteName(name)}`, { signal });
    },
  };
}
