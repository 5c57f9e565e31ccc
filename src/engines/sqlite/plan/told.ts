import { counted } from "../../../core/counted.ts";
import type { Json } from "../../../core/json.ts";
import type { Line } from "./planRow.ts";

/** How many rows a table has, found while its plan was asked for. */
export interface TableSize {
  readonly table: string;
  /** Counted up to a limit. */
  readonly rows: number;
  /** There may be more: counting stopped there. */
  readonly more: boolean;
  /** What sqlite_stat1 says; null: it says nothing of the table. */
  readonly analysed: number | null;
}

/** Lines that our own explain adds below the plan; `toldIn` reads them back. */
export function executedLine(rows: number, ms: number): string {
  return `EXECUTED: ${rows} rows in ${ms.toFixed(1)} ms`;
}

export function tableLine({ table, rows, more, analysed }: TableSize): string {
  return `TABLE ${JSON.stringify(table)}: ${counted(rows, "row")}${more ? " or more" : ""}, ${analysed === null ? "never analysed" : `${analysed} when it was analysed`}`;
}

const executed = /^EXECUTED: (\d+) rows? in ([0-9.]+) ms$/;
const table = /^TABLE ("(?:[^"\\]|\\.)*"): ([0-9,]+) rows?( or more)?, (?:never analysed|(\d+) when it was analysed)$/;
const timer = /^Run Time: real ([0-9.]+) user [0-9.]+ sys [0-9.]+$/;

export interface Told {
  readonly execution?: { readonly rows?: number; readonly ms: number };
  readonly tables: Readonly<Record<string, Json>>;
  /** Lines that say nothing about the plan. */
  readonly rest: readonly Line[];
}

/** What stands beside a plan: rows and time of a run, sizes of tables, the shell's `.timer`. */
export function toldIn(lines: readonly Line[]): Told {
  const tables: Record<string, Json> = {};
  const rest: Line[] = [];
  let execution: Told["execution"];
  for (const line of lines) {
    const text = line.text.trim();
    const run = executed.exec(text);
    const size = table.exec(text);
    const timed = timer.exec(text);
    if (run !== null) execution = { rows: Number(run[1]), ms: Number(run[2]) };
    else if (timed !== null) execution = { ms: Number(timed[1]) * 1000 };
    else if (size !== null) tables[String(JSON.parse(size[1] ?? '""'))] = { rows: Number((size[2] ?? "").replaceAll(",", "")), more: size[3] !== undefined, analysed: size[4] === undefined ? null : Number(size[4]) };
    else if (text !== "") rest.push(line);
  }
  return { tables, rest, ...(execution === undefined ? {} : { execution }) };
}
