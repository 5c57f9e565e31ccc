/** PostgreSQL's own parser (libpg_query, grammar of version 18) as WASM. */
export interface Parser {
  /** The raw parse tree. Throws SqlError with a code-point position; plain Error for empty input. */
  parse(sql: string): { readonly stmts?: readonly RawStatement[] };
  /** PL/pgSQL bodies of the one CREATE FUNCTION or DO statement given. */
  parsePlpgsql(sql: string): unknown;
}

/** One statement of a parse tree; locations are UTF-8 bytes. */
export interface RawStatement {
  readonly stmt?: Readonly<Record<string, unknown>>;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

/** Loads the WASM once per process. */
export async function loadParser(): Promise<Parser> {
  const library = await import("libpg-query");
  await library.loadModule();
  return {
    parse: (sql) => library.parseSync(sql) as unknown as ReturnType<Parser["parse"]>,
    parsePlpgsql: (sql) => library.parsePlPgSQLSync(sql),
  };
}
