import { tokenize } from "sqlite3-parser";
import type { Cell } from "../engine.ts";
import type { Bind } from "./protocol.ts";

/** Gives each parameter of a statement its value: `?` in their order, `?2`, `$2` and `:2` by number. */
export function bindOf(sql: string, params: readonly Cell[]): Bind {
  if (params.length === 0) return { positional: [], named: {} };
  const positional: Cell[] = [];
  const named: Record<string, Cell> = {};
  let highest = 0;
  for (const token of tokenize(sql)) {
    const number = /^[?$:@]([0-9]*)$/.exec(token.text)?.[1];
    if (number === undefined) continue;
    const index = number === "" ? highest + 1 : Number(number);
    highest = Math.max(highest, index);
    const value = params[index - 1] ?? null;
    if (number === "") positional.push(value);
    else named[number] = value;
  }
  return highest < params.length && highest === 0 ? { positional: params, named } : { positional, named };
}
