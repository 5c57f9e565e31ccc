import { StatementError } from "../../../../core/errors.ts";
import type { IndexBench } from "../../../../core/indexes/bench.ts";
import type { IndexDraft } from "../../../../core/indexes/indexDraft.ts";
import type { Session } from "../../../engine.ts";
import type { BenchRequest } from "../../../indexes.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import { planFacts } from "../planFacts.ts";
import { createIndex } from "../statements.ts";
import { explained } from "./explained.ts";

/** A page read at random, in the planner's unit: what following one row costs an index. */
const perWrite = 4;

/** Indexes that only this connection's planner knows. Their definitions are also tried for real, on an empty temporary table of the same columns. */
export async function hypotheticalBench<Value>(session: Session, { as, signal }: BenchRequest, hypopg: { readonly schema: string; readonly version: string }, work: (bench: IndexBench) => Promise<Value>): Promise<Value> {
  const call = (name: string): string => quoteObject({ schema: hypopg.schema, name });
  const oids = new Map<string, string>();
  const bench: IndexBench = {
    form: "hypothetical",
    place: `as hypothetical indexes on the target (HypoPG ${hypopg.version})`,
    unit: "planner cost",
    executed: false,
    perWrite,
    // As much as a page read at random.
    least: 4,
    dear: false,
    notes: [],
    measure: async ({ sql }) => {
      const { cost, used, text } = planFacts(await explained(session, as, "EXPLAIN (FORMAT JSON) ", sql, signal));
      return { cost, used, plan: text };
    },
    make: async (draft) => {
      try {
        if (needsTrial(draft) && !session.facts.readOnly) await tryOnEmpty(session, draft, signal);
        const made = await session.run(`SELECT indexrelid::pg_catalog.text, indexname, ${call("hypopg_relation_size")}(indexrelid)::float8 FROM ${call("hypopg_create_index")}($1)`, { params: [createIndex(draft, "hypothetical", quoteObject({ schema: draft.schema, name: draft.table }))], signal });
        const [oid, name, bytes] = made.rows[0] ?? [];
        oids.set(String(name), String(oid));
        return { name: String(name), bytes: Number(bytes), estimated: true };
      } catch (error) {
        if (error instanceof StatementError) return { refused: error.message };
        throw error;
      }
    },
    drop: async ({ name }) => {
      await session.run(`SELECT ${call("hypopg_drop_index")}($1::pg_catalog.oid)`, { params: [oids.get(name) ?? "0"] });
    },
  };
  try {
    return await work(bench);
  } finally {
    await session.run(`SELECT ${call("hypopg_reset")}()`);
  }
}

/** Plain columns are checked by HypoPG itself. */
function needsTrial({ keys, predicate }: IndexDraft): boolean {
  return predicate !== undefined || keys.some(({ part, operatorClass }) => part.expression || operatorClass !== undefined);
}

/** Takes no lock that anybody could notice. */
async function tryOnEmpty(session: Session, draft: IndexDraft, signal: AbortSignal): Promise<void> {
  const empty = "data_engineer_like";
  await session.transaction("rollback", async () => {
    await session.run(`CREATE TEMPORARY TABLE ${quoteName(empty)} (LIKE ${quoteObject({ schema: draft.schema, name: draft.table })})`, { signal });
    await session.run(createIndex(draft, `${empty}_idx`, `pg_temp.${quoteName(empty)}`), { signal });
  });
}
