import { createHash } from "node:crypto";
import type { HotStatement, Unseen, Workload, WorkloadFact } from "../../../core/workload/workload.ts";
import { orDenied } from "../audit/denied.ts";
import { docIn, isDoc, numberOf, textOf, truthy, type Doc } from "../bson/value.ts";
import type { MongodbLink } from "../link.ts";
import { shapeOf } from "./shape.ts";

export interface Profiled extends Pick<Workload, "statements" | "totals" | "statementsSince"> {
  readonly facts: readonly WorkloadFact[];
  readonly unseen: readonly Unseen[];
}

/** The profiler's collection is capped; these are its newest. */
const newest = 20_000;
const what = "Which commands take the time";
const none = { statements: [], totals: {} };

/** What the profiler of this database noted, by the shape of the commands. */
export async function readProfile(access: MongodbLink, top: number, signal: AbortSignal): Promise<Profiled> {
  const level = await orDenied(access.aside({ profile: -1 }, { signal }));
  if ("denied" in level) return { ...none, facts: [], unseen: [{ what, why: `The profiler cannot be asked: ${level.denied}`, run: ['{"profile": 1, "slowms": 20} on a mongod, by who has dbAdmin', "--workload FILE with the project's commands, to have them run and ranked here"] }] };
  const { was, slowms, sampleRate } = { was: numberOf(level.value.get("was")) ?? 0, slowms: numberOf(level.value.get("slowms")), sampleRate: numberOf(level.value.get("sampleRate")) ?? 1 };
  const kept = ["op", "ns", "command", "originatingCommand", "millis", "nreturned", "nModified", "ndeleted", "ninserted", "keysExamined", "docsExamined", "planSummary", "queryHash", "planCacheShapeHash", "hasSortStage", "usedDisk", "errCode", "ts"];
  const read = await orDenied(access.asideDocuments({ find: "system.profile", filter: { ns: { $ne: `${access.database}.system.profile` } }, sort: { $natural: -1 }, limit: newest, projection: Object.fromEntries(kept.map((field) => [field, 1])) }, { signal }));
  if ("denied" in read) return { ...none, facts: [], unseen: [{ what, why: `system.profile may not be read: ${read.denied}`, run: ["the role read on this database's system.profile (dbAdmin has it)"] }] };
  const found = ranked(read.value.filter((entry) => !isOwn(entry)), top);
  const facts = [{ name: "profiler", value: was === 0 ? "off" : was === 2 ? `all commands${partly(sampleRate)}` : `commands slower than ${slowms ?? 100} ms${partly(sampleRate)}` }];
  if (read.value.length > 0) return { ...found, facts, unseen: was === 1 ? [{ what: "Commands that are quick", why: `The profiler keeps those slower than ${slowms ?? 100} ms alone, so that the shares are of those.`, run: ['{"profile": 1, "slowms": 5, "sampleRate": 0.1}'] }] : [] };
  return { ...none, facts, unseen: [{ what, why: was === 0 ? "The profiler is off." : "The profiler has noted nothing yet.", run: was === 0 ? ['{"profile": 1, "slowms": 20}'] : [] }] };
}

function partly(sampleRate: number): string {
  return sampleRate < 1 ? `, ${Math.round(sampleRate * 100)} % of them` : "";
}

/** What this product and the server ask of themselves. */
function isOwn(entry: Doc): boolean {
  const command = commandOf(entry);
  return /\.system\./.test(textOf(entry.get("ns")) ?? "") || ["explain", "profile", "collStats", "listIndexes", "listCollections", "hello"].includes([...command.keys()][0] ?? "") || ["$indexStats", "$collStats"].some((stage) => JSON.stringify(shapeOf(command)).includes(stage));
}

function commandOf(entry: Doc): Doc {
  const original = entry.get("originatingCommand");
  return isDoc(original) ? original : docIn(entry, "command");
}

interface Group {
  readonly id: string;
  readonly text: string;
  calls: number;
  ms: number;
  most: number;
  rows: number;
  examined: number;
  readonly plans: Set<string>;
  sorts: number;
  onDisk: number;
  errors: number;
}

/** Exported for tests of what the profiler of a mongod writes. */
export function ranked(entries: readonly Doc[], top: number): Pick<Workload, "statements" | "totals" | "statementsSince"> {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const text = shapeOf(withName(entry));
    const id = textOf(entry.get("planCacheShapeHash")) ?? textOf(entry.get("queryHash")) ?? createHash("sha256").update(text).digest("hex").slice(0, 8);
    const key = `${id} ${textOf(entry.get("ns")) ?? ""} ${textOf(entry.get("op")) ?? ""} ${id.length === 8 ? "" : text}`;
    const group = groups.get(key) ?? { id, text, calls: 0, ms: 0, most: 0, rows: 0, examined: 0, plans: new Set<string>(), sorts: 0, onDisk: 0, errors: 0 };
    groups.set(key, group);
    add(group, entry);
  }
  const ms = entries.reduce((sum, entry) => sum + (numberOf(entry.get("millis")) ?? 0), 0);
  const moments = entries.flatMap((entry) => (entry.get("ts") instanceof Date ? [(entry.get("ts") as Date).toISOString()] : [])).sort();
  return { statements: [...groups.values()].sort((a, b) => b.ms - a.ms).slice(0, top).map((group) => hotOf(group, ms)), totals: entries.length === 0 ? {} : { ms, calls: entries.length }, ...(moments[0] === undefined ? {} : { statementsSince: moments[0] }) };
}

/** Before 6.0 the command of an update or a delete is its part alone. */
function withName(entry: Doc): Doc {
  const command = commandOf(entry);
  const op = textOf(entry.get("op")) ?? "command";
  const collection = (textOf(entry.get("ns")) ?? "").replace(/^[^.]*\./, "");
  const part = command.has("q") || command.has("u");
  return part ? new Map([[op === "remove" ? "delete" : op, collection], ...command]) : command.size === 0 ? new Map([[op, collection]]) : command;
}

function add(group: Group, entry: Doc): void {
  const count = (name: string): number => numberOf(entry.get(name)) ?? 0;
  group.calls++;
  group.ms += count("millis");
  group.most = Math.max(group.most, count("millis"));
  group.rows += count("nreturned") + count("nModified") + count("ndeleted") + count("ninserted");
  group.examined += count("docsExamined") + count("keysExamined");
  group.sorts += truthy(entry.get("hasSortStage")) ? 1 : 0;
  group.onDisk += truthy(entry.get("usedDisk")) ? 1 : 0;
  group.errors += entry.has("errCode") ? 1 : 0;
  const plan = textOf(entry.get("planSummary"));
  if (plan !== undefined) group.plans.add(plan);
}

function hotOf(group: Group, ms: number): HotStatement {
  const notes = [
    ...[...group.plans].filter((plan) => plan.includes("COLLSCAN")).slice(0, 1).map(() => "collection scan"),
    ...(group.plans.size > 1 ? [`${group.plans.size} different plans`] : []),
    ...(group.sorts > 0 ? [`sorted in memory: ${group.sorts}`] : []),
    ...(group.onDisk > 0 ? [`went to disk: ${group.onDisk}`] : []),
    ...(group.errors > 0 ? [`errors: ${group.errors}`] : []),
  ];
  return { id: group.id, text: group.text, calls: group.calls, totalMs: group.ms, meanMs: group.ms / group.calls, maxMs: group.most, share: ms <= 0 ? 0 : group.ms / ms, rows: group.rows, examined: group.examined, notes };
}
