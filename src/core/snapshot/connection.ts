import type { Catalog } from "../catalog/catalog.ts";
import type { ApplierConnection, Language, ShadowConnection } from "../migration/ports.ts";

/** One statement of a change; `Engine.changes` says what the fields mean. */
export interface RestoreStep {
  readonly phase: "structure" | "constraints";
  readonly sql: string;
  readonly objects: readonly string[];
  readonly destroys: boolean;
}

/** What bringing a schema back needs of an engine's language; `Engine` satisfies it as it stands. */
export interface RestoreLanguage extends Language {
  renderCatalog(catalog: Catalog): string;
  changes(from: Catalog, to: Catalog): RestoreStep[];
  quoteText(value: string): string;
}

/** What applying and rolling back need of a live connection; `Session` satisfies it as it stands. */
export interface RestorableConnection extends ApplierConnection {
  readonly engine: RestoreLanguage;
  shadow(options: Parameters<ApplierConnection["shadow"]>[0]): Promise<RestorableShadow>;
}

export interface RestorableShadow extends ShadowConnection {
  readonly session: RestorableConnection;
}
