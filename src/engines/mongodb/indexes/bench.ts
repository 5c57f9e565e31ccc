import type { IndexBench } from "../../../core/indexes/bench.ts";
import { StatementError, UnsupportedError } from "../../../core/errors.ts";
import { drawPlan } from "../../../core/plan/draw.ts";
import type { PlanNode } from "../../../core/plan/plan.ts";
import { planView } from "../../../core/plan/planView.ts";
import type { Session } from "../../engine.ts";
import type { BenchRequest } from "../../indexes.ts";
import { docIn, numberOf } from "../bson/value.ts";
import type { MongodbLink } from "../link.ts";
import { plans } from "../plans.ts";
import { examined } from "./examined.ts";
import { createIndexes, dropIndexes } from "./statements.ts";

/** All documents up to here, a sample of each collection above. */
const copiedBytes = 512 * 1024 ** 2;
const sampledDocuments = 50_000;
/** A key that is written is one entry of a tree. */
const perWrite = 1;

/** A scratch database with the documents; each statement is executed by explain, which writes nothing, and what it looked at is counted. */
export async function openBench<Value>(session: Session & MongodbLink, request: BenchRequest, work: (bench: IndexBench) => Promise<Value>): Promise<Value> {
  const { how, statistics, signal } = request;
  if (how === "target") throw new UnsupportedError("engine", "MongoDB makes an index at once: it cannot be tried on the target and taken back.", { next: "Leave out --on-target: indexes are tried on a scratch database." });
  const whole = numberOf((await session.ask({ dbStats: 1 }, { signal })).get("dataSize")) ?? 0;
  request.progress(whole <= copiedBytes ? "Copying the documents" : "Copying a sample of the documents");
  const shadow = await session.shadow({ data: whole <= copiedBytes ? "copy" : "sample", sampleRows: sampledDocuments, signal });
  try {
    const counts = await shadow.session.countRows();
    const notes = statistics.flatMap(({ table, rows }) => ((counts.get(table) ?? 0) < rows * 0.9 ? [`${table} has ${counts.get(table) ?? 0} of about ${rows} documents there: what a plan costs with all of them may differ.`] : []));
    return await work(bench(shadow.session as Session & MongodbLink, `on a shadow: ${shadow.label}`, notes, request));
  } finally {
    await shadow.drop();
  }
}

function bench(session: Session & MongodbLink, place: string, notes: readonly string[], { signal, statistics }: BenchRequest): IndexBench {
  let count = 0;
  const madeOn = new Map<string, string>();
  return {
    form: "shadow", place, notes, unit: "keys and documents", executed: true, perWrite, least: 4,
    dear: statistics.reduce((sum, { rows }) => sum + rows, 0) > 100_000,
    measure: async ({ sql }) => {
      const { text } = await session.explain(sql, { analyse: true, signal });
      const reading = plans.read(text, { query: sql });
      if (!("plan" in reading)) throw new StatementError("other", "explain", `Its plan cannot be read: ${reading.reason}`);
      const { plan } = reading;
      return { cost: examined(plan), used: indexesIn(plan.root), plan: drawPlan(planView(plan)).replaceAll(`${session.database}.`, ""), ...(plan.executionMs === undefined ? {} : { ms: plan.executionMs }) };
    },
    make: async (draft) => {
      count += 1;
      const name = `data_engineer_try_${count}`;
      try {
        await session.run(createIndexes(draft, name), { signal, statementTimeoutMs: 0 });
      } catch (error) {
        if (error instanceof StatementError) return { refused: error.message };
        throw error;
      }
      madeOn.set(name, draft.table);
      const sizes = docIn(await session.ask({ collStats: draft.table }, { signal }), "indexSizes");
      return { name, bytes: numberOf(sizes.get(name)) ?? 0, estimated: false };
    },
    drop: async ({ name }) => {
      const collection = madeOn.get(name);
      if (collection !== undefined) await session.run(dropIndexes(collection, name), { signal });
    },
  };
}

function indexesIn(node: PlanNode): string[] {
  return [...(node.index === undefined ? [] : [node.index]), ...node.children.flatMap(indexesIn)];
}
