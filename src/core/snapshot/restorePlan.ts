import type { Catalog } from "../catalog/catalog.ts";
import { qualified } from "../catalog/objects.ts";
import { impactOf } from "../migration/impact.ts";
import type { Destruction } from "../script/facts.ts";
import type { RestorableConnection, RestoreStep } from "./connection.ts";
import { planKeep } from "./keepPlan.ts";
import { loadOrder } from "./loadOrder.ts";
import { lossesBetween } from "./losses.ts";
import type { KeptRows } from "./manifest.ts";
import type { OpenedSnapshot } from "./open.ts";
import type { PlannedKeep } from "./source.ts";

/** Rows that come back. "merge" inserts and updates by key; "replace" empties the table first, because rows without a key cannot be told apart. */
export interface PlannedLoad {
  readonly kept: KeptRows;
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
 * What going back to a snapshot takes, found by comparing; nothing is executed but counting. `later`, newest first: snapshots that lie between,
 * whose kept rows are what the migrations since have removed; the way leads over those that have rows of tables that come back.
 */
export async function planRestore(connection: RestorableConnection, snapshot: OpenedSnapshot, live: Catalog, later: readonly OpenedSnapshot[] = []): Promise<RestorePlan> {
  const counts = new Map<string, number | null>();
  const count = async (schema: string, name: string): Promise<number | null> => {
    const key = `${schema}.${name}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const there = live.tables.some((table) => table.schema === schema && table.name === name);
    const rows = there ? Number((await connection.run(`SELECT count(*) FROM ${connection.engine.quoteObject(schema === "" ? { name } : { schema, name })}`)).rows[0]?.[0]) : null;
    counts.set(key, rows);
    return rows;
  };
  const hops: Hop[] = [];
  const overwritten: Destruction[] = [];
  const losses: PlannedLoss[] = [];
  const destructions = lossesBetween(live, snapshot.catalog);
  for (const destruction of destructions) losses.push(await lossOf(live, destruction, count));
  let from = live;
  for (const through of [...later, snapshot]) {
    const wanted = through.manifest.kept.filter((kept) => comesBack(kept, snapshot.catalog));
    if (through !== snapshot && wanted.length === 0) continue;
    const loads: PlannedLoad[] = [];
    for (const kept of loadOrder(through.catalog, wanted)) {
      const rowsNow = await count(kept.schema, kept.table);
      // SQLite keeps the rows of a table without key by their rowid.
      const apart = kept.key.length > 0 || connection.facts.engine === "sqlite";
      const how = apart || rowsNow === null || rowsNow === 0 ? "merge" : "replace";
      loads.push({ kept, how, rowsNow });
      if (rowsNow !== null && rowsNow > 0) overwritten.push(overwriting(kept));
      if (how === "replace") losses.push({ object: qualified({ schema: kept.schema, name: kept.table }), how: "deleteAll", rows: rowsNow ?? 0, impact: [`its rows are replaced by the ${kept.rows} kept ones, because it has no key to match them by`] });
    }
    hops.push({ snapshot: through, steps: connection.engine.changes(from, through.catalog), loads });
    from = through.catalog;
  }
  return { live, hops, losses, keep: planKeep(live, [...destructions, ...overwritten]) };
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
