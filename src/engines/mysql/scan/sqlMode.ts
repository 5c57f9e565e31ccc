/** The parts of sql_mode that change where tokens end. */
export interface SqlMode {
  /** `"x"` is a name, not a text. */
  readonly ansiQuotes: boolean;
  /** A backslash is a character like any other. */
  readonly noBackslashEscapes: boolean;
}

export const defaultMode: SqlMode = { ansiQuotes: false, noBackslashEscapes: false };

/** Modes that stand for several; on MySQL 8 and later only ANSI is left of them. */
const meaningAnsiQuotes = new Set(["ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL"]);

/** The mode of a list as it stands in `SET sql_mode = '…'`. */
export function modeOf(list: string): SqlMode {
  const words = list.toUpperCase().split(",").map((word) => word.trim());
  return { ansiQuotes: words.some((word) => meaningAnsiQuotes.has(word)), noBackslashEscapes: words.includes("NO_BACKSLASH_ESCAPES") };
}
