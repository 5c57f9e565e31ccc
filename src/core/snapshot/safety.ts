import type { Catalog } from "../catalog/catalog.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { historyExtra } from "../migration/historyState.ts";
import type { RestorableConnection } from "./connection.ts";
import { createSnapshot, type TakenSnapshot } from "./create.ts";
import { labelFrom } from "./label.ts";
import type { SnapshotManifest } from "./manifest.ts";
import { sequencesFile } from "./sequences.ts";
import type { PlannedKeep } from "./source.ts";

export interface SafetyRequest {
  /** Any text: "before-004_drop_total". */
  readonly label: string;
  readonly reason: SnapshotManifest["reason"];
  readonly catalog: Catalog;
  readonly keep: readonly PlannedKeep[];
  /** Other files to keep, by name. */
  readonly extras?: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Takes the snapshot that precedes a change, inside the change's own transaction: writers of the kept tables wait from here to its end, so that no row slips through. */
export async function takeSafetySnapshot(files: WorkspaceFiles, connection: RestorableConnection, request: SafetyRequest): Promise<TakenSnapshot> {
  const { label, keep, catalog, ...rest } = request;
  await holdWriters(connection, catalog, keep);
  const counters = keep.length === 0 ? [] : await connection.migrations.counters();
  const sequences = counters.length === 0 ? {} : { [sequencesFile]: `${JSON.stringify(counters, null, 1)}\n` };
  const extras = { ...request.extras, ...(await historyExtra(connection)), ...sequences };
  return createSnapshot(files, connection, { ...rest, label: labelFrom(label), keep, extras, catalog });
}

async function holdWriters(connection: RestorableConnection, catalog: Catalog, keep: readonly PlannedKeep[]): Promise<void> {
  const foreign = new Set(catalog.tables.filter((table) => table.form === "foreign").map((table) => `${table.schema}.${table.name}`));
  const tables = keep.filter((item) => !foreign.has(`${item.schema}.${item.table}`)).map((item) => ({ schema: item.schema, name: item.table }));
  await connection.migrations.holdWriters(tables);
}
