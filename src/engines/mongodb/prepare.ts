import { isDoc, numberOf, type Value } from "./bson/value.ts";
import type { Command } from "./command.ts";

/** Commands that only the admin database takes. */
const adminOnly = new Set([
  "currentop", "getcmdlineopts", "getlog", "getparameter", "hostinfo", "killop", "listdatabases", "listcommands", "renamecollection", "replsetgetconfig", "replsetgetstatus", "setfeaturecompatibilityversion", "setparameter", "shutdown", "top",
]);

/** Aggregations that start at no collection and that only the admin database takes. */
const adminStages = new Set(["$currentOp", "$listLocalSessions", "$listSampledQueries", "$shardedDataDistribution", "$querySettings"]);

/** Commands whose work a server ends by maxTimeMS. */
const timed = new Set(["aggregate", "count", "delete", "distinct", "find", "findandmodify", "insert", "update"]);

export interface Place {
  readonly database: string;
  /** The database that this one, a scratch copy, stands for: what names it means this one. */
  readonly standsFor?: string | undefined;
  readonly inTransaction: boolean;
}

/** A command as it is sent: cursors asked for, names of collections completed where the server wants them with their database, time limited. */
export function prepared(command: Command, place: Place, timeoutMs: number): { readonly command: Command; readonly database: string; readonly beside?: boolean } {
  const name = command.name.toLowerCase();
  const document = new Map(command.document);
  if (name === "aggregate" && !document.has("cursor") && document.get("explain") !== true) document.set("cursor", new Map());
  if (name === "renamecollection") {
    for (const field of [command.name, "to"]) {
      const value = document.get(field);
      if (typeof value === "string") document.set(field, inDatabase(value, place));
    }
  }
  if (name === "count" && place.inTransaction) return { command: { ...command, document: countInTransaction(document, command) }, database: place.database };
  if (timeoutMs > 0 && timed.has(name) && !document.has("maxTimeMS")) document.set("maxTimeMS", timeoutMs);
  const admin = command.admin === true || adminOnly.has(name) || (name === "aggregate" && startsAt(adminStages, document.get("pipeline")));
  const beside = place.inTransaction && readsBeside(name, document.get("pipeline"));
  return { command: { ...command, document }, database: admin ? "admin" : place.database, ...(beside ? { beside } : {}) };
}

/** Commands that read, and that a transaction refuses: they say nothing of what it changed. */
const besideTransactions = new Set([
  "collstats", "currentop", "datasize", "dbhash", "dbstats", "explain", "getcmdlineopts", "getlog", "getparameter", "hostinfo", "listcollections", "listcommands", "listdatabases", "listindexes",
  "replsetgetconfig", "replsetgetstatus", "rolesinfo", "serverstatus", "top", "usersinfo", "validate", "whatsmyuri",
]);

/** Stages that a transaction refuses, each the first of its aggregation (https://www.mongodb.com/docs/manual/core/transactions-operations/). */
const besideStages = new Set([...adminStages, "$collStats", "$indexStats", "$listCatalog", "$listSearchIndexes", "$listSessions", "$planCacheStats"]);

function readsBeside(name: string, pipeline: Value): boolean {
  return besideTransactions.has(name) || (name === "aggregate" && startsAt(besideStages, pipeline));
}

/** count is the one reading command that transactions refuse; its server counts the same by an aggregation. */
function countInTransaction(document: ReadonlyMap<string, Value>, command: Command): ReadonlyMap<string, Value> {
  const stages = (["query", "skip", "limit"] as const).flatMap((name): ReadonlyMap<string, Value>[] => {
    const value = document.get(name);
    return value === undefined || (name !== "query" && (numberOf(value) ?? 0) === 0) ? [] : [new Map([[name === "query" ? "$match" : `$${name}`, value]])];
  });
  const kept = ["hint", "collation", "maxTimeMS", "comment", "readConcern"].flatMap((name): [string, Value][] => (document.has(name) ? [[name, document.get(name)]] : []));
  return new Map<string, Value>([["aggregate", document.get(command.name)], ["pipeline", [...stages, new Map([["$count", "n"]])]], ["cursor", new Map()], ...kept]);
}

/** The full name of a collection: the connection's database before it, unless it stands there already. */
function inDatabase(name: string, { database, standsFor }: Place): string {
  if (name.startsWith(`${database}.`)) return name;
  if (standsFor !== undefined && name.startsWith(`${standsFor}.`)) return `${database}.${name.slice(standsFor.length + 1)}`;
  return `${database}.${name}`;
}

function startsAt(stages: ReadonlySet<string>, pipeline: Value): boolean {
  const [first] = Array.isArray(pipeline) ? (pipeline as readonly Value[]) : [];
  return isDoc(first) && [...first.keys()].some((name) => stages.has(name));
}
