import type { Destruction, ObjectRef, ObjectUse, StatementFacts, StatementKind } from "../../../core/script/facts.ts";
import type { Statement } from "../../../core/script/script.ts";
import type { ScriptState } from "./state.ts";
import { temporarySchema } from "./state.ts";

type Control = NonNullable<StatementFacts["control"]>;

/** Where something stands in the statement. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Collects the facts of one statement while it is read. */
export class FactsBuilder {
  readonly statement: Statement;
  readonly state: ScriptState;
  verb = "";
  kind: StatementKind = "ddl";
  writes = true;
  transaction: StatementFacts["transaction"] = "outside";
  control: Control | undefined;
  idempotent = false;
  unchecked = false;
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
  /** False inside bodies: they are defined now and run later. */
  executed = true;
  /** Part of a body or of a text that runs later or maybe: it does not change the state of the script. */
  inBody = false;
  /** Of a body: each of its statements is run whenever it is called. */
  straight = true;
  /** Bare names may be parameters or variables, so they are no columns. */
  bareNames = true;
  /** False where the text is not this statement's own, so that offsets mean nothing. */
  private readonly placed: boolean;

  constructor(statement: Statement, state: ScriptState, placed = true) {
    this.statement = statement;
    this.state = state;
    this.placed = placed;
  }

  /** What a family of statements is; all but definitions run inside a transaction. */
  is(kind: StatementKind, verb: string, writes: boolean, transaction: StatementFacts["transaction"] = "inside"): void {
    this.kind = kind;
    this.verb = verb;
    this.writes = writes;
    this.transaction = transaction;
  }

  use(object: ObjectRef, place?: Place, more?: { readonly needsUniqueOn?: readonly string[]; readonly free?: boolean; readonly soft?: boolean }): void {
    const use: { -readonly [Key in keyof ObjectUse]: ObjectUse[Key] } = { ...object };
    if (this.placed && place !== undefined) {
      use.start = this.statement.start + place.start;
      use.end = this.statement.start + place.end;
    }
    if (this.soft || more?.soft === true) use.soft = true;
    else if (this.dependent !== undefined && more?.free !== true) use.by = this.dependent;
    if (more?.needsUniqueOn !== undefined) use.needsUniqueOn = more.needsUniqueOn;
    this.uses.push(use);
  }

  destroy(destruction: Destruction): void {
    if (this.executed && destruction.object.schema !== temporarySchema) this.destroys.push(destruction);
  }

  /** Reads with another dependent, then goes back. */
  dependingOn(dependent: ObjectRef | undefined, read: () => void): void {
    const before = this.dependent;
    this.dependent = dependent;
    read();
    this.dependent = before;
  }

  /** Reads a body: what it names is looked at when it runs. */
  later(read: () => void): void {
    const { soft, executed, bareNames, dependent } = this;
    this.soft = true;
    this.executed = false;
    this.bareNames = false;
    this.dependent = undefined;
    read();
    this.soft = soft;
    this.executed = executed;
    this.bareNames = bareNames;
    this.dependent = dependent;
  }

  /** Takes over what a statement inside this one does when it runs; `sure`: it runs whenever this one does. */
  absorb(inner: FactsBuilder, sure: boolean): void {
    if (sure) {
      this.defines.push(...inner.defines);
      this.drops.push(...inner.drops);
      this.renames.push(...inner.renames);
      this.redefines.push(...inner.redefines);
    }
    this.uses.push(...inner.uses.map((use) => (sure ? use : { ...use, soft: true })));
    if (this.executed) this.destroys.push(...inner.destroys);
    if (inner.transaction !== "inside") this.transaction = inner.transaction;
    if (inner.writes) this.writes = true;
  }

  facts(): StatementFacts {
    const facts: { -readonly [Key in keyof StatementFacts]: StatementFacts[Key] } = {
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
    if (this.redefines.length > 0) facts.redefines = this.redefines;
    if (this.control !== undefined) facts.control = this.control;
    if (this.idempotent) facts.idempotent = true;
    if (this.unchecked) facts.unchecked = true;
    return facts;
  }
}

/** Shared by all statements, most of which make, drop and rename nothing. */
const nothing: readonly never[] = [];

function kept<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? nothing : items.slice();
}
