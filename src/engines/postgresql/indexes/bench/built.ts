import { StatementError } from "../../../../core/errors.ts";
import type { IndexBench, Measurement, ProofForm } from "../../../../core/indexes/bench.ts";
import type { IndexDraft } from "../../../../core/indexes/indexDraft.ts";
import type { Session } from "../../../engine.ts";
import type { BenchRequest } from "../../../indexes.ts";
import { quoteObject } from "../../quote.ts";
import { planFacts } from "../planFacts.ts";
import { createIndex } from "../statements.ts";
import { explained } from "./explained.ts";

/** Root, inner page and leaf. */
const perWrite = 3;
/** A statement that takes longer is executed once. */
const quickMs = 200;
const dearRows = 100_000;

/** Indexes that are really made, on a session where anything may be changed; each statement is executed and undone, and the blocks it touches are counted. */
export async function builtBench(session: Session, { as, signal, statistics }: BenchRequest, described: { readonly form: ProofForm; readonly place: string; readonly notes: readonly string[] }): Promise<IndexBench> {
  let count = 0;
  // The parts of a partitioned index, by which plans name it.
  const wholes = new Map<string, string>();
  const inside = described.form === "transaction";
  const executed = async (sql: string): Promise<Measurement> => {
    const { blocks, ms, used, text } = planFacts(await explained(session, as, "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ", sql, signal, inside));
    return { cost: blocks, used: [...new Set(used.map((one) => wholes.get(one) ?? one))], plan: text, ...(ms === undefined ? {} : { ms }) };
  };
  return {
    ...described,
    unit: "blocks",
    executed: true,
    perWrite,
    least: 4,
    dear: statistics.reduce((sum, { rows }) => sum + rows, 0) > dearRows,
    measure: async ({ sql }) => {
      const first = await executed(sql);
      if ((first.ms ?? 0) > quickMs) return first;
      // The first run may have read what belongs to no run: the catalogue, pages that nobody had looked at since they were written.
      const again = [await executed(sql), await executed(sql)];
      return again.reduce((best, one) => ({ ...(one.cost < best.cost ? one : best), ms: Math.min(one.ms ?? Infinity, best.ms ?? Infinity) }), first);
    },
    make: async (draft) => {
      count += 1;
      const name = `data_engineer_try_${count}`;
      const make = async (): Promise<void> => {
        await session.run(createIndex(draft, name, quoteObject({ schema: draft.schema, name: draft.table })), { signal, statementTimeoutMs: 0 });
        // The planner knows nothing of an expression before this.
        if (hasOwnStatistics(draft)) await session.run(`ANALYZE ${quoteObject({ schema: draft.schema, name: draft.table })}`, { signal, statementTimeoutMs: 0 });
      };
      try {
        await (inside ? session.savepoint("keep", make) : make());
      } catch (error) {
        if (error instanceof StatementError) return { refused: error.message };
        throw error;
      }
      const parts = await session.run("SELECT c.relname, pg_catalog.pg_relation_size(c.oid)::float8 FROM pg_catalog.pg_class c WHERE c.oid = $1::pg_catalog.regclass OR c.oid IN (SELECT t.relid FROM pg_catalog.pg_partition_tree($1::pg_catalog.regclass) t)", { params: [quoteObject({ schema: draft.schema, name })] });
      for (const [part] of parts.rows) wholes.set(String(part), name);
      return { name, bytes: parts.rows.reduce((sum, [, bytes]) => sum + Number(bytes), 0), estimated: false };
    },
    drop: async ({ name }) => {
      const [schema] = (await session.run("SELECT schemaname FROM pg_catalog.pg_indexes WHERE indexname = $1", { params: [name] })).rows[0] ?? [];
      await session.run(`DROP INDEX ${quoteObject({ schema: String(schema), name })}`, { signal });
    },
  };
}

function hasOwnStatistics({ keys }: IndexDraft): boolean {
  return keys.some(({ part }) => part.expression);
}
