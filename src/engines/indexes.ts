import type { Identity } from "../core/access/identity.ts";
import type { Catalog } from "../core/catalog/catalog.ts";
import type { IndexAbilities } from "../core/indexes/abilities.ts";
import type { IndexBench } from "../core/indexes/bench.ts";
import type { IndexDraft } from "../core/indexes/indexDraft.ts";
import type { QueryUse } from "../core/indexes/queryUse.ts";
import type { TableStatistics } from "../core/indexes/statistics.ts";

/** What advice about indexes needs of an engine; `Session.indexes`. */
export interface IndexAdapter {
  readonly abilities: IndexAbilities;
  /**
   * What each statement asks of its tables, read from its syntax tree; total: what cannot be read is told in `unread`. In the order of the statements.
   * `sql` is the statement as it can be planned: where it had parameters, with values that its tables really hold; undefined where none could be found, or it is no query.
   */
  read(statements: readonly string[], room: IndexRoom): Promise<readonly ReadStatement[]>;
  /** Of the tables named, in a constant number of reading statements. */
  statistics(tables: readonly { readonly schema: string; readonly table: string }[], room: IndexRoom): Promise<readonly TableStatistics[]>;
  /** The statements that make it and take it away again. */
  statements(draft: IndexDraft, name: string, catalog: Catalog): IndexStatements;
  /** What takes an index away that is there. */
  dropStatement(index: { readonly schema: string; readonly table: string; readonly name: string }): string;
  /** Gives `work` a place where indexes can be tried; nothing of it is left afterwards, also when it throws. */
  bench<Value>(request: BenchRequest, work: (bench: IndexBench) => Promise<Value>): Promise<Value>;
}

export interface IndexRoom {
  readonly catalog: Catalog;
  /** Who asks, where policies decide what is read; absent: the connection's own account. */
  readonly as?: Identity;
  readonly signal: AbortSignal;
}

export interface ReadStatement {
  readonly use: QueryUse;
  readonly sql?: string;
}

export interface IndexStatements {
  readonly create: string;
  readonly drop: string;
  /** The same while others go on writing, where the engine has it. `apart`: each must be a migration of its own, outside of a transaction. */
  readonly online?: { readonly create: string; readonly drop: string; readonly apart: boolean };
}

export interface BenchRequest extends IndexRoom {
  readonly tables: readonly { readonly schema: string; readonly table: string }[];
  readonly statistics: readonly TableStatistics[];
  readonly drafts: readonly IndexDraft[];
  /** "build": really made and executed, wherever; "target": really made in a transaction of the target, which somebody agreed to. Absent: the cheapest that the drafts allow. */
  readonly how?: "build" | "target";
  progress(message: string): void;
}
