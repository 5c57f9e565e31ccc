export type Server = "15" | "18";

/** A query whose plans are kept: `<name>.sql`, and `<name>.<server>.<form>` for each of `forms`. */
export interface PlannedCase {
  readonly name: string;
  readonly sql: string;
  /** SET before it, in the same transaction. */
  readonly settings?: readonly string[];
  /** Statements before it, in the same transaction, which is rolled back. */
  readonly before?: readonly string[];
  /** Inside the parentheses of EXPLAIN; `options18`: on version 18. */
  readonly options?: string;
  readonly options18?: string;
  readonly servers?: readonly Server[];
  /** "framed": as psql prints it; "boxed": border 2; "wrapped": at 80 columns; "unicode": its lines. Default: text on 15 and JSON on 18. */
  readonly forms?: Partial<Record<Server, readonly Form[]>>;
}

export type Form = "txt" | "json" | "framed" | "boxed" | "unicode" | "wrapped" | "framedJson";
