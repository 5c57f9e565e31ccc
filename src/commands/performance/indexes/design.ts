import type { Catalog } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { IndexBench, Measurement, WeightedQuery } from "../../../core/indexes/bench.ts";
import { type Choice, chooseIndexes } from "../../../core/indexes/choose.ts";
import { type Drafted, draftIndexes, type ReadQuery } from "../../../core/indexes/drafts.ts";
import { type Redundant, redundantIndexes } from "../../../core/indexes/redundant.ts";
import type { TableStatistics } from "../../../core/indexes/statistics.ts";
import type { BenchRequest, IndexAdapter, IndexRoom } from "../../../engines/indexes.ts";
import type { CommandContext } from "../../context.ts";

/** What came of it, before it is told. */
export interface Design {
  readonly choice: Choice;
  readonly bench: Pick<IndexBench, "form" | "place" | "unit" | "executed" | "perWrite" | "least" | "notes">;
  readonly drafted: Drafted;
  readonly statistics: readonly TableStatistics[];
  readonly redundant: readonly Redundant[];
  /** Statements of which nothing could be proven: by query, in whole sentences. */
  readonly unread: readonly { readonly query: string; readonly why: string }[];
  /** Ids of statements that write. */
  readonly writing: ReadonlySet<string>;
  /** How many candidates were left out because each is dear to make. */
  readonly leftOut: number;
}

/** So many of the most promising candidates of each query are made, where making one takes seconds, and where it takes none. */
const ranks = { dear: 16, cheap: 80 } as const;

/** Reads the statements, thinks of indexes, tries them and chooses. Leaves nothing behind. */
export async function designFor(context: CommandContext, adapter: IndexAdapter, catalog: Catalog, queries: readonly WeightedQuery[], room: IndexRoom, how: BenchRequest["how"], most: number): Promise<Design> {
  const { signal } = context;
  context.progress({ message: "Reading what the queries ask of their tables" });
  const statements = await adapter.read(queries.map(({ sql }) => sql), room);
  const unread: { query: string; why: string }[] = [];
  const read: ReadQuery[] = queries.flatMap((query, at): ReadQuery[] => {
    const { use, sql } = statements[at]!;
    unread.push(...use.unread.map((why) => ({ query: query.id, why })));
    const behind = use.behind.map(({ sql: asked, why, tables }, number): ReadQuery => ({ query: { id: `${query.id}.${number + 1}`, sql: asked, calls: query.calls, behind: why }, use: { tables, writes: [], behind: [], unread: [] } }));
    return sql === undefined ? behind : [{ query: { ...query, sql }, use }, ...behind];
  });
  const tables = [...new Map(read.flatMap(({ use }) => use.tables.map(({ schema, table }): [string, { schema: string; table: string }] => [JSON.stringify([schema, table]), { schema, table }]))).values()];
  const statistics = await adapter.statistics(tables, room);
  const drafted = draftIndexes(read, catalog, statistics, adapter.abilities);
  const request: BenchRequest = { ...room, tables, statistics, drafts: drafted.candidates.map(({ draft }) => draft), ...(how === undefined ? {} : { how }), progress: (message) => context.progress({ message }) };
  if (drafted.candidates.length === 0) {
    const choice: Choice = { queries: [], before: new Map(), after: new Map(), chosen: [], refused: [], tried: 0, stopped: "there was nothing to try" };
    return { choice, bench: { form: "hypothetical", place: "nowhere", unit: "", executed: false, perWrite: 0, least: 0, notes: [] }, drafted, statistics, redundant: redundantIndexes(catalog, [], statistics, context.now()), unread, writing: new Set(), leftOut: 0 };
  }
  return await adapter.bench(request, async (bench) => {
    context.progress({ message: "Measuring the queries as they are" });
    const before = new Map<string, Measurement>();
    for (const { query } of read) {
      try {
        before.set(query.id, await bench.measure(query));
      } catch (error) {
        if (!(error instanceof StatementError)) throw error;
        unread.push({ query: query.id, why: `It could not be ${bench.executed ? "executed" : "planned"}: ${error.message}` });
      }
    }
    const measurable = read.map(({ query }) => query).filter(({ id }) => before.has(id));
    const within = drafted.candidates.filter(({ rank }) => rank < (bench.dear ? ranks.dear : ranks.cheap)).map((candidate) => ({ ...candidate, serves: candidate.serves.filter((id) => before.has(id)) })).filter(({ serves }) => serves.length > 0);
    const choice = await chooseIndexes(bench, measurable, before, within, { most, groups: drafted.groups, signal, progress: (message, done, total) => context.progress({ message, done, total }) });
    const redundant = redundantIndexes(catalog, choice.chosen.map(({ candidate }) => candidate.draft), statistics, context.now());
    const { form, place, unit, executed, perWrite, least, notes } = bench;
    return { choice, bench: { form, place, unit, executed, perWrite, least, notes }, drafted, statistics, redundant, unread, writing: new Set(read.filter(({ use }) => use.writes.length > 0).map(({ query }) => query.id)), leftOut: drafted.candidates.length - within.length };
  });
}
