/**
 * What became of a statement that runs outside of any transaction and was cut off: "done", "notDone" (what it left half done was removed, it can run again),
 * or "unknown" (nothing tells, running it again could do it twice). `note` says what was found, for the report.
 */
export interface Settled {
  readonly state: "done" | "notDone" | "unknown";
  readonly note: string;
}
