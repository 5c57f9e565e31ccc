import { notOfExtension, ownTables, quotedName, userSchema } from "./catalog/sql.ts";
import type { Wire } from "./wire/wire.ts";

const tables = `SELECT n.nspname || '.' || c.relname, ${quotedName("n.nspname", "c.relname")}
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND ${userSchema("n")} AND c.relname NOT IN ${ownTables} AND ${notOfExtension("pg_class", "c.oid")} ORDER BY 1`;

const perQuery = 200;

/** Exact row counts by "schema.table"; a partitioned table's rows are counted in its partitions. */
export async function countAllRows(wire: Wire, signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const [found] = await wire.send([{ name: "data_engineer_tables", text: tables }], { signal });
  const rows = found?.rows ?? [];
  const counts = new Map<string, number>();
  for (let at = 0; at < rows.length; at += perQuery) {
    const chunk = rows.slice(at, at + perQuery);
    const text = chunk.map(([, quoted], index) => `SELECT ${index}, count(*) FROM ONLY ${quoted ?? ""}`).join(" UNION ALL ");
    const [counted] = await wire.send([{ text }], { signal });
    for (const [index, count] of counted?.rows ?? []) counts.set(chunk[Number(index)]?.[0] ?? "", Number(count));
  }
  return counts;
}
