import type { PlanReading, ReadOptions } from "../../plans.ts";
import { buildPlan } from "./build.ts";
import { joined, linesOf, placeOf } from "./lines.ts";
import { readJson } from "./readJson.ts";
import { unframe } from "./unframe.ts";

/** Reads a plan of PostgreSQL in the form of text or JSON, whatever client it was copied from. */
export function read(text: string, options: ReadOptions = {}): PlanReading {
  if (text.trim() === "") return { reason: "There is nothing to read: the text is empty.", at: 0 };
  const lines = unframe(linesOf(text));
  const content = joined(lines);
  const reading = readJson(content);
  if ("reason" in reading) return { reason: reading.reason, at: placeOf(lines, reading.at) };
  const notes = reading.others === 0 ? [] : [`The text has ${reading.others + 1} plans; this is the first.`];
  return { plan: buildPlan({ form: "PostgreSQL JSON", raw: reading.raw, text, ...(options.query === undefined ? {} : { query: options.query }), notes }) };
}
