import type { IndexObject } from "../../catalog/catalog.ts";
import type { Condition, KeyPart, OrderKey, TableUse } from "../queryUse.ts";

/** What can have indexes: a table, a materialised view, a collection. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly collation?: string }[];
  readonly indexes: readonly IndexObject[];
}

/** One mention of a relation while its statement is being read. */
export class MentionedTable {
  readonly relation: Relation;
  /** A column of it as its engine writes a key. */
  readonly part: (column: string) => KeyPart;
  readonly conditions: Condition[] = [];
  readonly either: Condition[][][] = [];
  order: readonly OrderKey[] = [];
  group: readonly KeyPart[] = [];
  limited = false;
  private readonly columns = new Set<string>();
  private whole = false;

  constructor(relation: Relation, part: (column: string) => KeyPart) {
    this.relation = relation;
    this.part = part;
  }

  has(column: string): boolean {
    return this.relation.columns.some(({ name }) => name === column);
  }

  typeOf(column: string): string {
    return this.relation.columns.find(({ name }) => name === column)?.type ?? "";
  }

  reads(column: string): void {
    this.columns.add(column);
  }

  readsAll(): void {
    this.whole = true;
  }

  finished(): TableUse {
    const { relation, conditions, either, order, group, limited } = this;
    return { schema: relation.schema, table: relation.name, conditions, either, order, group, reads: this.whole ? "all" : [...this.columns], limited };
  }
}

/** A column or an expression of one mentioned table. */
export interface Target {
  readonly table: MentionedTable;
  readonly part: KeyPart;
}
