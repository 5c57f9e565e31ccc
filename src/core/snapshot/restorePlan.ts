import type { Catalog, TableObject } from "../catalog/catalog.ts";
import { qualified } from "../catalog/objects.ts";
import { SnapshotError } from "../errors.ts";
import { impactOf } from "../migration/impact.ts";
import type { Destruction } from "../script/facts.ts";
import type { RestorableConnection, RestoreStep } from "./connection.ts";
import { columnsBack, type KeptSince } from "./keptSince.ts";
import { planKeep } from "./keepPlan.ts";
import { loadOrder } from "./loadOrder.ts";
import { lossesBetween } from "./losses.ts";
import type { KeptRows } from "./manifest.ts";
import type { OpenedSnapshot } from "./open.ts";
import type { PlannedKeep } from "./source.ts";

/** Rows that come back. "merge" inserts and updates by key; "replace" empties the table first, because rows without a key cannot be told apart. */
export interface PlannedLoad {
  readonly kept: KeptRows;
  /** The snapshot that has them. */
  readonly from: OpenedSnapshot;
  readonly how: "merge" | "replace";
  /** Rows of the table now; null where it does not exist. */
  readonly rowsNow: number | null;
}

/** Something that is there now and would be lost by going back. */
export interface PlannedLoss {
  readonly object: string;
  readonly how: Destruction["how"];
  readonly rows: number;
  readonly impact: readonly string[];
}

/** The way to one snapshot: the statements, and its kept rows that are wanted. */
export interface Hop {
  readonly snapshot: OpenedSnapshot;
  readonly steps: readonly RestoreStep[];
  readonly loads: readonly PlannedLoad[];
}

export interface RestorePlan {
  readonly live: Catalog;
  /** In the order they are made; the last leads to the snapshot that was asked for. */
  readonly hops: readonly Hop[];
  readonly losses: readonly PlannedLoss[];
  /** What a snapshot must keep before the restore runs: what would be lost, and what kept rows would overwrite. */
  readonly keep: readonly PlannedKeep[];
}

/**
 * What going back to a snapshot takes, found by comparing; nothing is executed but counting. `later`, newest first: rows that were kept since.
 * Where they all fit the schema that is gone back to, they are loaded there; else the way leads over their snapshots' schemas, where nothing that stays is lost on it.
 * Throws SnapshotError "mismatch" where they fit neither.
 */
