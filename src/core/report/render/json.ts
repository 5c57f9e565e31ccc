import type { Report } from "../report.ts";

/** One object, as the contract says; ends with a line feed. Control characters are escaped, also those that JSON would let through. */
export function renderJson(report: Report): string {
  return `${escapeControls(JSON.stringify(report, null, 2))}\n`;
}

/** A terminal obeys U+007F to U+009F too; inside JSON they can only stand in strings, where an escape means the same. */
export function escapeControls(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
