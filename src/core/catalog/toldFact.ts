import type { Json } from "../json.ts";

/** What became of one fact of an object, for people: `type was "numeric", is "text"`; `columns: total is new, note is missing`; `definition in line 3: was …, is …`. */
export function toldFact(name: string, before: Json | undefined, after: Json | undefined): string {
  if (isList(before) && isList(after)) return `${name}: ${toldList(before, after)}`;
  if (typeof before === "string" && typeof after === "string" && /\n/.test(before + after)) return toldLines(name, before.split("\n"), after.split("\n"));
  const [was, is] = parted(factText(before), factText(after));
  return `${name} was ${was}, is ${is}`;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** By the names of the items where they have any, else by the items themselves. */
function toldList(before: readonly Json[], after: readonly Json[]): string {
  const [old, now] = [byName(before), byName(after)];
  const told = [...old].flatMap(([name, item]): string[] => {
    const other = now.get(name);
    if (other === undefined) return [`${name} is missing`];
    return JSON.stringify(item) === JSON.stringify(other) ? [] : [toldItem(name, item, other)];
  });
  told.push(...[...now.keys()].filter((name) => !old.has(name)).map((name) => `${name} is new`));
  return told.length === 0 ? `the order was ${[...old.keys()].join(", ")}, is ${[...now.keys()].join(", ")}` : told.join(", ");
}

function byName(items: readonly Json[]): ReadonlyMap<string, Json> {
  return new Map(items.map((item) => [hasName(item) ? item.name : typeof item === "string" ? item : JSON.stringify(item), item]));
}

function hasName(item: Json): item is { readonly name: string } {
  return typeof item === "object" && item !== null && "name" in item && typeof item.name === "string";
}

function toldItem(name: string, before: Json, after: Json): string {
  const [old, now] = [before, after] as readonly Readonly<Record<string, Json>>[];
  const differing = [...new Set([...Object.keys(old!), ...Object.keys(now!)])].filter((key) => JSON.stringify(old![key]) !== JSON.stringify(now![key]));
  return `${name} (${differing.map((key) => toldFact(key, old![key], now![key])).join("; ")})`;
}

/** The lines between the first and the last that both have. */
function toldLines(name: string, before: readonly string[], after: readonly string[]): string {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const was = lines(before.slice(head, before.length - tail));
  const is = lines(after.slice(head, after.length - tail));
  const place = `${name} in line ${head + 1}`;
  if (was === is) return `${place}: only blanks differ`;
  if (was === "") return `${place}: ${is} is new`;
  if (is === "") return `${place}: ${was} is missing`;
  return `${place}: was ${was}, is ${is}`;
}

function lines(texts: readonly string[]): string {
  const joined = texts.map((text) => text.trim()).filter((text) => text !== "").join(" ");
  return joined === "" ? "" : JSON.stringify(joined.length > longest ? `${joined.slice(0, longest)} …` : joined);
}

const longest = 120;

/** Long texts are cut to where they part. */
function parted(was: string, is: string): readonly [string, string] {
  if (was.length + is.length < 400) return [was, is];
  let at = 0;
  while (at < was.length && was[at] === is[at]) at++;
  const from = Math.max(0, at - 60);
  const cut = (text: string): string => `${from > 0 ? "… " : ""}${text.slice(from, at + longest)}${text.length > at + longest ? " …" : ""}`;
  return [cut(was), cut(is)];
}

/** A value in one line; options that are themselves JSON (a collection's validator) stand in it as such, not as quoted text. */
export function factText(value: Json | undefined): string {
  return value === undefined ? "absent" : JSON.stringify(value, (_, part: Json) => (typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, parsed(inner)])) : part));
}

function parsed(value: Json): Json {
  if (typeof value !== "string" || !/^[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value; // A text that only begins like JSON.
  }
}
