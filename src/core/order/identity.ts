import type { ObjectRef } from "../script/facts.ts";

/** A statement that makes or drops an object. */
export interface Mention {
  readonly at: number;
  readonly kind: "create" | "drop";
  readonly conditional: boolean;
  /** What is made. */
  readonly ref?: ObjectRef;
}

/** One object by its name, however statements write it, with what a run knows of it: looked up once per reference, so that nothing else needs a map. */
export class Identity {
  /** Objects of one space cannot share a name. */
  readonly space: string;
  /** "" is the default schema. */
  readonly schema: string;
  /** "" where it lives under no table. */
  readonly table: string;
  readonly name: string;
  /** What has the name now. */
  live: Live | undefined;
  /** Position of the statement that dropped it, where it is gone now. */
  goneAt: number | undefined;
  /** Where it is made and dropped in all scripts, in their order. */
  mentions: Mention[] | undefined;

  constructor(space: string, schema: string, table: string, name: string) {
    this.space = space;
    this.schema = schema;
    this.table = table;
    this.name = name;
    this.live = undefined;
    this.goneAt = undefined;
    this.mentions = undefined;
  }
}

/** An object that exists at a point of the run. Most have nothing under them and no dependents, so their sets are made when they are needed. */
export class Live {
  ref: ObjectRef;
  key: Identity;
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

  constructor(ref: ObjectRef, key: Identity, made: number, parent: Live | undefined) {
    this.ref = ref;
    this.key = key;
    this.made = made;
    this.parent = parent;
    this.unique = ref.unique;
    this.indexed = ref.indexed;
    if (parent !== undefined) (parent.under ??= new Set()).add(this);
  }

  /** It has its name still. */
  get exists(): boolean {
    return this.key.live === this;
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
