/** The parts of sql_mode that change where tokens end, or what is lost. */
export interface SqlMode {
  /** `"x"` is a name, not a text. */
  readonly ansiQuotes: boolean;
  /** A backslash is a character like any other. */
  readonly noBackslashEscapes: boolean;
  /** Values that do not fit are cut instead of refused. */
  readonly lenient: boolean;
}

export const defaultMode: SqlMode = { ansiQuotes: false, noBackslashEscapes: false, lenient: false };

/** Modes that stand for several; on MySQL 8 and later only ANSI is left of them. */
const meaningAnsiQuotes = new Set(["ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL"]);

const strict = new Set(["STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "TRADITIONAL"]);

/** The mode of a list as it stands in `SET sql_mode = '…'`. */
export function modeOf(list: string): SqlMode {
  const words = list.toUpperCase().split(",").map((word) => word.trim());
  return { ansiQuotes: words.some((word) => meaningAnsiQuotes.has(word)), noBackslashEscapes: words.includes("NO_BACKSLASH_ESCAPES"), lenient: !words.some((word) => strict.has(word)) };
}
