import type { FoundPlan, Line } from "../planRow.ts";
import { type NumberedRow, rowsOf } from "./numbered.ts";

/** Rows as JSON: the shell's json mode, or what a driver gave. */
export function readJson(lines: readonly Line[]): FoundPlan | undefined {
  const text = lines.map((line) => line.text).join("\n").trim();
  if (!text.startsWith("[")) return undefined;
  const value = parsed(text);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const found: NumberedRow[] = [];
  for (const item of value as unknown[]) {
    if (typeof item !== "object" || item === null) return undefined;
    const { id, selectid, parent, order, detail } = item as Record<string, unknown>;
    if (typeof detail !== "string") return undefined;
    found.push({ first: Number(id ?? selectid ?? 0), second: Number(parent ?? order ?? 0), third: 0, detail });
  }
  return { ...rowsOf(found), rest: [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
