/** What a statement asks of its tables, as its engine's syntax tree tells. */
export interface QueryUse {
  readonly tables: readonly TableUse[];
  /** Rows that it writes; what an index on them would have to pay. */
  readonly writes: readonly WriteUse[];
  /** Statements that the server runs because of this one and that its plan does not show: what a delete asks of the tables that refer to its own. */
  readonly behind: readonly { readonly sql: string; readonly why: string; readonly tables: readonly TableUse[] }[];
  /** What could not be read, in whole sentences. */
  readonly unread: readonly string[];
}

/** One mention of a table in a statement. */
export interface TableUse {
  readonly schema: string;
  readonly table: string;
  /** All of them hold for every row that is wanted. */
  readonly conditions: readonly Condition[];
  /** Each entry is an OR, branch by branch; within a branch all conditions hold. Only those whose every branch says something of this table. */
  readonly either: readonly (readonly (readonly Condition[])[])[];
  /** The order in which the rows are wanted; empty where it is not by this table alone. */
  readonly order: readonly OrderKey[];
  /** What rows are grouped or made distinct by. */
  readonly group: readonly KeyPart[];
  /** Columns that it reads, conditions and order included. */
  readonly reads: readonly string[] | "all";
  /** It wants only the first rows. */
  readonly limited: boolean;
}

/** A column, or an expression over columns of one table. */
export interface KeyPart {
  /** As the engine writes it in an index: a quoted column, an expression in parentheses, a path. */
  readonly text: string;
  readonly columns: readonly string[];
  readonly expression: boolean;
}

/**
 * "equal": one value, also a value that another table gives (`join`); "in": one of several; "prefix": LIKE 'abc%'; "other": restricts the rows, and no ordered index finds them by it.
 */
export type ConditionKind = "equal" | "join" | "in" | "null" | "notNull" | "range" | "prefix" | "inverted" | "other";

export interface Condition {
  readonly part: KeyPart;
  readonly kind: ConditionKind;
  /** How many values an "in" has. */
  readonly values?: number;
  /** The one value that an "equal" is about, where the statement has it, as the engine writes it in its statistics. */
  readonly value?: string;
  /** The condition over the table's own columns, where all in it is constant: what a partial index may be limited to. */
  readonly text?: string;
  /** What an index needs to serve it: PostgreSQL's text_pattern_ops, gin_trgm_ops. */
  readonly operatorClass?: string;
  /** "inverted" only: the index's method, "gin". */
  readonly method?: string;
  /** A row level security policy says it, and not the statement. */
  readonly byPolicy?: true;
}

export interface OrderKey {
  readonly part: KeyPart;
  readonly descending: boolean;
  /** Absent: as the engine does by itself. */
  readonly nulls?: "first" | "last";
}

export interface WriteUse {
  readonly schema: string;
  readonly table: string;
  readonly kind: "insert" | "update" | "delete";
  /** "update": the columns it sets. */
  readonly columns: readonly string[];
}
