import type { ObjectRef } from "../script/facts.ts";
import type { Keys } from "./keys.ts";

/** An object that exists at a point of the run. Most have nothing under them and no dependents, so their sets are made when they are needed. */
export class Live {
  ref: ObjectRef;
  key: string;
  /** Position of the statement that made it. */
  readonly made: number;
  readonly parent: Live | undefined;
  /** Columns that it makes unique, of a constraint or an index. */
  unique: readonly string[] | undefined;
  /** Columns of an index that is not unique. */
  indexed: readonly string[] | undefined;
  /** Of a foreign key: the columns of another table that it needs a key on. */
  needsKey: { readonly table: Live; readonly columns: readonly string[] } | undefined;
  private under: Set<Live> | undefined;
  private overloads: Set<string> | undefined;
  private needs: Set<Live> | undefined;
  private neededBy: Set<Live> | undefined;

  constructor(ref: ObjectRef, key: string, made: number, parent: Live | undefined) {
    this.ref = ref;
    this.key = key;
    this.made = made;
    this.parent = parent;
    this.unique = ref.unique;
    this.indexed = ref.indexed;
    if (parent !== undefined) (parent.under ??= new Set()).add(this);
  }

  get children(): ReadonlySet<Live> {
    return this.under ?? none;
  }

  get dependents(): ReadonlySet<Live> {
    return this.neededBy ?? none;
  }

  /** Overloads of a routine. */
  get signatures(): ReadonlySet<string> {
    return this.overloads ?? noSignatures;
  }

  addSignature(signature: string): void {
    (this.overloads ??= new Set()).add(signature);
  }

  removeSignature(signature: string): void {
    this.overloads?.delete(signature);
  }

  depend(target: Live): void {
    if (target === this) return;
    (this.needs ??= new Set()).add(target);
    (target.neededBy ??= new Set()).add(this);
  }

  /** What it depended on before no longer counts. */
  forget(): void {
    if (this.needs === undefined) return;
    for (const target of this.needs) target.neededBy?.delete(this);
    this.needs = undefined;
  }

  leaveParent(): void {
    this.parent?.under?.delete(this);
  }
}

const none: ReadonlySet<Live> = new Set();
const noSignatures: ReadonlySet<string> = new Set();

/** What exists while scripts run one after the other, as far as their text tells. */
export class World {
  private readonly objects = new Map<string, Live>();
  private readonly gone = new Map<string, number>();
  private readonly temporary = new Set<Live>();
  private readonly keys: Keys;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  get(key: string): Live | undefined {
    return this.objects.get(key);
  }

  /** A relation whose name differs only in case. */
  inOtherCase(key: string): Live | undefined {
    const folded = key.toLowerCase();
    for (const [other, live] of this.objects) if (other !== key && live.parent === undefined && other.toLowerCase() === folded) return live;
    return undefined;
  }

  /** Position of the statement that dropped it, where it is gone now. */
  droppedAt(key: string): number | undefined {
    return this.gone.get(key);
  }

  /** Whether it is there can no longer be told. */
  doubt(key: string): void {
    this.gone.delete(key);
  }

  make(ref: ObjectRef, at: number, key = this.keys.of(ref)): Live {
    const parentKey = this.keys.ofTable(ref);
    const parent = parentKey === undefined ? undefined : this.objects.get(parentKey);
    const live = new Live(ref, key, at, parent);
    this.objects.set(key, live);
    this.gone.delete(key);
    if (ref.table === undefined && this.keys.isTemporary(ref)) this.temporary.add(live);
    return live;
  }

  /** Removes it and what lives under it; gives all that is gone. */
  remove(live: Live, at: number): Live[] {
    if (this.objects.get(live.key) !== live) return [];
    this.objects.delete(live.key);
    this.gone.set(live.key, at);
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
    for (const dependent of dependents) if (this.objects.get(dependent.key) === dependent) removed.push(...this.removeWithDependents(dependent, at));
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
    if (this.objects.get(live.key) === live) this.objects.delete(live.key);
    this.gone.set(live.key, at);
    live.ref = ref;
    live.key = this.keys.of(ref);
    this.objects.set(live.key, live);
    this.gone.delete(live.key);
  }

  /** All objects of a schema that exist now. */
  inSchema(schema: string): Live[] {
    return [...this.objects.values()].filter((live) => live.ref.schema === schema);
  }

  removeAll(at: number): void {
    for (const live of [...this.objects.values()]) this.remove(live, at);
  }

  /** Temporary objects end with their session. */
  endSession(at: number): void {
    for (const live of this.temporary) this.remove(live, at);
    this.temporary.clear();
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
