import type { ObjectRef } from "../../../core/script/facts.ts";

/** What the names of an expression may mean: the tables of its query by their alias, and those of the queries around it. */
export class Scope {
  private readonly sources = new Map<string, ObjectRef | null>();
  readonly parent: Scope | undefined;
  /** Names that the query gives its own results. */
  readonly results = new Set<string>();
  private readonly derived: Set<string>;

  constructor(parent?: Scope) {
    this.parent = parent;
    this.derived = new Set(parent?.derived);
  }

  /** Null for what is no table: a subquery, a table function, a name of a WITH clause. */
  add(alias: string, table: ObjectRef | null): void {
    this.sources.set(alias.toLowerCase(), table);
  }

  /** A name that WITH gives a query. */
  addDerived(name: string): void {
    this.derived.add(name.toLowerCase());
  }

  isDerived(name: string): boolean {
    return this.derived.has(name.toLowerCase());
  }

  /** The table behind an alias; null where it is none; undefined where it is unknown. */
  find(alias: string): ObjectRef | null | undefined {
    const own = this.sources.get(alias.toLowerCase());
    return own === undefined ? this.parent?.find(alias) : own;
  }

  /** The only table that a bare name can belong to; undefined where there may be others. */
  get only(): ObjectRef | undefined {
    if (this.parent !== undefined && this.parent.any) return undefined;
    if (this.sources.size !== 1) return undefined;
    return [...this.sources.values()][0] ?? undefined;
  }

  private get any(): boolean {
    return this.sources.size > 0 || (this.parent?.any ?? false);
  }
}

/** The scope of an expression that belongs to one table: a check, a generated column, a trigger's row. */
export function tableScope(table: ObjectRef): Scope {
  const scope = new Scope();
  scope.add(table.name, table);
  return scope;
}