export async function planRestore(connection: RestorableConnection, snapshot: OpenedSnapshot, live: Catalog, later: readonly KeptSince[] = []): Promise<RestorePlan> {
  const counts = new Map<string, number | null>();
  const count = async (schema: string, name: string): Promise<number | null> => {
    const key = `${schema}.${name}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const there = live.tables.some((table) => table.schema === schema && table.name === name);
    const rows = there ? await connection.migrations.count({ schema, name }) : null;
    counts.set(key, rows);
    return rows;
  };
  const hops: Hop[] = [];
  const direct: PlannedLoad[] = [];
  const overwritten: Destruction[] = [];
  const losses: PlannedLoss[] = [];
  const destructions = lossesBetween(live, snapshot.catalog);
  for (const destruction of destructions) losses.push(await lossOf(live, destruction, count));
  let from = live;
  const loadsOf = async (through: OpenedSnapshot, catalog: Catalog, rows: readonly KeptRows[]): Promise<PlannedLoad[]> => {
    const loads: PlannedLoad[] = [];
    for (const kept of loadOrder(catalog, rows)) {
      const rowsNow = await count(kept.schema, kept.table);
      const how = rowsNow === null || rowsNow === 0 || isApart(connection, live, through.catalog, kept) ? "merge" : "replace";
      loads.push({ kept, from: through, how, rowsNow });
      if (rowsNow !== null && rowsNow > 0) overwritten.push(overwriting(kept));
      if (how === "replace") losses.push({ object: qualified({ schema: kept.schema, name: kept.table }), how: "deleteAll", rows: rowsNow ?? 0, impact: [`its rows are replaced by the ${kept.rows} kept ones, because it has no key to match them by`] });
    }
    return loads;
  };
  const allFit = later.every(({ snapshot: through, rows }) => rows.every((kept) => fits(kept, through.catalog, snapshot.catalog)));
  for (const { snapshot: through, rows } of later) {
    if (!allFit && direct.length === 0 && keepsWhatStays(from, through.catalog, snapshot.catalog)) {
      hops.push({ snapshot: through, steps: connection.engine.changes(from, through.catalog), loads: await loadsOf(through, through.catalog, rows) });
      from = through.catalog;
      continue;
    }
    for (const kept of rows) if (!fits(kept, through.catalog, snapshot.catalog)) throw misfit(kept, through, snapshot);
    direct.push(...(await loadsOf(through, snapshot.catalog, rows)));
  }
  const own = await loadsOf(snapshot, snapshot.catalog, snapshot.manifest.kept.filter((kept) => comesBack(kept, snapshot.catalog)));
  hops.push({ snapshot, steps: connection.engine.changes(from, snapshot.catalog), loads: [...direct, ...own] });
  return { live, hops, losses, keep: planKeep(live, [...destructions, ...overwritten]) };
}

/** Tables that are made anew and of which no snapshot kept the rows: they were renamed since, or dropped by something else. Qualified names. */
export function comesBackEmpty({ live, hops }: RestorePlan, target: Catalog): string[] {
  const there = new Set(live.tables.map(qualified));
  const kept = new Set(hops.flatMap((hop) => hop.loads).filter((load) => load.kept.columns === undefined).map((load) => qualified({ schema: load.kept.schema, name: load.kept.table })));
  return target.tables.filter((table) => table.form !== "foreign" && table.form !== "virtual" && table.partitionOf === undefined).map(qualified).filter((name) => !there.has(name) && !kept.has(name));
}

/** Can the kept rows be told apart from those in the table? Rows without a key are known by the engine's own ids, where it has some, as long as the table is not rebuilt. */
export function isApart(connection: RestorableConnection, live: Catalog, then: Catalog, kept: KeptRows): boolean {
  if (kept.key.length > 0) return true;
  const named = (catalog: Catalog): TableObject | undefined => catalog.tables.find((one) => one.schema === kept.schema && one.name === kept.table);
  const [before, now] = [named(then), named(live)];
  return connection.migrations.ownRowIds && before !== undefined && now !== undefined && columnsBack(now, before).length === 0;
}

/** True where every table and column that is there now and in the end is there on the way too. */
function keepsWhatStays(from: Catalog, through: Catalog, target: Catalog): boolean {
  const columnsOf = (catalog: Catalog): Set<string> => new Set(catalog.tables.flatMap((table) => table.columns.map((column) => JSON.stringify([table.schema, table.name, column.name]))));
  const [between, end] = [columnsOf(through), columnsOf(target)];
  return [...columnsOf(from)].every((column) => !end.has(column) || between.has(column));
}

/** Can these rows go into the table as it is in the end? */
function fits(kept: KeptRows, then: Catalog, target: Catalog): boolean {
  const named = (catalog: Catalog): TableObject | undefined => catalog.tables.find((one) => one.schema === kept.schema && one.name === kept.table);
  const [before, after] = [named(then), named(target)];
  if (before === undefined || after === undefined) return false;
  const types = new Map(before.columns.map((column) => [column.name, column.type]));
  if (!kept.key.every((name) => after.columns.some((column) => column.name === name))) return false;
  return after.columns.every((column) => {
    const type = types.get(column.name);
    if (type !== undefined) return type === column.type;
    return kept.columns !== undefined || !column.notNull || column.default !== undefined || column.generated !== undefined || column.identity !== undefined;
  });
}

function misfit(kept: KeptRows, through: OpenedSnapshot, snapshot: OpenedSnapshot): SnapshotError {
  const table = qualified({ schema: kept.schema, name: kept.table });
  return new SnapshotError("mismatch", `The rows of ${table} that snapshot ${through.manifest.id} kept do not fit the table as snapshot ${snapshot.manifest.id} has it, and the way between them would lose rows that stay.`, {
    next: `Go back in two steps: rollback ${through.manifest.id}, then rollback ${snapshot.manifest.id}.`,
  });
}

/** True where the table is there in the end, with at least one of the kept columns. */
function comesBack(kept: KeptRows, target: Catalog): boolean {
  const table = target.tables.find((one) => one.schema === kept.schema && one.name === kept.table);
  return table !== undefined && (kept.columns === undefined || table.columns.some((column) => kept.columns?.includes(column.name)));
}

/** The values that kept rows write over. */
function overwriting(kept: KeptRows): Destruction {
  const object = { kind: "table", schema: kept.schema, name: kept.table } as const;
  return { object, how: "updateAll", ...(kept.columns === undefined ? {} : { columns: kept.columns }) };
}

async function lossOf(live: Catalog, destruction: Destruction, count: (schema: string, name: string) => Promise<number | null>): Promise<PlannedLoss> {
  const { object, how, columns } = destruction;
  const table = qualified({ schema: object.schema ?? "", name: object.name });
  const rows = (await count(object.schema ?? "", object.name)) ?? 0;
  return { object: columns === undefined ? table : columns.map((column) => `${table}.${column}`).join(", "), how, rows, impact: impactOf(live, object) };
}
