import type { PlanReading, ReadOptions } from "../../plans.ts";
import { buildPlan } from "./build.ts";
import { joined, linesOf, placeOf } from "./lines.ts";
import type { Line } from "./lines.ts";
import { prelude } from "./prelude.ts";
import type { Raw } from "./raw.ts";
import { readJson } from "./readJson.ts";
import { withJit } from "./text/jit.ts";
import { brokenNodes, readText } from "./text/readText.ts";
import { unframe } from "./unframe.ts";

/** Reads a plan of PostgreSQL in the form of text or JSON, whatever client it was copied from. */
export function read(text: string, options: ReadOptions = {}): PlanReading {
  if (text.trim() === "") return { reason: "There is nothing to read: the text is empty.", at: 0 };
  if (/[[{]/.test(text.trimStart().charAt(0))) {
    const reading = readJson(text);
    if (!("reason" in reading)) return ofJson(text, reading, options);
  }
  const lines = unframe(linesOf(text));
  const content = joined(lines);
  const other = /<Node-Type>|<explain\b/.test(content) ? "XML" : /^[ -]*Node Type: "/m.test(content) ? "YAML" : undefined;
  if (other !== undefined) return { reason: `This is a plan in ${other}, which is not read. Ask for it again with EXPLAIN (FORMAT JSON, …), or without FORMAT.`, at: lines[0]?.at ?? 0 };
  return /^[ \t]*(?:"[ \t]*)?[[{]|"+\\?"?(?:Node Type|Plan|QUERY PLAN)\\?"/m.test(content) ? fromJson(text, lines, content, options) : fromText(text, lines, options);
}

function fromJson(text: string, lines: readonly Line[], content: string, options: ReadOptions): PlanReading {
  const reading = readJson(content);
  return "reason" in reading ? { reason: reading.reason, at: placeOf(lines, reading.at) } : ofJson(text, reading, options);
}

function ofJson(text: string, reading: { readonly raw: Raw; readonly others: number }, { query }: ReadOptions): PlanReading {
  return { plan: buildPlan({ form: "PostgreSQL JSON", raw: reading.raw, text, ...(query === undefined ? {} : { query }), notes: furtherPlans(reading.others) }) };
}

function fromText(text: string, lines: readonly Line[], options: ReadOptions): PlanReading {
  const reading = readText(lines);
  if ("reason" in reading) return reading;
  const { query = options.query, durationMs } = prelude(reading.before);
  const { Unread: unread, ...raw } = withJit(reading.raw);
  const lost = Array.isArray(unread) ? unread.map((line) => `The line “${String(line)}” was not understood and is left out.`) : [];
  const notes = [...furtherPlans(reading.others), ...brokenNodes(raw).map((line) => `The numbers of “${line}” could not be read: part of the line is missing.`), ...lost];
  return { plan: buildPlan({ form: "PostgreSQL text", raw: durationMs === undefined ? raw : { ...raw, Duration: durationMs }, text, ...((options.query ?? query) === undefined ? {} : { query: options.query ?? query! }), notes }) };
}

function furtherPlans(count: number): readonly string[] {
  return count === 0 ? [] : [`The text has ${count + 1} plans; this is the first.`];
}
