import type { Json } from "../../../../core/json.ts";
import { conditionKeys } from "../conditions.ts";
import { readBuffers, readIoTimings } from "./buffers.ts";

type Target = Record<string, Json>;
type Reader = (target: Target, value: string) => void;

/** Reads one line "label: value" below a node into the keys of JSON. */
export function readProperty(target: Target, text: string): void {
  const colon = text.indexOf(":");
  const label = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  const reader = Object.hasOwn(readers, label) ? readers[label] : undefined;
  if (reader !== undefined) reader(target, reader === readers["Batches"] || reader === readers["Sort Method"] ? text : value);
  else target[label] = conditionKeys.has(label) ? value : plain(value);
}

function plain(value: string): Json {
  if (value === "true" || value === "false") return value === "true";
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

const counters = new Map<string, RegExp>();

function counterOf(label: string): RegExp {
  const known = counters.get(label) ?? new RegExp(`\\b${label}: (\\d+)(?:kB)?(?: \\(originally (\\d+)\\))?`);
  counters.set(label, known);
  return known;
}

/** Copies what stands behind each label: "Batches: 4 (originally 1)" into `key` and `original`. */
function copy(target: Target, text: string, keys: readonly (readonly [label: string, key: string, original?: string])[]): void {
  for (const [label, key, original] of keys) {
    const found = counterOf(label).exec(text);
    if (found === null) continue;
    target[key] = Number(found[1]);
    if (original !== undefined) target[original] = Number(found[2] ?? found[1]);
  }
}

function hashTable(target: Target, text: string): void {
  if (/\bBuckets:/.test(text)) copy(target, text, [["Buckets", "Hash Buckets", "Original Hash Buckets"], ["Batches", "Hash Batches", "Original Hash Batches"], ["Memory Usage", "Peak Memory Usage"]]);
  else copy(target, text, [["Planned Partitions", "Planned Partitions"], ["Batches", "HashAgg Batches"], ["Memory Usage", "Peak Memory Usage"], ["Disk Usage", "Disk Usage"]]);
}

function sortMethod(target: Target, text: string): void {
  const found = /Sort Method: (.*?)\s+(Memory|Disk): (\d+)kB/.exec(text);
  if (found !== null) Object.assign(target, { "Sort Method": found[1]!, "Sort Space Used": Number(found[3]), "Sort Space Type": found[2]! });
}

function sortGroups(name: string): Reader {
  return (target, value) => {
    const methods = /Sort Methods?: (.*?)\s+(?:Average|Peak)/.exec(value)?.[1]?.split(", ") ?? [];
    const spaces = [...value.matchAll(/Average (Memory|Disk): (\d+)kB\s+Peak (?:Memory|Disk): (\d+)kB/g)];
    target[name] = {
      "Group Count": Number.parseInt(value, 10),
      "Sort Methods Used": methods,
      ...Object.fromEntries(spaces.map(([, type, average, peak]) => [`Sort Space ${type!}`, { "Average Sort Space Used": Number(average), "Peak Sort Space Used": Number(peak) }])),
    };
  };
}

function assignments(keys: Readonly<Record<string, string>>): Reader {
  return (target, value) => {
    for (const [, name, number] of value.matchAll(/([a-z][a-z ]*?)=(\d+)/g)) target[keys[name!.trim()] ?? name!] = Number(number);
  };
}

const readers: Readonly<Record<string, Reader>> = {
  Buffers: readBuffers,
  "I/O Timings": readIoTimings,
  WAL: assignments({ records: "WAL Records", fpi: "WAL FPI", bytes: "WAL Bytes", "buffers full": "WAL Buffers Full" }),
  "Heap Blocks": assignments({ exact: "Exact Heap Blocks", lossy: "Lossy Heap Blocks" }),
  Memory: assignments({ used: "Memory Used", allocated: "Memory Allocated" }),
  Tuples: assignments({ inserted: "Tuples Inserted", updated: "Tuples Updated", deleted: "Tuples Deleted", skipped: "Tuples Skipped" }),
  Buckets: (target, value) => hashTable(target, `Buckets: ${value}`),
  "Planned Partitions": (target, value) => hashTable(target, `Planned Partitions: ${value}`),
  Batches: hashTable,
  "Sort Method": sortMethod,
  Hits: (target, value) => copy(target, `Hits: ${value}`, [["Hits", "Cache Hits"], ["Misses", "Cache Misses"], ["Evictions", "Cache Evictions"], ["Overflows", "Cache Overflows"], ["Memory Usage", "Peak Memory Usage"]]),
  Storage: (target, value) => {
    target["Storage"] = /^\w+/.exec(value)?.[0] ?? value;
    copy(target, value, [["Maximum Storage", "Maximum Storage"]]);
  },
  "Full-sort Groups": sortGroups("Full-sort Groups"),
  "Pre-sorted Groups": sortGroups("Pre-sorted Groups"),
  Sampling: (target, value) => {
    const found = /^(\S+) \((.*?)\)(?: REPEATABLE \((.*)\))?$/.exec(value);
    if (found === null) target["Sampling"] = value;
    else Object.assign(target, { "Sampling Method": found[1]!, "Sampling Parameters": found[2]!, ...(found[3] === undefined ? {} : { "Repeatable Seed": found[3] }) });
  },
};
