import { StatementError } from "../../core/errors.ts";
import { isDoc, truthy, type Doc, type Value } from "./bson/value.ts";
import { type Command, explained } from "./command.ts";

/**
 * Commands that read and change nothing; by their lower-case names. All others are refused on a read-only session, known or not: getMore and killCursors too, which
 * a person could only send for the cursors of others.
 */
const reading = new Set([
  "aggregate", "buildinfo", "collstats", "connectionstatus", "count", "currentop", "datasize", "dbhash", "dbstats", "distinct", "explain", "find", "getcmdlineopts", "getlog",
  "getparameter", "hello", "hostinfo", "ismaster", "listcollections", "listcommands", "listdatabases", "listindexes", "ping", "plancachelistfilters",
  "replsetgetconfig", "replsetgetstatus", "rolesinfo", "serverstatus", "shardconnpoolstats", "top", "usersinfo", "validate", "whatsmyuri",
]);

/** Stages that read; those that write ($out, $merge) and any that a later server brings are not here. */
const stages = new Set([
  "$addFields", "$bucket", "$bucketAuto", "$collStats", "$count", "$currentOp", "$densify", "$documents", "$facet", "$fill", "$geoNear", "$graphLookup", "$group", "$indexStats", "$limit",
  "$listCatalog", "$listLocalSessions", "$listSampledQueries", "$listSearchIndexes", "$listSessions", "$lookup", "$match", "$planCacheStats", "$project", "$querySettings", "$rankFusion", "$redact", "$replaceRoot",
  "$replaceWith", "$sample", "$score", "$scoreFusion", "$search", "$searchMeta", "$set", "$setWindowFields", "$shardedDataDistribution", "$skip", "$sort", "$sortByCount", "$unionWith", "$unset", "$unwind", "$vectorSearch",
]);

/** They run JavaScript on the server: nothing tells what that does. */
const scripts = new Set(["$where", "$function", "$accumulator"]);

/** Refuses whatever is not known to read only, nested pipelines included. Throws StatementError("readOnly"). */
export function refuseOnReadOnly(command: Command): void {
  const name = command.name.toLowerCase();
  if (!reading.has(name)) throw refusal(`${command.name} is not among the commands that a read-only connection may run.`, command);
  if (name === "explain") {
    refuseExplain(command);
    return;
  }
  if (name === "validate" && ["repair", "fixMultikey", "enforceFastCount"].some((option) => truthy(command.document.get(option)))) throw refusal("validate would repair the collection.", command);
  if (name === "aggregate") refusePipeline(command.document.get("pipeline"), command);
  refuseScripts(command.document, command);
}

/** True for a command that only reads: it may run where nothing may be written. */
export function readsOnly(command: Command): boolean {
  try {
    refuseOnReadOnly(command);
    return true;
  } catch (error) {
    if (error instanceof StatementError && error.reason === "readOnly") return false;
    throw error;
  }
}

/** Explaining a write plans it and does not do it; only where the plan alone is asked for is that left to no server's version. */
function refuseExplain(command: Command): void {
  const inner = explained(command);
  if (inner.name.toLowerCase() === "explain") throw refusal("A read-only connection explains no explain.", command);
  const verbosity = command.document.get("verbosity");
  if (readsOnly(inner)) return;
  if (verbosity !== "queryPlanner" || !new Set(["update", "delete", "findandmodify", "aggregate"]).has(inner.name.toLowerCase())) {
    throw refusal(`A read-only connection explains ${inner.name} with "verbosity": "queryPlanner" only, if at all.`, command);
  }
  refuseScripts(inner.document, command);
}

function refusePipeline(pipeline: Value, command: Command): void {
  if (!Array.isArray(pipeline)) return;
  for (const stage of pipeline as readonly Value[]) {
    if (!isDoc(stage)) continue;
    for (const [name, body] of stage) {
      if (!stages.has(name)) throw refusal(`The stage ${name} is not among those that a read-only connection may run.`, command);
      refuseNested(name, body, command);
    }
  }
}

function refuseNested(stage: string, body: Value, command: Command): void {
  if (!isDoc(body)) return;
  if (stage === "$facet") for (const pipeline of body.values()) refusePipeline(pipeline, command);
  if (stage === "$lookup" || stage === "$unionWith") refusePipeline(body.get("pipeline"), command);
  if (stage === "$rankFusion" || stage === "$scoreFusion") {
    const input = body.get("input");
    const pipelines = isDoc(input) ? input.get("pipelines") : undefined;
    if (isDoc(pipelines)) for (const pipeline of pipelines.values()) refusePipeline(pipeline, command);
  }
}

function refuseScripts(value: Value | Doc, command: Command): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) refuseScripts(item, command);
    return;
  }
  if (!isDoc(value)) return;
  for (const [name, item] of value) {
    if (scripts.has(name)) throw refusal(`${name} runs JavaScript on the server, which a read-only connection does not.`, command);
    refuseScripts(item, command);
  }
}

function refusal(message: string, command: Command): StatementError {
  return new StatementError("readOnly", "readOnly", message, { next: "Open the connection for writing to run it.", ...(command.written === undefined ? {} : { offset: command.written.start }) });
}
