import type { Json } from "../json.ts";
import type { ShutOut } from "./adapter.ts";
import type { NewRule } from "./newRules.ts";

interface Runner {
  readonly engine: { quoteName(name: string): string; quoteObject(object: { readonly schema?: string; readonly name: string }): string };
  run(sql: string, options?: { readonly signal?: AbortSignal }): Promise<{ readonly rows: readonly (readonly Json[])[] }>;
}

const shown = 5;

/** How many rows break a rule that is to come, and some of them. Reads the whole table. */
export async function sqlShutOut(session: Runner, { table, title, needs }: NewRule, signal: AbortSignal): Promise<ShutOut | null> {
  const { quoteName } = session.engine;
  const named = (object: { readonly schema: string; readonly name: string }): string => session.engine.quoteObject(object.schema === "" ? { name: object.name } : object);
  const ask = async (sql: string): Promise<readonly (readonly Json[])[]> => (await session.run(sql, { signal })).rows;
  const from = named(table);
  const shutOut = (count: number, examples: readonly string[] = []): ShutOut | null => (count === 0 ? null : { object: table.schema === "" ? table.name : `${table.schema}.${table.name}`, rule: title, count, examples: [...examples], refused: true });
  const counted = async (where: string): Promise<ShutOut | null> => shutOut(Number((await ask(`SELECT count(*) FROM ${from} WHERE ${where}`))[0]?.[0] ?? 0));
  switch (needs.kind) {
    case "notNull":
      return counted(`${quoteName(needs.column)} IS NULL`);
    case "check":
      return counted(`NOT ${needs.expression}`);
    case "foreignKey": {
      const match = needs.columns.map((column, at) => `p.${quoteName(needs.parentColumns[at] ?? "")} = ${from}.${quoteName(column)}`).join(" AND ");
      return counted(`${needs.columns.map((column) => `${from}.${quoteName(column)} IS NOT NULL`).join(" AND ")} AND NOT EXISTS (SELECT 1 FROM ${named(needs.parent)} p WHERE ${match})`);
    }
    case "unique": {
      const columns = needs.columns.map(quoteName).join(", ");
      const present = [...needs.columns.map((column) => `${quoteName(column)} IS NOT NULL`), ...(needs.predicate === undefined ? [] : [`(${needs.predicate})`])].join(" AND ");
      const groups = `FROM ${from} WHERE ${present} GROUP BY ${columns} HAVING count(*) > 1`;
      const rows = await ask(`SELECT count(*), ${columns} ${groups} LIMIT ${shown}`);
      if (rows.length === 0) return null;
      const [total] = await ask(`SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n ${groups}) d`);
      return shutOut(Number(total?.[0]), rows.map(([count, ...values]) => `${needs.columns.map((column, at) => `${column} = ${String(values[at])}`).join(", ")}: ${String(count)} times`));
    }
  }
}
