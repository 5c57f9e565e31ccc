import type { Json } from "../../../../core/json.ts";
import { readProperty } from "./property.ts";

type Target = Record<string, Json>;

/**
 * Reads a line that tells of the whole or of one worker, and gives what the properties after it belong to. `target`: what they belonged to before it.
 */
export function readWhole(whole: Target, node: Target, target: Target, text: string): Target {
  const line = text.trim();
  const worker = /^Worker (\d+):\s*(.*)$/.exec(line);
  if (worker !== null) return readWorker(node, Number(worker[1]), worker[2]!);
  const trigger = /^Trigger (.*): time=([\d.]+) calls=(\d+)$/.exec(line) ?? /^Trigger (.*): calls=()(\d+)$/.exec(line);
  if (trigger !== null) {
    whole["Triggers"] = [...((whole["Triggers"] as Json[] | undefined) ?? []), { ...triggerName(trigger[1]!), ...(trigger[2] === "" ? {} : { Time: Number(trigger[2]) }), Calls: Number(trigger[3]) }];
    return whole;
  }
  const time = /^(Planning|Execution) [Tt]ime: ([\d.]+) ms$/.exec(line) ?? /^(Total) runtime: ([\d.]+) ms$/.exec(line);
  if (time !== null) {
    whole[time[1] === "Planning" ? "Planning Time" : "Execution Time"] = Number(time[2]);
    return whole;
  }
  if (line.startsWith("Settings:")) {
    whole["Settings"] = Object.fromEntries([...line.matchAll(/([\w.]+) = '((?:[^']|'')*)'/g)].map(([, name, value]) => [name!, value!.replaceAll("''", "'")]));
    return whole;
  }
  if (line.startsWith("Query Identifier:")) {
    whole["Query Identifier"] = line.slice(line.indexOf(":") + 1).trim();
    return whole;
  }
  if (/^Planning:?$/.test(line)) return below(whole, "Planning");
  if (line === "JIT:") {
    const holder = target["Worker Number"] === undefined ? whole : target;
    holder["JIT"] = {};
    return holder;
  }
  const serialization = /^Serialization:\s*(?:time=([\d.]+) ms\s+)?output=(\d+)kB\s+format=(\w+)/.exec(line);
  if (serialization !== null) {
    const written = below(whole, "Serialization");
    Object.assign(written, { ...(serialization[1] === undefined ? {} : { Time: Number(serialization[1]) }), "Output Volume": Number(serialization[2]), Format: serialization[3]! });
    return written;
  }
  whole["Unread"] = [...((whole["Unread"] as Json[] | undefined) ?? []), line];
  return target;
}

function below(holder: Target, key: string): Target {
  const found: Target = {};
  holder[key] = found;
  return found;
}

function readWorker(node: Target, number: number, rest: string): Target {
  const workers = (node["Workers"] as Target[] | undefined) ?? [];
  const worker = workers.find((one) => one["Worker Number"] === number) ?? { "Worker Number": number };
  if (!workers.includes(worker)) node["Workers"] = [...workers, worker];
  const actual = /^actual (?:time=([\d.]+)\.\.([\d.]+) )?rows=([\d.]+) loops=(\d+)$/.exec(rest);
  if (actual !== null) Object.assign(worker, actual[2] === undefined ? {} : { "Actual Startup Time": Number(actual[1]), "Actual Total Time": Number(actual[2]) }, { "Actual Rows": Number(actual[3]), "Actual Loops": Number(actual[4]) });
  else if (rest !== "") readProperty(worker, rest);
  return worker;
}

function triggerName(text: string): Target {
  const found = /^(?:(\S+) )?for constraint (\S+?)(?: on (\S+))?$/.exec(text);
  if (found !== null) return { ...(found[1] === undefined ? {} : { "Trigger Name": found[1] }), "Constraint Name": found[2]!, ...(found[3] === undefined ? {} : { Relation: found[3] }) };
  const plain = /^(\S+)(?: on (\S+))?$/.exec(text);
  return plain === null ? { "Trigger Name": text } : { "Trigger Name": plain[1]!, ...(plain[2] === undefined ? {} : { Relation: plain[2] }) };
}
