import type { Catalog, TableObject } from "../catalog/catalog.ts";
import { qualified } from "../catalog/objects.ts";
import { SnapshotError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { listSnapshots } from "./find.ts";
import type { KeptRows } from "./manifest.ts";
import { openSnapshot, type OpenedSnapshot } from "./open.ts";

/** Rows of a newer snapshot that a return to an older one brings back. */
export interface KeptSince {
  readonly snapshot: OpenedSnapshot;
  readonly rows: readonly KeptRows[];
}

/** A newer snapshot that cannot be read. `needed`: what would not come back as it was without it ("orders.note"). */
export interface UnusableSnapshot {
  readonly id: string;
  readonly folder: string;
  readonly why: string;
  readonly next: string | undefined;
  readonly needed: readonly string[];
}

/**
 * What the safety snapshots since `target` kept of this database, newest first: all rows of those before migrations that are now undone (`undone`, ids),
 * of the others the rows of tables and columns that come back and that `target` itself has no rows of. Each that is used is verified.
 */
export async function rowsKeptSince(files: WorkspaceFiles, target: OpenedSnapshot, live: Catalog, undone: ReadonlySet<string>): Promise<{ readonly later: readonly KeptSince[]; readonly unusable: readonly UnusableSnapshot[] }> {
  const later: KeptSince[] = [];
  const unusable: UnusableSnapshot[] = [];
  const covered = new Coverage(target.manifest.kept);
  const listed = (await listSnapshots(files)).filter((one) => one.id > target.manifest.id).reverse();
  const use = async (id: string, folder: string, rows: readonly KeptRows[]): Promise<void> => {
    if (rows.length === 0) return;
    try {
      later.push({ snapshot: await openSnapshot(files, folder), rows });
      covered.add(rows);
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      unusable.push({ id, folder, why: error.message, next: error.next, needed: rows.flatMap((kept) => covered.missing(kept)) });
    }
  };
  const safety = listed.flatMap(({ id, folder, manifest }) => {
    const same = manifest?.engine === target.manifest.engine && manifest.database === target.manifest.database;
    return manifest !== null && same && (manifest.reason !== "manual" || undone.has(id)) ? [{ id, folder, manifest }] : [];
  });
  // What a migration lost that is undone by now, or applied anew since, was brought back then: its rows are wanted only where no loss that stands has them.
  const settled = safety.filter(({ id, manifest }) => manifest.reason === "beforeApply" && !undone.has(id));
  for (const { id, folder, manifest } of safety.filter((one) => !settled.includes(one))) await use(id, folder, manifest.kept.flatMap((kept) => wantedOf(kept, target, live, undone.has(id))));
  for (const { id, folder, manifest } of settled.reverse()) await use(id, folder, manifest.kept.flatMap((kept) => wantedOf(kept, target, live, false)).filter((kept) => covered.missing(kept).length > 0));
  later.sort((a, b) => (a.snapshot.manifest.id < b.snapshot.manifest.id ? 1 : -1));
  const bare = comingBack(live, target.catalog).flatMap((kept) => covered.missing(kept));
  for (const { id, folder, manifest, problem } of listed) if (manifest === null) unusable.push({ id, folder, why: problem ?? "", next: undefined, needed: bare });
  const known = new Set(listed.map((one) => one.id));
  for (const id of undone) if (id > target.manifest.id && !known.has(id)) unusable.push({ id, folder: "", why: `There is no snapshot "${id}" any more.`, next: undefined, needed: [] });
  return { later, unusable };
}

function wantedOf(kept: KeptRows, target: OpenedSnapshot, live: Catalog, undone: boolean): KeptRows[] {
  const table = find(target.catalog, kept);
  if (table === undefined || !table.columns.some((column) => kept.columns?.includes(column.name) ?? true)) return [];
  if (undone) return [kept];
  const own = target.manifest.kept.find((one) => one.schema === kept.schema && one.table === kept.table);
  if (own !== undefined && own.columns === undefined) return [];
  const now = find(live, kept);
  if (now === undefined) return [kept];
  const columns = columnsBack(now, table).filter((name) => (kept.columns?.includes(name) ?? true) && own?.columns?.includes(name) !== true);
  if (columns.length === 0) return [];
  return kept.key.length === 0 ? [kept] : [{ ...kept, columns }];
}

/** Stored columns that the table has not now, or with another type. */
export function columnsBack(now: TableObject, then: TableObject): string[] {
  const types = new Map(now.columns.map((column) => [column.name, column.type]));
  return then.columns.filter((column) => column.generated === undefined && types.get(column.name) !== column.type).map((column) => column.name);
}

type Part = Pick<KeptRows, "schema" | "table" | "columns">;

function comingBack(live: Catalog, target: Catalog): Part[] {
  return target.tables.flatMap((table): Part[] => {
    const name = { schema: table.schema, table: table.name };
    const now = find(live, name);
    if (now === undefined) return [name];
    const columns = columnsBack(now, table);
    return columns.length === 0 ? [] : [{ ...name, columns }];
  });
}

function find(catalog: Catalog, { schema, table }: Part): TableObject | undefined {
  return catalog.tables.find((one) => one.schema === schema && one.name === table);
}

/** Of which tables and columns rows are at hand. */
class Coverage {
  private readonly tables = new Map<string, Set<string> | "all">();

  constructor(kept: readonly Part[]) {
    this.add(kept);
  }

  add(parts: readonly Part[]): void {
    for (const { schema, table, columns } of parts) {
      const known = this.tables.get(`${schema}.${table}`);
      if (known === "all") continue;
      this.tables.set(`${schema}.${table}`, columns === undefined ? "all" : new Set([...(known ?? []), ...columns]));
    }
  }

  /** What is not at hand of this: "orders", or "orders.note" for each column. */
  missing({ schema, table, columns }: Part): string[] {
    const known = this.tables.get(`${schema}.${table}`);
    if (known === "all") return [];
    const name = qualified({ schema, name: table });
    return columns === undefined ? [name] : columns.filter((column) => known?.has(column) !== true).map((column) => `${name}.${column}`);
  }
}
