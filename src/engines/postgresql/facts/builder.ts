import type { Destruction, ObjectRef, ObjectUse, StatementFacts, StatementKind } from "../../../core/script/facts.ts";
import type { Statement } from "../../../core/script/script.ts";
import { quotedEnd, startsWord, wordEnd } from "../scan/lexis.ts";
import type { ScriptState } from "./scriptState.ts";

type Control = NonNullable<StatementFacts["control"]>;

/** Collects the facts of one statement while its tree is walked. */
export class FactsBuilder {
  readonly statement: Statement;
  readonly state: ScriptState;
  verb = "";
  kind: StatementKind = "ddl";
  writes = true;
  transaction: StatementFacts["transaction"] = "inside";
  control: Control | undefined;
  idempotent = false;
  cascade = false;
  addsEnumValue: StatementFacts["addsEnumValue"];
  readonly defines: ObjectRef[] = [];
  readonly uses: ObjectUse[] = [];
  readonly drops: ObjectRef[] = [];
  readonly redefines: ObjectRef[] = [];
  readonly renames: { from: ObjectRef; to: ObjectRef }[] = [];
  readonly destroys: Destruction[] = [];
  /** The object that will depend on what is used next. */
  dependent: ObjectRef | undefined;
  /** Uses are only a preference: a body that is looked at when it runs. */
  soft = false;
  /** False inside bodies and rules: they are defined now and run later. */
  executed = true;
  /** Names that are parameters here, not columns. */
  parameters: ReadonlySet<string> = new Set();
  private readonly place: ((location: number) => number) | undefined;

  /** `place` turns a location of the tree into an offset of the script; absent where the tree is of another text (a body in quotes). */
  constructor(statement: Statement, state: ScriptState, place?: (location: number) => number) {
    this.statement = statement;
    this.state = state;
    this.place = place;
  }

  use(object: ObjectRef, location?: number, more?: { readonly needsUniqueOn?: readonly string[]; readonly free?: boolean }): void {
    let use: { -readonly [Key in keyof ObjectUse]: ObjectUse[Key] };
    if (this.place !== undefined && location !== undefined && location >= 0) {
      const start = this.place(location);
      use = { ...object, start, end: nameEnd(this.statement.text, start - this.statement.start) + this.statement.start };
    } else use = { ...object };
    if (this.soft) use.soft = true;
    else if (this.dependent !== undefined && more?.free !== true) use.by = this.dependent;
    if (more?.needsUniqueOn !== undefined) use.needsUniqueOn = more.needsUniqueOn;
    this.uses.push(use);
  }

  destroy(destruction: Destruction): void {
    if (this.executed && destruction.object.schema !== "pg_temp") this.destroys.push(destruction);
  }

  /** Data is changed by what is walked now. */
  changesData(): void {
    if (!this.executed) return;
    this.writes = true;
    if (this.kind === "query") this.kind = "dml";
  }

  hasSideEffects(): void {
    if (this.executed && this.transaction === "inside") this.transaction = "sideEffects";
  }

  /** Walks with another dependent, then goes back. */
  dependingOn(dependent: ObjectRef | undefined, walk: () => void): void {
    const before = this.dependent;
    this.dependent = dependent;
    walk();
    this.dependent = before;
  }

  /** Walks what is defined now and runs later. */
  later(how: { readonly soft: boolean; readonly parameters?: ReadonlySet<string> }, walk: () => void): void {
    const { soft, executed, parameters } = this;
    this.soft = soft || how.soft;
    this.executed = false;
    this.parameters = how.parameters ?? parameters;
    walk();
    this.soft = soft;
    this.executed = executed;
    this.parameters = parameters;
  }

  /** A builder for a text inside this statement: same state, no places, what it finds is taken over with `absorb`. */
  inside(): FactsBuilder {
    const inner = new FactsBuilder(this.statement, this.state);
    inner.executed = this.executed;
    return inner;
  }

  /** Takes over what a statement inside this one does when it runs. */
  absorb(inner: FactsBuilder): void {
    this.defines.push(...inner.defines);
    this.uses.push(...inner.uses);
    this.drops.push(...inner.drops);
    this.renames.push(...inner.renames);
    this.redefines.push(...inner.redefines);
    this.destroys.push(...inner.destroys);
    if (inner.cascade) this.cascade = true;
    if (this.transaction === "inside") this.transaction = inner.transaction;
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
    if (this.cascade) facts.cascade = true;
    if (this.redefines.length > 0) facts.redefines = this.redefines;
    if (this.control !== undefined) facts.control = this.control;
    if (this.idempotent) facts.idempotent = true;
    if (this.addsEnumValue !== undefined) facts.addsEnumValue = this.addsEnumValue;
    return facts;
  }
}

/** Where the dotted name (or the quoted text) that starts at `at` ends. */
function nameEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === 39) return quotedEnd(text, at);
  for (let end = at; ; ) {
    const code = text.charCodeAt(end);
    if (code === 34) end = quotedEnd(text, end);
    else if (startsWord(code)) end = wordEnd(text, end);
    else return end;
    if (text.charCodeAt(end) !== 46) return end;
    end++;
  }
}

/** Shared by all statements, most of which make, drop and rename nothing. Others are copied, which leaves off the room that a list has to grow. */
const nothing: readonly never[] = [];

function kept<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? nothing : items.slice();
}
