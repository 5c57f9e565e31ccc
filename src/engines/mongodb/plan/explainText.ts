import type { Json } from "../../../core/json.ts";
import { parseValue } from "../shell/parseValue.ts";
import { UnreadableText } from "../shell/problem.ts";
import { Reader } from "../shell/reader.ts";
import { numberOf, numberTypes, type Value } from "../shell/value.ts";

export type Fields = Readonly<Record<string, Json>>;

export type ExplainText = { readonly document: Fields; readonly rest?: string } | { readonly reason: string; readonly at: number };

/** The document of an explain's output: Extended JSON, or as mongosh prints it; what stands before it (a prompt, a command) is passed over where the document begins a line. */
export function explainText(text: string): ExplainText {
  const lines = text.search(/^[{[]/m);
  const start = lines === -1 ? text.search(/[{[]/) : lines;
  if (start === -1) return { reason: text.trim() === "" ? "There is no text." : "This is no plan of MongoDB: it holds no document.", at: 0 };
  const strict = strictJson(text.slice(start));
  if (strict !== undefined) return documentOf(strict, start);
  try {
    const reader = new Reader(text.slice(start));
    const found = documentOf(plain(parseValue(reader)), start);
    const next = reader.peek();
    return "reason" in found || next === undefined ? found : { ...found, rest: text.slice(start + next.start) };
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    return { reason: `${error.message}.`, at: start + error.offset };
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fieldsIn(of: Fields, name: string): Fields | undefined {
  const value = of[name];
  return isFields(value) ? value : undefined;
}

export function listIn(of: Fields, name: string): readonly Json[] {
  const value = of[name];
  return Array.isArray(value) ? value : [];
}

export function numberIn(of: Fields, name: string): number | undefined {
  const value = of[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function textIn(of: Fields, name: string): string | undefined {
  const value = of[name];
  return typeof value === "string" ? value : undefined;
}

function documentOf(value: Json, start: number): ExplainText {
  const document = Array.isArray(value) ? value.find(isFields) : value;
  return isFields(document) ? { document } : { reason: "This is no plan of MongoDB: it is no document.", at: start };
}

/** As deep as documents of MongoDB go; what is deeper is left to the parser, which tells where. */
const deepest = 100;

/** The platform's own parser is many times faster; undefined where the text is more than JSON. */
function strictJson(text: string): Json | undefined {
  try {
    return plainJson(JSON.parse(text) as Json, 0);
  } catch {
    return undefined;
  }
}

/** `plain` of what is JSON already; undefined where something in it is too deep. */
function plainJson(value: Json, depth: number): Json | undefined {
  if (depth > deepest) return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => plainJson(item, depth + 1));
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  const fields = value as Record<string, Json>;
  let count = 0;
  for (const name in fields) {
    const inner = plainJson(fields[name]!, depth + 1);
    if (inner === undefined) return undefined;
    fields[name] = inner;
    count++;
  }
  return count === 1 ? (extendedNumber(fields) ?? value) : value;
}

function extendedNumber(fields: Fields): number | undefined {
  for (const name in fields) {
    const text = fields[name];
    return typeof text === "string" && numberTypes.has(name) ? Number(text) : undefined;
  }
  return undefined;
}

/** Numbers of every type are numbers; what else JSON cannot say stays Extended JSON. A name that JavaScript has itself is a field like others. */
function plain(value: Value): Json {
  if (value.kind === "scalar") return value.value;
  if (value.kind === "array") return value.items.map(plain);
  const number = numberOf(value);
  if (number !== undefined) return number;
  return Object.fromEntries(value.fields.map((field) => [field.name, plain(field.value)]));
}
