import { type Fields, fieldsIn, isFields, listIn, numberIn, textIn } from "./explainText.ts";

/** A stage as the reply has it, with what its execution counted. */
export interface RawStage {
  readonly name: string;
  /** What the planner and the execution tell of it. */
  readonly fields: Fields;
  readonly role?: string;
  /** The collection that the stages below read, where it is another: the one that is looked up. */
  readonly collection?: string;
  readonly children: readonly RawStage[];
}

/** A plan in its two halves; in the slot-based engine, whose execution has other stages, they meet in the number of the plan's node. */
export function stagesOf(winning: Fields, executed: Fields | undefined): RawStage {
  const shards = listIn(winning, "shards").filter(isFields);
  if (shards.length > 0) return sharded(winning, shards, executed);
  const plan = fieldsIn(winning, "queryPlan");
  if (plan !== undefined) return classic(plan, executed === undefined ? undefined : countersOf(executed));
  return classic(executed !== undefined && textIn(executed, "stage") !== undefined ? { ...winning, ...executed } : winning, undefined);
}

function sharded(winning: Fields, shards: readonly Fields[], executed: Fields | undefined): RawStage {
  const ran = listIn(executed ?? {}, "shards").filter(isFields);
  const { shards: _, ...own } = { ...winning, ...executed };
  return {
    name: textIn(winning, "stage") ?? "SHARD_MERGE",
    fields: own,
    children: shards.map((shard, at) => {
      const name = textIn(shard, "shardName") ?? `number ${at + 1}`;
      const execution = ran.find((one) => one["shardName"] === name) ?? (ran.length === shards.length ? ran[at] : undefined);
      return { ...stagesOf(fieldsIn(shard, "winningPlan") ?? {}, execution === undefined ? undefined : fieldsIn(execution, "executionStages")), role: `shard ${name}` };
    }),
  };
}

function classic(fields: Fields, counters: ReadonlyMap<number, Fields> | undefined): RawStage {
  const { inputStage, inputStages, outerStage, innerStage, thenStage, elseStage, ...own } = fields;
  const below = [inputStage, outerStage, innerStage, thenStage, elseStage, ...(Array.isArray(inputStages) ? inputStages : [])].filter(isFields);
  const name = textIn(fields, "stage") ?? "?";
  const foreign = textIn(fields, "foreignCollection");
  const counted = counters?.get(numberIn(fields, "planNodeId") ?? -1);
  return {
    name,
    fields: { ...own, ...counted },
    children: below.map((child, at) => {
      const stage = classic(child, counters);
      return at === 1 && name.startsWith("EQ_LOOKUP") ? { ...stage, role: "looked up", ...(foreign === undefined ? {} : { collection: foreign }) } : stage;
    }),
  };
}

const inputs = ["inputStage", "outerStage", "innerStage", "thenStage", "elseStage"] as const;

/** What the slot-based stages of each node of the plan counted: rows and time of the outermost, reads of all. */
function countersOf(executed: Fields): ReadonlyMap<number, Fields> {
  const found = new Map<number, Record<string, Fields[string]>>();
  const visit = (stage: Fields): void => {
    const id = numberIn(stage, "planNodeId") ?? -1;
    let counted = found.get(id);
    if (counted === undefined) {
      counted = pick(stage, ["nReturned", "executionTimeMillisEstimate", "executionTimeMicros", "executionTimeNanos", "opens", "usedDisk", "spills", "totalDataSizeSorted", "spilledBytes", "memLimit"]);
      found.set(id, counted);
    }
    const reads = numberIn(stage, "numReads");
    const kind = (textIn(stage, "stage") ?? "").toLowerCase();
    if (kind.startsWith("ix")) counted["keysExamined"] = Number(counted["keysExamined"] ?? 0) + (numberIn(stage, "keysExamined") ?? reads ?? 0);
    else if (reads !== undefined && (kind === "scan" || kind === "seek" || kind === "parallel_scan")) counted["docsExamined"] = Number(counted["docsExamined"] ?? 0) + reads;
    if (stage["usedDisk"] === true) counted["usedDisk"] = true;
    for (const name of inputs) {
      const input = fieldsIn(stage, name);
      if (input !== undefined) visit(input);
    }
    for (const input of listIn(stage, "inputStages")) if (isFields(input)) visit(input);
  };
  visit(executed);
  return found;
}

function pick(of: Fields, names: readonly string[]): Record<string, Fields[string]> {
  return Object.fromEntries(names.flatMap((name) => (of[name] === undefined ? [] : [[name, of[name]] as const])));
}
