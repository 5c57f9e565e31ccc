import { type Fields, fieldsIn, isFields, listIn, numberIn } from "./explainText.ts";
import { type RawStage, stagesOf } from "./rawStage.ts";

/** What an explain told, whatever its form. */
export interface Reply {
  readonly form: readonly string[];
  readonly root: RawStage;
  /** That of the first shard where there are several. */
  readonly planner: Fields;
  readonly stats?: Fields;
}

/** Finds the plan in the reply of a find, count, distinct, update, delete or aggregate, on a server or through mongos; in a document of the profiler too. */
export function replyOf(document: Fields): Reply | undefined {
  const shards = fieldsIn(document, "shards");
  if (shards !== undefined) return overShards(document, shards);
  const stages = listIn(document, "stages").filter(isFields);
  if (stages.length > 0) return pipeline(stages);
  const planner = fieldsIn(document, "queryPlanner");
  const winning = planner === undefined ? undefined : fieldsIn(planner, "winningPlan");
  const stats = fieldsIn(document, "executionStats");
  if (planner !== undefined && winning !== undefined) return planned(planner, winning, stats);
  const execution = fieldsIn(document, "execStats");
  if (execution !== undefined) return profiled(document, execution);
  const bare = fieldsIn(document, "winningPlan");
  return bare === undefined ? undefined : planned(document, bare, stats);
}

function planned(planner: Fields, winning: Fields, stats: Fields | undefined): Reply {
  const slots = fieldsIn(winning, "slotBasedPlan") !== undefined || listIn(winning, "shards").some((shard) => isFields(shard) && fieldsIn(fieldsIn(shard, "winningPlan") ?? {}, "slotBasedPlan") !== undefined);
  const over = listIn(winning, "shards").length > 0;
  return {
    form: [verbosity(stats), ...(slots ? ["slot-based"] : []), ...(over ? ["sharded"] : [])],
    root: stagesOf(winning, stats === undefined ? undefined : fieldsIn(stats, "executionStages")),
    planner: over ? { ...firstShard(winning), ...planner } : planner,
    ...(stats === undefined ? {} : { stats }),
  };
}

function firstShard(winning: Fields): Fields {
  const [first] = listIn(winning, "shards");
  if (!isFields(first)) return {};
  const { winningPlan: _, serverInfo: __, ...told } = first;
  return told;
}

function verbosity(stats: Fields | undefined): string {
  if (stats === undefined) return "queryPlanner";
  return listIn(stats, "allPlansExecution").length > 0 ? "allPlansExecution" : "executionStats";
}

/** Stages of an aggregation follow each other: the last one is the root. */
function pipeline(stages: readonly Fields[]): Reply | undefined {
  let below: RawStage | undefined;
  let reply: Reply | undefined;
  for (const stage of stages) {
    const name = Object.keys(stage).find((key) => key.startsWith("$")) ?? "?";
    const own = stage[name];
    const { [name]: _, ...counted } = stage;
    if (isFields(own) && fieldsIn(own, "queryPlanner") !== undefined) {
      const inner = replyOf(own);
      if (inner === undefined) return undefined;
      reply ??= inner;
      below = { name, fields: counted, children: [inner.root] };
    } else below = { name, fields: { ...counted, specification: own ?? null }, children: below === undefined ? [] : [below] };
  }
  if (below === undefined) return undefined;
  return { form: [...(reply?.form ?? ["queryPlanner"]), "aggregation"], root: below, planner: reply?.planner ?? {}, ...(reply?.stats === undefined ? {} : { stats: reply.stats }) };
}

function overShards(document: Fields, shards: Fields): Reply | undefined {
  const replies = Object.entries(shards).flatMap(([name, value]) => {
    const reply = isFields(value) ? replyOf(value) : undefined;
    return reply === undefined ? [] : [{ name, reply }];
  });
  const [first] = replies;
  if (first === undefined) return undefined;
  const gathered: RawStage = {
    name: replies.length === 1 ? "SINGLE_SHARD" : "SHARD_MERGE",
    fields: document["mergeType"] === undefined ? {} : { mergeType: document["mergeType"] },
    children: replies.map(({ name, reply }) => ({ ...reply.root, role: `shard ${name}` })),
  };
  const merging = listIn(fieldsIn(document, "splitPipeline") ?? {}, "mergerPart").filter(isFields);
  const root = merging.reduce<RawStage>((below, stage) => {
    const name = Object.keys(stage)[0] ?? "?";
    return name === "$mergeCursors" ? below : { name, fields: { specification: stage[name] ?? null }, role: "where shards are merged", children: [below] };
  }, gathered);
  const stats = replies.flatMap(({ reply }) => (reply.stats === undefined ? [] : [reply.stats]));
  return { form: [...new Set([...first.reply.form, "sharded"])], root, planner: first.reply.planner, ...(stats.length === 0 ? {} : { stats: summed(stats) }) };
}

/** Shards work at the same time: their time is the slowest one's, their counts are added. */
function summed(stats: readonly Fields[]): Fields {
  const values = (name: string): number[] => stats.map((one) => numberIn(one, name) ?? 0);
  const sum = (name: string): number => values(name).reduce((total, value) => total + value, 0);
  return { nReturned: sum("nReturned"), totalKeysExamined: sum("totalKeysExamined"), totalDocsExamined: sum("totalDocsExamined"), executionTimeMillis: Math.max(...values("executionTimeMillis")) };
}

function profiled(document: Fields, execution: Fields): Reply {
  const told = (from: string, to: string): Record<string, Fields[string]> => (document[from] === undefined ? {} : { [to]: document[from] });
  const stats = { executionStages: execution, ...told("nreturned", "nReturned"), ...told("keysExamined", "totalKeysExamined"), ...told("docsExamined", "totalDocsExamined"), ...told("millis", "executionTimeMillis") };
  return { form: ["profiler"], root: stagesOf({}, execution), planner: { ...told("ns", "namespace"), ...told("planCacheKey", "planCacheKey") }, stats };
}
