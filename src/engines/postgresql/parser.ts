import type { RawStmt } from "libpg-query";

/** PostgreSQL's own parser (libpg_query, grammar of version 18) as WASM. */
export interface Parser {
  /** The raw parse tree; locations are UTF-8 bytes. Throws SqlError with a code-point position; plain Error for empty input. */
  parse(sql: string): { readonly stmts?: readonly RawStmt[] };
  /** PL/pgSQL bodies of the one CREATE FUNCTION or DO statement given. */
  parsePlpgsql(sql: string): unknown;
}

/** Loads the WASM once per process. */
export async function loadParser(): Promise<Parser> {
  const library = await import("libpg-query");
  await library.loadModule();
  return { parse: (sql) => library.parseSync(sql), parsePlpgsql: (sql) => library.parsePlPgSQLSync(sql) };
}
