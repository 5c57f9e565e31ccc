import type { Dialect } from "./engineId.ts";

/** What people who work with an engine call things. */
export interface Nouns {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** What a migration is written in, for a button: "Show SQL". */
  readonly script: string;
}

const relational: Nouns = { table: "table", row: "row", column: "column", script: "SQL" };
const documents: Nouns = { table: "collection", row: "document", column: "field", script: "Commands" };
const known: Readonly<Record<Dialect, Nouns>> = { postgresql: relational, mysql: relational, mariadb: relational, sqlite: relational, mongodb: documents };

/** Rows and tables where the engine is not known. */
export function nounsOf(dialect: string | undefined): Nouns {
  return dialect !== undefined && Object.hasOwn(known, dialect) ? known[dialect as Dialect] : relational;
}

/** "Rows", for a title or the head of a column. */
export function titled(noun: string): string {
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
}
