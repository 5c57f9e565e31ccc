import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Catalog, ConstraintObject, TableObject } from "../../../core/catalog/catalog.ts";
import { throwIfCancelled } from "../../../core/errors.ts";
import { quoteName, quoteObject, quoteText } from "../quote.ts";
import { nameList } from "../rows/keptTable.ts";
import { inScope } from "../rows/scope.ts";
import type { Wire } from "../wire/wire.ts";

/** Rows that a sample takes of each table, unless more are asked for. */
const sampleSize = 1000;

const copyFormat = "(FORMAT text, ENCODING 'UTF8')";

/** Copies rows table by table into tables that have no constraints yet. A sample loses the rows whose parents are not in it, so that every foreign key can be made. */
export async function copyRows(source: { readonly wire: Wire; readonly inTransaction: boolean }, target: Wire, catalog: Catalog, how: "sample" | "copy", signal: AbortSignal, rows = sampleSize): Promise<void> {
  const tables = catalog.tables.filter((table) => table.form === "table");
  await inScope(source.wire, source.inTransaction, "undo", signal, () =>
    inScope(target, false, "keep", signal, async () => {
      for (const table of tables) {
        throwIfCancelled(signal);
        await copyTable(source.wire, target, table, how === "copy" ? undefined : rows, signal);
      }
    }),
  );
  if (how === "sample") await dropOrphans(target, catalog, signal);
  await copySequences(source.wire, target, signal);
}

async function copyTable(source: Wire, target: Wire, table: TableObject, rows: number | undefined, signal: AbortSignal): Promise<void> {
  const name = quoteObject(table);
  const columns = nameList(table.columns.filter((column) => column.generated === undefined).map((column) => column.name));
  if (columns === "") return;
  const key = table.constraints.find((constraint) => constraint.form === "primaryKey")?.columns ?? [];
  const some = rows === undefined ? "" : `${key.length === 0 ? "" : ` ORDER BY ${nameList(key)}`} LIMIT ${rows}`;
  const [out, into] = [`COPY (SELECT ${columns} FROM ONLY ${name}${some}) TO STDOUT WITH ${copyFormat}`, `COPY ${name} (${columns}) FROM STDIN WITH ${copyFormat}`];
  await source.guarded(signal, () =>
    target.guarded(signal, async () => {
      let read: unknown;
      const from = source.client.query(copyTo(out));
      from.on("error", (error) => {
        read = error;
      });
      try {
        await pipeline(from, target.client.query(copyFrom(into)));
      } catch (error) {
        throw read === undefined ? target.translated(error, into, 0) : source.translated(read, out, 0);
      }
    }),
  );
}

/** Deletes rows without parents until none is left: a deleted row may itself have been a parent. */
async function dropOrphans(target: Wire, catalog: Catalog, signal: AbortSignal): Promise<void> {
  const deletions = catalog.tables.flatMap((table) =>
    table.form === "table" ? table.constraints.filter((constraint) => constraint.form === "foreignKey").map((constraint) => orphans(table, constraint)) : [],
  ).filter((sql) => sql !== undefined);
  for (let deleted = true; deleted; ) {
    deleted = false;
    for (const text of deletions) {
      const [result] = await target.send([{ text }], { signal });
      if ((result?.rowCount ?? 0) > 0) deleted = true;
    }
  }
}

function orphans(table: TableObject, constraint: ConstraintObject): string | undefined {
  const { references } = constraint;
  if (references === undefined || !constraint.validated) return undefined;
  const given = constraint.columns.map((column) => `c.${quoteName(column)} IS NOT NULL`).join(" AND ");
  const same = constraint.columns.map((column, at) => `p.${quoteName(references.columns[at] ?? "")} = c.${quoteName(column)}`).join(" AND ");
  return `DELETE FROM ONLY ${quoteObject(table)} c WHERE ${given} AND NOT EXISTS (SELECT 1 FROM ${quoteObject({ schema: references.schema, name: references.table })} p WHERE ${same})`;
}

/** New rows on the shadow get the numbers that they would get on the source. */
async function copySequences(source: Wire, target: Wire, signal: AbortSignal): Promise<void> {
  const [found] = await source.send([{ text: "SELECT pg_catalog.quote_ident(schemaname) || '.' || pg_catalog.quote_ident(sequencename), last_value FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL" }], { signal });
  const settings = (found?.rows ?? []).map(([name, last]) => `pg_catalog.setval(pg_catalog.to_regclass(${quoteText(name ?? "")}), ${last ?? "1"})`);
  for (const setting of settings) await target.send([{ text: `SELECT ${setting}` }], { signal });
}
