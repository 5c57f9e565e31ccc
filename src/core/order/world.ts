import type { ObjectRef } from "../script/facts.ts";
import type { Identity } from "./identity.ts";
import type { Keys } from "./keys.ts";
import { Live } from "./identity.ts";

/** What exists while scripts run one after the other, as far as their text tells. */
export class World {
  private readonly temporary = new Set<Live>();
  private readonly keys: Keys;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  /** A relation whose name differs only in case. */
  inOtherCase(key: Identity): Live | undefined {
    const same = (other: Identity): boolean => other.space === key.space && other.schema.toLowerCase() === key.schema.toLowerCase() && other.name.toLowerCase() === key.name.toLowerCase();
    for (const other of this.keys.all()) if (other !== key && other.live !== undefined && other.live.parent === undefined && same(other)) return other.live;
    return undefined;
  }

  make(ref: ObjectRef, at: number, key = this.keys.of(ref)): Live {
    const live = new Live(ref, key, at, this.keys.ofTable(ref)?.live);
    key.live = live;
    key.goneAt = undefined;
    if (ref.table === undefined && this.keys.isTemporary(ref)) this.temporary.add(live);
    return live;
  }

  /** Removes it and what lives under it; gives all that is gone. */
  remove(live: Live, at: number): Live[] {
    if (live.key.live !== live) return [];
    live.key.live = undefined;
    live.key.goneAt = at;
    live.leaveParent();
    live.forget();
    const removed = [live];
    for (const child of [...live.children]) removed.push(...this.remove(child, at));
    return removed;
  }

  /** Removes it and all that depends on it, as CASCADE does: of tables only the constraints and columns that depend. */
  removeWithDependents(live: Live, at: number): Live[] {
    const dependents = [...live.dependents, ...[...live.children].flatMap((child) => [...child.dependents])];
    const removed = this.remove(live, at);
    for (const dependent of dependents) if (dependent.exists) removed.push(...this.removeWithDependents(dependent, at));
    return removed;
  }

  /** Gives it another name, with all that lives under it. */
  rename(live: Live, to: ObjectRef, at: number): void {
    const from = live.ref;
    this.move(live, { ...live.ref, ...(to.schema !== undefined && { schema: to.schema }), name: to.name }, at);
    if (from.kind === "column") for (const sibling of live.parent?.children ?? []) {
      const renamed = (column: string): string => (column === from.name ? to.name : column);
      sibling.unique = sibling.unique?.map(renamed);
      sibling.indexed = sibling.indexed?.map(renamed);
    }
    for (const child of [...live.children]) {
      const schema = to.schema === undefined ? {} : { schema: to.schema };
      this.move(child, { ...child.ref, ...schema, table: to.name }, at);
    }
  }

  private move(live: Live, ref: ObjectRef, at: number): void {
    if (live.exists) live.key.live = undefined;
    live.key.goneAt = at;
    live.ref = ref;
    live.key = this.keys.of(ref);
    live.key.live = live;
    live.key.goneAt = undefined;
  }

  /** All objects of a schema that exist now, in the order in which they were made. */
  inSchema(schema: string): Live[] {
    return this.existing().filter((live) => live.ref.schema === schema);
  }

  removeAll(at: number): void {
    for (const live of this.existing()) this.remove(live, at);
  }

  /** Temporary objects end with their session. */
  endSession(at: number): void {
    for (const live of this.temporary) this.remove(live, at);
    this.temporary.clear();
  }

  private existing(): Live[] {
    return [...this.keys.all()].flatMap(({ live }) => (live === undefined ? [] : [live])).sort((a, b) => a.made - b.made);
  }
}

/** A key of the table on these columns (none: its primary key); with `anyIndex` also an index that starts with them. */
export function hasKeyOn(table: Live, columns: readonly string[], anyIndex = false): Live | undefined {
  for (const child of table.children) {
    if (anyIndex && columns.length > 0 && startsWith(child.unique ?? child.indexed, columns)) return child;
    if (child.unique === undefined) continue;
    if (columns.length === 0 ? child.ref.primary === true : child.unique.length === columns.length && columns.every((column) => child.unique?.includes(column))) return child;
  }
  return undefined;
}

/** True where an index on `key` orders these columns first. */
export function startsWith(key: readonly string[] | undefined, columns: readonly string[]): boolean {
  return key !== undefined && key.length >= columns.length && columns.every((column, at) => key[at] === column);
}
