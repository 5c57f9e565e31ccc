/** One line of a plan as SQLite gives it. */
export interface PlanRow {
  readonly id: number;
  /** The id of the row that it is below; 0 for none. */
  readonly parent: number;
  readonly detail: string;
  /** Counted by a build with SQLITE_ENABLE_STMT_SCANSTATUS. */
  readonly runs?: RowRuns;
}

export interface RowRuns {
  readonly loops?: number;
  readonly rows?: number;
  /** Of the processor, without what is below. */
  readonly cycles?: number;
  readonly estimatedRows?: number;
}

/** What a reader of one form of text found. */
export interface FoundPlan {
  readonly form: string;
  readonly rows: readonly PlanRow[];
  /** Indexes that the shell's .expert proposes. */
  readonly proposed?: readonly string[];
  /** Lines that the reader did not use, with where they begin. */
  readonly rest: readonly Line[];
}

export interface Line {
  readonly text: string;
  /** Offset in UTF-16 units. */
  readonly at: number;
}

export function linesOf(text: string): Line[] {
  const found: Line[] = [];
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf("\n", at);
    const stop = end === -1 ? text.length : end;
    found.push({ text: text.slice(at, stop).replace(/\r$/, ""), at });
    at = stop + 1;
  }
  return found;
}
