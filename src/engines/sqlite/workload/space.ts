import type { Catalog } from "../../../core/catalog/catalog.ts";
import { bytesText, percentText } from "../../../core/workload/amounts.ts";
import type { IndexWork, TableWork, Unseen, WorkloadFact } from "../../../core/workload/workload.ts";
import type { Session } from "../../engine.ts";
import { analysedRows } from "../plan/sizes.ts";
import { foldName } from "../quote.ts";

export interface Space {
  readonly tables: readonly TableWork[];
  readonly indexes: readonly IndexWork[];
  readonly facts: readonly WorkloadFact[];
  readonly unseen: readonly Unseen[];
}

/** dbstat reads every page of the file. */
const mostBytes = 2 * 1024 ** 3;
const worthTelling = 16 << 20;

/** Rows, pages and empty room of every table and index, by dbstat, and what ANALYZE knew of them. */
export async function readSpace(session: Session, catalog: Catalog, signal: AbortSignal): Promise<Space> {
  const analysed = await analysedRows(session, { signal });
  const tables = catalog.tables.filter((table) => table.form === "table");
  const bytes = Number((await session.run("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", { signal })).rows[0]?.[0]);
  if (bytes > mostBytes) {
    const unseen = { what: "How large each table and index is", why: `The file has ${bytesText(bytes)}, and dbstat reads all of it.`, run: ["SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name"] };
    return { tables: tables.map((table) => ({ schema: "", table: table.name, ...rowsKnown(analysed.get(foldName(table.name))) })), indexes: [], facts: [], unseen: [unseen] };
  }
  const { rows } = await session.run("SELECT name, sum(pgsize), sum(unused), sum(CASE WHEN pagetype = 'leaf' THEN ncell ELSE 0 END), sum(CASE WHEN pagetype = 'internal' THEN ncell ELSE 0 END) FROM dbstat GROUP BY name", { signal });
  const measured = new Map(rows.map(([name, size, unused, cells, inner]) => [foldName(String(name)), { size: Number(size), unused: Number(unused), cells: Number(cells), inner: Number(inner) }]));
  const indexes = tables.flatMap((table) => table.indexes.map((index): IndexWork => ({ schema: "", table: table.name, index: index.name, ...sizeKnown(measured.get(foldName(index.name))?.size) })));
  const empty = [...measured].filter(([, { size, unused }]) => unused >= worthTelling && unused > size / 2);
  return {
    indexes,
    tables: tables.map((table): TableWork => {
      const found = measured.get(foldName(table.name));
      // The inner pages of a table without row ids hold rows too, those of another only numbers.
      const count = found === undefined ? undefined : found.cells + (table.options["withoutRowid"] === "yes" ? found.inner : 0);
      const known = analysed.get(foldName(table.name));
      const indexBytes = indexes.filter((index) => index.table === table.name).reduce((sum, index) => sum + (index.bytes ?? 0), 0);
      return { schema: "", table: table.name, indexBytes, ...sizeKnown(found?.size), ...rowsKnown(count), ...(count === undefined ? {} : { changedSinceAnalyse: Math.abs(count - (known ?? 0)) }) };
    }),
    facts: empty.map(([name, { size, unused }]) => ({ name: `room in ${name}`, value: `${bytesText(unused)} of ${bytesText(size)} (${percentText(unused / size)})`, concern: "Its pages are half empty or more, as after many deletes.", next: "VACUUM packs them; REINDEX does so for an index alone." })),
    unseen: [],
  };
}

function rowsKnown(rows: number | undefined): Pick<TableWork, "rows"> {
  return rows === undefined ? {} : { rows };
}

function sizeKnown(bytes: number | undefined): { readonly bytes?: number } {
  return bytes === undefined ? {} : { bytes };
}
