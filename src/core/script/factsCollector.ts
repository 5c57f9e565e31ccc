import type { Destruction, ObjectRef, ObjectUse, StatementFacts, StatementKind } from "./facts.ts";
import type { Statement } from "./script.ts";

type Draft<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** What an engine's statements are where nothing else was found. */
export interface FactsDefaults {
  readonly transaction: StatementFacts["transaction"];
  /** The schema of temporary tables: what is lost with one is nobody's loss. */
  readonly temporarySchema: string;
}

/** Collects the facts of one statement while an engine's reader goes through it. */
export abstract class FactsCollector {
  readonly statement: Statement;
  verb = "";
  kind: StatementKind = "ddl";
  writes = true;
  transaction: StatementFacts["transaction"];
  control: StatementFacts["control"];
  idempotent = false;
  cascade = false;
  unchecked = false;
  addsEnumValue: StatementFacts["addsEnumValue"];
  readonly defines: ObjectRef[] = [];
  readonly uses: ObjectUse[] = [];
  readonly drops: ObjectRef[] = [];
  readonly redefines: ObjectRef[] = [];
  readonly renames: { from: ObjectRef; to: ObjectRef }[] = [];
  readonly destroys: Destruction[] = [];
  /** The object that will depend on what is used next. */
  dependent: ObjectRef | undefined;
  /** Uses are only a preference: a body that is looked at when it runs, or a table that may be missing. */
  soft = false;
  /** False inside bodies and rules: they are defined now and run later. */
  executed = true;
  private readonly temporarySchema: string;

  protected constructor(statement: Statement, defaults: FactsDefaults) {
    this.statement = statement;
    this.transaction = defaults.transaction;
    this.temporarySchema = defaults.temporarySchema;
  }

  /** Adds a use of its own copy of the object, with what depends on it. */
  protected addUse(use: Draft<ObjectUse>, more: { readonly needsUniqueOn?: readonly string[]; readonly free?: boolean; readonly soft?: boolean } | undefined): void {
    if (this.soft || more?.soft === true) use.soft = true;
    else if (this.dependent !== undefined && more?.free !== true) use.by = this.dependent;
    if (more?.needsUniqueOn !== undefined) use.needsUniqueOn = more.needsUniqueOn;
    this.uses.push(use);
  }

  destroy(destruction: Destruction): void {
    if (this.executed && destruction.object.schema !== this.temporarySchema) this.destroys.push(destruction);
  }

  /** Reads with another dependent, then goes back. */
  dependingOn(dependent: ObjectRef | undefined, read: () => void): void {
    const before = this.dependent;
    this.dependent = dependent;
    read();
    this.dependent = before;
  }

  /** Takes over what a statement inside this one names, makes and drops. */
  absorb(inner: FactsCollector): void {
    this.defines.push(...inner.defines);
    this.uses.push(...inner.uses);
    this.drops.push(...inner.drops);
    this.renames.push(...inner.renames);
    this.redefines.push(...inner.redefines);
    if (this.executed) this.destroys.push(...inner.destroys);
  }

  facts(): StatementFacts {
    const facts: Draft<StatementFacts> = {
      statement: this.statement,
      verb: this.verb,
      kind: this.kind,
      defines: kept(this.defines),
      uses: kept(this.uses),
      drops: kept(this.drops),
      renames: kept(this.renames),
      destroys: kept(this.destroys),
      writes: this.writes,
      transaction: this.transaction,
    };
    if (this.cascade) facts.cascade = true;
    if (this.unchecked) facts.unchecked = true;
    if (this.redefines.length > 0) facts.redefines = this.redefines;
    if (this.control !== undefined) facts.control = this.control;
    if (this.idempotent) facts.idempotent = true;
    if (this.addsEnumValue !== undefined) facts.addsEnumValue = this.addsEnumValue;
    return facts;
  }
}

/** Shared by all statements, most of which make, drop and rename nothing. Others are copied, which leaves off the room that a list has to grow. */
const nothing: readonly never[] = [];

function kept<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? nothing : items.slice();
}
