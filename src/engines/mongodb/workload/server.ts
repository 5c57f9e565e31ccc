import { bytesText, percentText } from "../../../core/workload/amounts.ts";
import type { Running, Unseen, WorkloadFact } from "../../../core/workload/workload.ts";
import { running } from "../activity.ts";
import { orDenied } from "../audit/denied.ts";
import { docIn, isDoc, numberOf, textOf, type Doc } from "../bson/value.ts";
import type { MongodbLink } from "../link.ts";
import { shapeOf } from "./shape.ts";

/** Atlas warns from here on: documents read for one returned. */
const targeting = 1000;

/** What the server says of itself: connections, cache, queues, how well queries are aimed. */
export async function serverFacts(access: MongodbLink, signal: AbortSignal): Promise<{ readonly facts: readonly WorkloadFact[]; readonly unseen: readonly Unseen[] }> {
  const status = await orDenied(access.aside({ serverStatus: 1 }, { signal, database: "admin" }));
  if ("denied" in status) return { facts: [], unseen: [{ what: "Connections, cache and queues", why: status.denied, run: ["the privilege serverStatus (clusterMonitor has it)"] }] };
  return { facts: factsOf(status.value), unseen: [] };
}

/** Exported for tests of what a mongod says. */
export function factsOf(status: Doc): WorkloadFact[] {
  const at = (...path: readonly string[]): number | undefined => numberOf(path.slice(0, -1).reduce<Doc>((doc, name) => docIn(doc, name), status).get(path.at(-1) ?? ""));
  const facts: WorkloadFact[] = [];
  const [current, available] = [at("connections", "current"), at("connections", "available")];
  if (current !== undefined && available !== undefined) facts.push({ name: "connections", value: `${current} of ${current + available}`, ...(current > available * 4 ? { concern: "Few are left.", next: "Look at the pools of the applications (maxPoolSize) before the limit." } : {}) });
  const [used, most, dirty] = [at("wiredTiger", "cache", "bytes currently in the cache"), at("wiredTiger", "cache", "maximum bytes configured"), at("wiredTiger", "cache", "tracked dirty bytes in the cache")];
  if (used !== undefined && most !== undefined && most > 0) facts.push({ name: "cache", value: `${bytesText(used)} of ${bytesText(most)}`, ...(used > most * 0.95 ? { concern: "It is full beyond 95 %, where commands help to evict.", next: "Fewer documents read in vain, or more memory." } : {}) });
  if (dirty !== undefined && most !== undefined && most > 0) facts.push({ name: "dirty in the cache", value: percentText(dirty / most), ...(dirty > most * 0.2 ? { concern: "Beyond 20 % writers wait for the disk." } : {}) });
  const queued = (at("globalLock", "currentQueue", "readers") ?? 0) + (at("globalLock", "currentQueue", "writers") ?? 0);
  if (at("globalLock", "currentQueue", "readers") !== undefined) facts.push({ name: "waiting for a lock", value: String(queued), ...(queued > 100 ? { concern: "Commands wait for each other." } : {}) });
  const [scanned, returned] = [at("metrics", "queryExecutor", "scannedObjects"), at("metrics", "document", "returned")];
  if (scanned !== undefined && returned !== undefined && returned > 0) facts.push({ name: "documents read for one returned", value: String(Math.round(scanned / returned)), ...(scanned / returned > targeting ? { concern: "Queries read far more than they give.", next: "The statements above with a collection scan come first." } : {}) });
  const uptime = at("uptime");
  if (uptime !== undefined) facts.push({ name: "up for", value: `${(uptime / 3600).toFixed(1)} hours` });
  return facts;
}

/** What the server works on now in this database, without values. */
export async function readRunning(access: MongodbLink): Promise<{ readonly running: readonly Running[]; readonly unseen: readonly Unseen[] }> {
  const operations = await running(access);
  if (operations === null) return { running: [], unseen: [{ what: "What runs now", why: "This user sees its own operations alone.", run: ["the privilege inprog (clusterMonitor has it)"] }] };
  return { running: operations.filter((one) => one.get("active") === true && isHere(one, access.database)).map(runningOf), unseen: [] };
}

function isHere(operation: Doc, database: string): boolean {
  const command = operation.get("command");
  const names = isDoc(command) ? [...command.keys()] : [];
  return (textOf(operation.get("ns")) ?? "").startsWith(`${database}.`) && !["currentOp", "hello", "isMaster"].includes(names[0] ?? "");
}

function runningOf(operation: Doc): Running {
  const micros = numberOf(operation.get("microsecs_running"));
  const seconds = numberOf(operation.get("secs_running"));
  const user = textOf(operation.get("appName"));
  const id = operation.get("opid");
  return {
    id: `operation ${numberOf(id) ?? textOf(id) ?? "without a number"}`, state: textOf(operation.get("op")) ?? "", text: shapeOf(docIn(operation, "command")),
    ...(user === undefined ? {} : { user }), ...(micros !== undefined ? { ms: micros / 1000 } : seconds !== undefined ? { ms: seconds * 1000 } : {}),
    ...(operation.get("waitingForLock") === true ? { waitsFor: "a lock" } : {}),
  };
}
