import type { Catalog, IndexObject, TableObject } from "../catalog/catalog.ts";
import type { Dialect } from "../engineId.ts";
import type { SequenceValue } from "../snapshot/sequences.ts";
import type { AuditedText } from "./engineLook.ts";
import type { AuditFinding } from "./auditFinding.ts";
import type { AuditRule } from "./rule.ts";

/** A rule that needs the catalog and no server: the same for all engines. */
export interface CatalogRule extends AuditRule {
  /** Pure. Gives nothing where the engine has no such thing. */
  find(room: CatalogRoom): readonly AuditFinding[];
}

/** What such a rule may use; the engine's words come with it, so that no rule asks which engine it is. */
export interface CatalogRoom {
  readonly catalog: Catalog;
  readonly dialect: Dialect;
  /** Texts outside of the catalog in which a credential may stand: of the server and, in scope "full", of the workspace's files. */
  readonly texts: readonly AuditedText[];
  /** What sequences, identities and AUTO_INCREMENT columns have reached; empty where nobody asked the server. */
  readonly counters: readonly SequenceValue[];
  quoteName(name: string): string;
  quoteObject(object: { readonly schema: string; readonly name: string }): string;
  quoteText(value: string): string;
  /** The statements that turn one state of a table into another, and those that turn it back: for a fix that adds or drops an index, a constraint, a column. */
  change(from: TableObject, to: TableObject): { readonly statements: readonly string[]; readonly undo: readonly string[] };
  /** An index as this engine would define it, under a name that is free; `table` with it is the second argument of `change`. */
  newIndex(table: TableObject, columns: readonly string[]): IndexObject;
}
