import type { ObjectRef } from "../script/facts.ts";
import { keyOf, tableKeyOf } from "./keys.ts";
import type { OrderRules } from "./orderInput.ts";

/** An object that exists at a point of the run. */
export interface Live {
  ref: ObjectRef;
  key: string;
  /** Position of the statement that made it. */
  readonly made: number;
  parent: Live | undefined;
  readonly children: Set<Live>;
  /** Columns that it makes unique, of a constraint or an index. */
  unique: readonly string[] | undefined;
  /** Overloads of a routine. */
  readonly signatures: Set<string>;
  readonly dependsOn: Set<Live>;
  readonly dependents: Set<Live>;
}

/** What exists while scripts run one after the other, as far as their text tells. */
export class World {
  private readonly objects = new Map<string, Live>();
  private readonly gone = new Map<string, number>();
  private readonly temporary = new Set<Live>();
  private readonly rules: OrderRules;

  constructor(rules: OrderRules) {
    this.rules = rules;
  }

  get(key: string): Live | undefined {
    return this.objects.get(key);
  }

  /** Position of the statement that dropped it, where it is gone now. */
  droppedAt(key: string): number | undefined {
    return this.gone.get(key);
  }

  /** Whether it is there can no longer be told. */
  doubt(key: string): void {
    this.gone.delete(key);
  }

  make(ref: ObjectRef, at: number, key = keyOf(ref, this.rules)): Live {
    const parentKey = tableKeyOf(ref, this.rules);
    const parent = parentKey === undefined ? undefined : this.objects.get(parentKey);
    const live: Live = { ref, key, made: at, parent, children: new Set(), unique: ref.unique, signatures: new Set(), dependsOn: new Set(), dependents: new Set() };
    parent?.children.add(live);
    this.objects.set(key, live);
    this.gone.delete(key);
    if (ref.schema === "pg_temp" && ref.table === undefined) this.temporary.add(live);
    return live;
  }

  /** Removes it and what lives under it; gives all that is gone. */
  remove(live: Live, at: number): Live[] {
    if (this.objects.get(live.key) !== live) return [];
    this.objects.delete(live.key);
    this.gone.set(live.key, at);
    live.parent?.children.delete(live);
    this.forget(live);
    const removed = [live];
    for (const child of [...live.children]) removed.push(...this.remove(child, at));
    return removed;
  }

  /** Removes it and all that depends on it, as CASCADE does: of tables only the constraints and columns that depend. */
  removeWithDependents(live: Live, at: number): Live[] {
    const dependents = [...live.dependents, ...[...live.children].flatMap((child) => [...child.dependents])];
    const removed = this.remove(live, at);
    for (const dependent of dependents) if (this.objects.get(dependent.key) === dependent) removed.push(...this.removeWithDependents(dependent, at));
    return removed;
  }

  /** What it depended on before no longer counts. */
  forget(live: Live): void {
    for (const target of live.dependsOn) target.dependents.delete(live);
    live.dependsOn.clear();
  }

  depend(live: Live, target: Live): void {
    if (live === target) return;
    live.dependsOn.add(target);
    target.dependents.add(live);
  }

  /** Gives it another name, with all that lives under it. */
  rename(live: Live, to: ObjectRef, at: number): void {
    const from = live.ref;
    this.move(live, { ...live.ref, ...(to.schema !== undefined && { schema: to.schema }), name: to.name }, at);
    if (from.kind === "column") for (const sibling of live.parent?.children ?? []) sibling.unique = sibling.unique?.map((column) => (column === from.name ? to.name : column));
    for (const child of [...live.children]) {
      const schema = to.schema === undefined ? {} : { schema: to.schema };
      this.move(child, { ...child.ref, ...schema, table: to.name }, at);
    }
  }

  private move(live: Live, ref: ObjectRef, at: number): void {
    if (this.objects.get(live.key) === live) this.objects.delete(live.key);
    this.gone.set(live.key, at);
    live.ref = ref;
    live.key = keyOf(ref, this.rules);
    this.objects.set(live.key, live);
    this.gone.delete(live.key);
  }

  /** All objects of a schema that exist now. */
  inSchema(schema: string): Live[] {
    return [...this.objects.values()].filter((live) => live.ref.schema === schema);
  }

  /** Temporary objects end with their session. */
  endSession(at: number): void {
    for (const live of this.temporary) this.remove(live, at);
    this.temporary.clear();
  }
}

/** The table's keys as sets of columns. */
export function hasKeyOn(table: Live, columns: readonly string[]): Live | undefined {
  for (const child of table.children) {
    if (child.unique === undefined) continue;
    if (columns.length === 0 ? child.ref.primary === true : child.unique.length === columns.length && columns.every((column) => child.unique?.includes(column))) return child;
  }
  return undefined;
}
