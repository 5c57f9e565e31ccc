import type { Json } from "../json.ts";
import type { MigrationAdapter } from "./adapter.ts";
import type { TableName } from "./tableName.ts";

interface Session {
  readonly engine: { quoteName(name: string): string; quoteObject(object: { readonly schema?: string; readonly name: string }): string };
  run(sql: string, options?: { readonly signal?: AbortSignal }): Promise<{ readonly rows: readonly (readonly Json[])[] }>;
}

/** What every SQL engine asks of a table in the same words. */
export function sqlTables(session: Session): Pick<MigrationAdapter, "count" | "hasRows" | "readNothing" | "empty"> {
  const quoted = ({ schema, name }: TableName): string => session.engine.quoteObject(schema === "" ? { name } : { schema, name });
  return {
    count: async (table, column) => {
      const what = column === undefined ? "*" : session.engine.quoteName(column);
      return Number((await session.run(`SELECT count(${what}) FROM ${quoted(table)}`)).rows[0]?.[0] ?? 0);
    },
    hasRows: async (table) => (await session.run(`SELECT 1 FROM ${quoted(table)} LIMIT 1`)).rows.length > 0,
    readNothing: async (view, signal) => {
      await session.run(`SELECT * FROM ${quoted(view)} LIMIT 0`, { signal });
    },
    empty: async (table, signal) => {
      await session.run(`DELETE FROM ${quoted(table)}`, { signal });
    },
  };
}
