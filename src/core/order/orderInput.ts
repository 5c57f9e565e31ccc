import type { ScriptFacts } from "../script/facts.ts";
import type { LineIndex } from "../script/textPosition.ts";

/** One script in the order in which it would run: a file, or a section of one. */
export interface OrderScript {
  /** As reports show it. */
  readonly file: string;
  /** The analysed text; it starts at `base` of the file. */
  readonly text: string;
  readonly base: number;
  readonly facts: ScriptFacts;
  /** Of the whole file. */
  readonly lines: LineIndex;
  /** It ran before what is checked: it tells what exists, and gets no findings. */
  readonly context?: boolean;
}

/** What differs between engines. */
export interface OrderRules {
  /** The schema that an unqualified name means; "" where there are none. */
  readonly defaultSchema: string;
  /** Schemas that exist without being created. */
  readonly ownSchemas: readonly string[];
  /** DROP without CASCADE is refused while something depends on the object. */
  readonly dropsAreChecked: boolean;
  /** A foreign key's target needs its key when the foreign key is made. */
  readonly keysAreChecked: boolean;
  readonly enumValuesNeedCommit: boolean;
  /** The schema that facts give temporary objects; "pg_temp" where absent. */
  readonly temporarySchema?: string;
  /** Names of indexes are each table's own, and those of triggers are the schema's. */
  readonly indexesPerTable?: boolean;
  /** Names of triggers are the schema's, not each table's own. */
  readonly triggersPerSchema?: boolean;
  /** A foreign key may point at the first columns of any index, not only at a unique key. */
  readonly anyIndexIsKey?: boolean;
  /** Whether names of tables that differ only in case are the same depends on the server (lower_case_table_names). */
  readonly caseOfTablesVaries?: boolean;
  /** DROP TABLE of several drops one after the other, so that a table cannot go before one that points at it. */
  readonly dropsInTurn?: boolean;
  /** Constraints and generated columns stand in the way when a column of their own table is dropped; a foreign key holds the indexes that it needs. */
  readonly constraintsHoldColumns?: boolean;
  /** A script is a list, in which statements change places; else each is moved with the comments before it and its terminator. */
  readonly scriptIsList?: true;
}
