import type { Json } from "../../json.ts";

/** A value as one cell of a table shows it: NULL apart from the empty text, objects as JSON. */
export function cellText(value: Json | undefined): string {
  if (value === undefined) return "";
  if (value === null) return "NULL";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** 12 ms, 1.4 s, 2 min 5 s. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds < 10 && !Number.isInteger(milliseconds) ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Blanks and line breaks made one blank. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
