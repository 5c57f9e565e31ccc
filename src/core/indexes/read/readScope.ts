import type { MentionedTable, Target } from "./mentionedTable.ts";

/** What stands in a FROM: a table, or a query whose columns are those of tables as far as that can be told. */
export type Source =
  | { readonly alias: string; readonly table: MentionedTable }
  | { readonly alias: string; readonly outputs: readonly Output[] };

/** A column that a query gives. `targets` is empty where a condition on it does not reach the tables below. */
export interface Output {
  readonly name: string;
  readonly targets: readonly Target[];
}

export type Resolved = { readonly kind: "column"; readonly targets: readonly Target[] } | { readonly kind: "unknown" };

/** The sources of one query, inside those of the queries around it. */
export class ReadScope {
  readonly parent: ReadScope | undefined;
  readonly sources: Source[] = [];
  private readonly queries = new Map<string, readonly Output[]>();
  private readonly around: ReadScope | undefined;

  /** `around`: whose WITH queries it sees, where that is more than those of its parent. */
  constructor(parent?: ReadScope, around = parent) {
    this.parent = parent;
    this.around = around;
  }

  nameQuery(name: string, outputs: readonly Output[]): void {
    this.queries.set(name, outputs);
  }

  namedQuery(name: string): readonly Output[] | undefined {
    return this.queries.get(name) ?? this.around?.namedQuery(name);
  }

  /** `t.a`, `s.t.a` or a bare `a`: the nearest query that has it. */
  resolve(names: readonly string[]): Resolved {
    const column = names.at(-1) ?? "";
    const owner = names.at(-2);
    for (const source of this.sources) {
      if (owner !== undefined && source.alias !== owner) continue;
      const targets = columnOf(source, column);
      if (targets !== undefined) return { kind: "column", targets };
    }
    if (owner !== undefined && this.sources.some(({ alias }) => alias === owner)) return { kind: "unknown" };
    return this.parent?.resolve(names) ?? { kind: "unknown" };
  }

  /** `*` or `t.*`. */
  readsAll(owner?: string): void {
    for (const source of this.sources) if ((owner === undefined || source.alias === owner) && "table" in source) source.table.readsAll();
  }

  outputs(owner?: string): readonly Output[] {
    return this.sources.filter(({ alias }) => owner === undefined || alias === owner).flatMap((source) => ("table" in source ? source.table.relation.columns.map(({ name }) => ({ name, targets: [{ table: source.table, part: source.table.part(name) }] })) : source.outputs));
  }
}

function columnOf(source: Source, column: string): readonly Target[] | undefined {
  if ("table" in source) return source.table.has(column) ? [{ table: source.table, part: source.table.part(column) }] : undefined;
  return source.outputs.find(({ name }) => name === column)?.targets;
}
