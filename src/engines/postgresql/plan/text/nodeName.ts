import type { Json } from "../../../../core/json.ts";

const identifier = String.raw`(?:"(?:[^"]|"")+"|[^\s."]+)`;
const target = new RegExp(`^(?:(${identifier})\\.)?(${identifier})(?: (${identifier}))?$`);
const byIndex = new RegExp(`^([\\w ]+?) using (${identifier}) on (.*)$`, "s");
const strategies: Readonly<Record<string, string>> = { HashAggregate: "Hashed", GroupAggregate: "Sorted", MixedAggregate: "Mixed", Aggregate: "Plain" };

/** Reads "Parallel Index Scan Backward using i on s.t a" into the keys of JSON. */
export function readName(text: string): Record<string, Json> {
  const raw: Record<string, Json> = {};
  let rest = text;
  const take = (word: string): boolean => {
    if (!rest.startsWith(`${word} `)) return false;
    rest = rest.slice(word.length + 1);
    return true;
  };
  raw["Parallel Aware"] = take("Parallel");
  raw["Async Capable"] = take("Async");
  const partial = take("Partial") ? "Partial" : take("Finalize") ? "Finalize" : undefined;
  const { name, index, relation } = parted(rest);
  Object.assign(raw, typeOf(name));
  if (partial !== undefined) raw["Partial Mode"] = partial;
  if (index !== undefined) raw["Index Name"] = unquoted(index);
  if (relation !== undefined) Object.assign(raw, targetOf(String(raw["Node Type"]), relation));
  return raw;
}

function parted(text: string): { readonly name: string; readonly index?: string; readonly relation?: string } {
  const using = byIndex.exec(text);
  if (using !== null) return { name: using[1]!, index: using[2]!, relation: using[3]! };
  const on = /^([\w ]+?(?: \([^)]*\))?) on (.*)$/s.exec(text);
  if (on === null) return { name: text };
  return on[1] === "Bitmap Index Scan" ? { name: on[1], index: on[2]! } : { name: on[1]!, relation: on[2]! };
}

function typeOf(name: string): Record<string, Json> {
  const backward = / Backward$/.test(name);
  const bare = name.replace(/ Backward$/, "");
  if (/^Index(?: Only)? Scan$/.test(bare)) return { "Node Type": bare, "Scan Direction": backward ? "Backward" : "Forward" };
  const join = /^(Nested Loop|Hash|Merge)(?: (Left|Right|Full|Semi|Anti|Right Anti|Right Semi))? Join$/.exec(bare);
  if (join !== null) return { "Node Type": join[1] === "Nested Loop" ? "Nested Loop" : `${join[1]!} Join`, "Join Type": join[2] ?? "Inner" };
  if (bare === "Nested Loop") return { "Node Type": bare, "Join Type": "Inner" };
  if (Object.hasOwn(strategies, bare)) return { "Node Type": "Aggregate", Strategy: strategies[bare]! };
  const setOperation = /^(Hash)?SetOp(?: (.*))?$/.exec(bare);
  if (setOperation !== null) return { "Node Type": "SetOp", Strategy: setOperation[1] === undefined ? "Sorted" : "Hashed", ...(setOperation[2] === undefined ? {} : { Command: setOperation[2] }) };
  if (/^(?:Insert|Update|Delete|Merge)$/.test(bare)) return { "Node Type": "ModifyTable", Operation: bare };
  const foreign = /^Foreign (Insert|Update|Delete|Scan)$/.exec(bare);
  if (foreign !== null) return { "Node Type": "Foreign Scan", Operation: foreign[1] === "Scan" ? "Select" : foreign[1]! };
  const custom = /^Custom Scan \((.*)\)$/.exec(bare);
  if (custom !== null) return { "Node Type": "Custom Scan", "Custom Plan Provider": custom[1]! };
  return { "Node Type": bare };
}

const holders: Readonly<Record<string, string>> = { "CTE Scan": "CTE Name", "WorkTable Scan": "CTE Name", "Function Scan": "Function Name", "Table Function Scan": "Table Function Name", "Named Tuplestore Scan": "Tuplestore Name" };

/** "schema.name alias", as the node's type calls it. */
export function targetOf(type: string, text: string): Record<string, Json> {
  const found = target.exec(text);
  if (found === null) return { "Relation Name": text };
  const [, schema, name, alias] = found;
  const plain = unquoted(name!);
  if (type === "Subquery Scan" || type === "Values Scan") return { Alias: plain };
  const named = { [holders[type] ?? "Relation Name"]: plain, Alias: alias === undefined ? plain : unquoted(alias) };
  return schema === undefined ? named : { ...named, Schema: unquoted(schema) };
}

function unquoted(name: string): string {
  return name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
