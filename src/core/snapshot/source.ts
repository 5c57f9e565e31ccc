import type { Catalog } from "../catalog/catalog.ts";
import type { Dialect } from "../engineId.ts";

/** Which rows of a table are kept; `columns` besides the key, absent: all that can be written. */
export interface KeepRequest {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly columns?: readonly string[];
}

/** A keep request with the destruction that makes it necessary, for people: "DROP COLUMN total". */
export interface PlannedKeep extends KeepRequest {
  readonly why: string;
}

/** What a snapshot is taken from: a live session, as far as a snapshot needs it. */
export interface SnapshotSource {
  readonly engine: { readonly scriptEnding: ".sql" | ".json"; renderCatalog(catalog: Catalog): string };
  readonly facts: { readonly dialect: Dialect; readonly version: string; readonly database: string };
  catalog(signal?: AbortSignal): Promise<Catalog>;
  keepRows(request: KeepRequest, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }>;
}
