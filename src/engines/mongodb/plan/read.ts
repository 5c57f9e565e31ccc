import type { Json } from "../../../core/json.ts";
import type { Plan } from "../../../core/plan/plan.ts";
import type { PlanReading, ReadOptions } from "../../plans.ts";
import { explainText, type Fields, fieldsIn, isFields, listIn, numberIn, textIn } from "./explainText.ts";
import { nodesOf } from "./node.ts";
import { rejectedOf, trialsOf } from "./rejected.ts";
import { type Reply, replyOf } from "./reply.ts";

/** Reads what explain answers, in any verbosity, from mongod or mongos, as Extended JSON or as mongosh prints it. */
export function readPlan(text: string, options: ReadOptions = {}): PlanReading {
  const read = explainText(text);
  if ("reason" in read) return read;
  const reply = replyOf(read.document);
  if (reply === undefined) return { reason: reasonFor(read.document), at: Math.max(0, text.search(/[{[]/)) };
  return { plan: planOf(text, read.document, reply, options.query, read.rest) };
}

/** Has it the words of an explain, and can it be read? */
export function looksLikePlan(text: string): boolean {
  return /\b(?:queryPlanner|winningPlan|execStats|stages|shards)\b/.test(text) && "plan" in readPlan(text);
}

function reasonFor(document: Fields): string {
  if (typeof document["cursor"] === "string") return "This is explain as it was before MongoDB 3.0, which has no stages: ask a newer server.";
  if (typeof document["errmsg"] === "string") return `The server refused to explain: ${String(document["errmsg"])}`;
  if (fieldsIn(document, "attr") !== undefined) return "This is a line of the server's log, which sums a plan up in a word: run explain on its command.";
  return "This is no plan of MongoDB: it has neither queryPlanner, nor stages, nor shards.";
}

/** What a driver adds to a command. */
const bookkeeping = new Set(["$db", "lsid", "$clusterTime", "$readPreference", "txnNumber", "autocommit", "startTransaction", "maxTimeMS", "apiVersion"]);

function planOf(raw: string, document: Fields, reply: Reply, query: string | undefined, rest: string | undefined): Plan {
  const { planner, stats } = reply;
  const command = fieldsIn(document, "command") ?? fieldsIn(document, "originatingCommand");
  const sent = command === undefined ? undefined : Object.fromEntries(Object.entries(command).filter(([name]) => !bookkeeping.has(name)));
  const statement = query ?? (sent === undefined ? undefined : JSON.stringify(sent));
  const [executionMs, planningMs] = [stats === undefined ? undefined : numberIn(stats, "executionTimeMillis"), numberIn(planner, "optimizationTimeMillis")];
  return {
    dialect: "mongodb",
    form: `MongoDB explain, ${reply.form.join(", ")}`,
    executed: stats !== undefined,
    root: nodesOf(reply.root, textIn(planner, "namespace"), stats !== undefined),
    ...(statement === undefined ? {} : { query: statement }),
    ...(planningMs === undefined ? {} : { planningMs }),
    ...(executionMs === undefined ? {} : { executionMs }),
    facts: factsOf(document, reply, sent),
    notes: notesOf(reply, rest),
    raw,
  };
}

function factsOf(document: Fields, { planner, stats }: Reply, command: Fields | undefined): Record<string, Json> {
  const kept = ["namespace", "parsedQuery", "indexFilterSet", "queryHash", "planCacheKey", "planCacheShapeHash", "queryShapeHash", "optimizedPipeline", "replanReason", "replanned", "maxIndexedOrSolutionsReached", "collation", "querySettings"];
  const rejected = rejectedOf(planner);
  const trials = stats === undefined ? [] : trialsOf(stats);
  const version = textIn(fieldsIn(document, "serverInfo") ?? {}, "version");
  return {
    ...Object.fromEntries([...kept, "planSummary", "op"].flatMap((name) => [planner[name], document[name]].filter((value) => value !== undefined).slice(0, 1).map((value) => [name, value] as const))),
    ...(stats === undefined ? {} : Object.fromEntries(["nReturned", "totalKeysExamined", "totalDocsExamined"].flatMap((name) => (stats[name] === undefined ? [] : [[name, stats[name]] as const])))),
    ...(rejected.length === 0 ? {} : { rejectedPlans: rejected }),
    ...(trials.length === 0 ? {} : { trials }),
    ...(command === undefined ? {} : { command }),
    ...(version === undefined ? {} : { serverVersion: version }),
    ...(fieldsIn(document, "splitPipeline") === undefined ? {} : { splitPipeline: document["splitPipeline"] ?? null }),
  };
}

function notesOf({ stats, root }: Reply, rest: string | undefined): string[] {
  const error = stats === undefined ? undefined : textIn(stats, "errorMessage");
  return [
    ...(stats?.["executionSuccess"] === false ? [`The execution failed${error === undefined ? "" : `: ${error}`}; its numbers end there.`] : []),
    ...(root.name === "?" ? ["The outermost stage has no name that is known."] : []),
    ...(rest === undefined ? [] : [`What follows the document was left out: ${rest.trim().slice(0, 40)}`]),
  ];
}

/** The pipeline of the aggregation, where the reply tells it. */
export function pipelineOf(plan: Plan): readonly Fields[] {
  const command = plan.facts["command"];
  return isFields(command) ? listIn(command, "pipeline").filter(isFields) : [];
}
