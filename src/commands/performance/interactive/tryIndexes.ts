import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { IndexBench, MadeIndex, Measurement, WeightedQuery } from "../../../core/indexes/bench.ts";
import type { Candidate } from "../../../core/indexes/choose/candidate.ts";
import { draftIndexes } from "../../../core/indexes/drafts.ts";
import { draftText } from "../../../core/indexes/indexDraft.ts";
import { oneLine } from "../../../core/report/render/cell.ts";
import { bytesText } from "../../../core/workload/amounts.ts";
import type { Session } from "../../../engines/engine.ts";
import type { BenchRequest, IndexAdapter } from "../../../engines/indexes.ts";
import type { CommandContext } from "../../context.ts";
import type { SqlScript } from "../../data/sql/readScript.ts";
import { measurable } from "../indexes/measurable.ts";
import { numberText, ratioText } from "../indexes/numbers.ts";
import { keep } from "./keep.ts";
import type { Kept } from "./keep.ts";
import type { Step } from "./step.ts";

/** So many candidates are offered at a time: what fits on a screen. */
const offered = 9;

/** Lets a person try indexes one by one, beside those that stand already, and keep or discard them. Returns what to show next. */
export async function tryIndexes(context: CommandContext, session: Session, adapter: IndexAdapter, catalog: Catalog, script: SqlScript, steps: Step[]): Promise<string> {
  const room = { catalog, signal: context.signal };
  const statement = script.statements[0]?.statement.text ?? "";
  const { left } = measurable(session.engine, [{ id: "The query", sql: statement, calls: 1 }], "disposable");
  if (left.length > 0) return left.join("\n");
  const [read] = await adapter.read([statement], room);
  if (read?.sql === undefined) return ["No index can be tried for it.", ...(read?.use.unread ?? [])].join("\n");
  const query: WeightedQuery = { id: "Q1", sql: read.sql, calls: 1 };
  const tables = read.use.tables.map(({ schema, table }) => ({ schema, table }));
  const statistics = await adapter.statistics(tables, room);
  const { candidates, small, existing } = draftIndexes([{ query, use: read.use }], catalog, statistics, adapter.abilities);
  if (candidates.length === 0) return noCandidate(small, existing.map(({ by }) => by));
  const best = [...candidates].sort((a, b) => a.rank - b.rank).slice(0, offered);
  const request: BenchRequest = { ...room, tables, statistics, drafts: best.map(({ draft }) => draft), progress: (message) => context.progress({ message }) };
  const kept = await adapter.bench(request, (bench) => tryEach(context, bench, query, best, steps));
  return kept.length === 0 ? "No index was kept." : await keep(context, session, adapter, catalog, kept, steps);
}

function noCandidate(small: readonly string[], existing: readonly string[]): string {
  const why = [...small.map((table) => `${table} is so small that it is read faster whole.`), ...(existing.length === 0 ? [] : [`${[...new Set(existing)].join(", ")} ${existing.length === 1 ? "does" : "do"} already what an index could do here.`])];
  return ["No index that is not there yet would serve this query.", ...why].join("\n");
}

interface Standing {
  readonly candidate: Candidate;
  readonly made: MadeIndex;
}

/** The loop of trying: what stands stays for the next try, until it is taken away. Gives what stands at the end. */
async function tryEach(context: CommandContext, bench: IndexBench, query: WeightedQuery, candidates: readonly Candidate[], steps: Step[]): Promise<readonly Kept[]> {
  const first = await bench.measure(query);
  let now = first;
  let standing: readonly Standing[] = [];
  let shown = [`Tried ${bench.place}. Now it takes ${numberText(first.cost)} ${bench.unit}${elapsed(first)}.`, ...bench.notes].join("\n");
  for (;;) {
    const answer = await context.ask({ title: "Which index?", detail: shown, choices: choicesFor(candidates, standing), ...(standing.length === 0 ? {} : { initial: "done" }) });
    if (answer === undefined || answer === "discard") {
      if (standing.length > 0) steps.push({ what: "discard", words: standing.map(({ candidate }) => draftText(candidate.draft)).join(", ") });
      return [];
    }
    if (answer === "done") return standing.map(({ candidate, made }) => ({ candidate, made, before: first, after: now, unit: bench.unit, executed: bench.executed }));
    const candidate = candidates[Number(answer)];
    if (candidate === undefined) continue;
    const there = standing.find((one) => one.candidate === candidate);
    if (there !== undefined) {
      await bench.drop(there.made);
      standing = standing.filter((one) => one !== there);
      now = await bench.measure(query);
      shown = `${draftText(candidate.draft)} is taken away: ${numberText(now.cost)} ${bench.unit}${elapsed(now)}.`;
      continue;
    }
    const outcome = await tryOne(bench, query, candidate, now, steps);
    shown = outcome.shown;
    if (outcome.made === undefined) continue;
    standing = [...standing, { candidate, made: outcome.made }];
    now = outcome.after;
  }
}

type Outcome = { readonly shown: string; readonly made?: undefined } | { readonly shown: string; readonly made: MadeIndex; readonly after: Measurement };

async function tryOne(bench: IndexBench, query: WeightedQuery, { draft }: Candidate, before: Measurement, steps: Step[]): Promise<Outcome> {
  const index = `${draft.table} ${draftText(draft)}`;
  const made = await bench.make(draft);
  if ("refused" in made) {
    steps.push({ what: "try", words: "the server refuses it", index });
    return { shown: `The server refuses ${index}: ${made.refused}` };
  }
  const after = await bench.measure(query);
  const used = after.used.includes(made.name);
  steps.push({ what: "try", words: used ? "the plan uses it" : "the plan does not use it", index, before: before.cost, after: after.cost, unit: bench.unit });
  if (!used) {
    await bench.drop(made);
    return { shown: `The plan does not use ${index}; it is taken away again.` };
  }
  const size = `${made.estimated ? "about " : ""}${bytesText(made.bytes)}`;
  return { made, after, shown: [`${index} (${size}): ${numberText(before.cost)} ${bench.unit}${elapsed(before)} become ${numberText(after.cost)}${elapsed(after)}: ${ratioText(before.cost, after.cost)}. It stands until you take it away.`, after.plan].join("\n") };
}

function choicesFor(candidates: readonly Candidate[], standing: readonly Standing[]): { readonly value: string; readonly label: string; readonly detail?: string }[] {
  const label = (candidate: Candidate): string => `${candidate.draft.table} ${oneLine(draftText(candidate.draft))}`;
  return [
    ...candidates.map((candidate, at) => (standing.some((one) => one.candidate === candidate) ? { value: String(at), label: `Take away ${label(candidate)}`, detail: "it stands now" } : { value: String(at), label: `Try ${label(candidate)}` })),
    ...(standing.length === 0 ? [{ value: "discard", label: "Back" }] : [{ value: "done", label: `Keep what stands (${standing.length})` }, { value: "discard", label: "Discard all" }]),
  ];
}

function elapsed({ ms }: Measurement): string {
  return ms === undefined ? "" : `, ${ms.toFixed(1)} ms`;
}
