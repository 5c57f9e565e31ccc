import type { ObjectRef } from "../../../core/script/facts.ts";
import { FactsCollector } from "../../../core/script/factsCollector.ts";
import type { FactsDefaults } from "../../../core/script/factsCollector.ts";
import type { Statement } from "../../../core/script/script.ts";
import { quotedEnd, startsWord, wordEnd } from "../scan/lexis.ts";
import type { ScriptState } from "./scriptState.ts";

const defaults: FactsDefaults = { transaction: "inside", temporarySchema: "pg_temp" };
const none: ReadonlySet<string> = new Set();

/** Collects the facts of one statement while its tree is walked. */
export class FactsBuilder extends FactsCollector {
  readonly state: ScriptState<FactsBuilder>;
  /** Names that are parameters here, not columns. */
  parameters: ReadonlySet<string> = none;
  private readonly place: ((location: number) => number) | undefined;

  /** `place` turns a location of the tree into an offset of the script; absent where the tree is of another text (a body in quotes). */
  constructor(statement: Statement, state: ScriptState<FactsBuilder>, place?: (location: number) => number) {
    super(statement, defaults);
    this.state = state;
    this.place = place;
  }

  use(object: ObjectRef, location?: number, more?: { readonly needsUniqueOn?: readonly string[]; readonly free?: boolean }): void {
    const start = this.startOf(location);
    this.addUse(start === undefined ? { ...object } : { ...object, start, end: this.endOf(start) }, more);
  }

  /** As `use`. Most of what a history uses are columns: each is written out at once, since a copy takes twice the time and room. */
  useColumn({ schema, name: table }: ObjectRef, name: string, location?: number, more?: { readonly free?: boolean }): void {
    const start = this.startOf(location);
    if (start === undefined) this.addUse(schema === undefined ? { kind: "column", table, name } : { kind: "column", schema, table, name }, more);
    else if (schema === undefined) this.addUse({ kind: "column", table, name, start, end: this.endOf(start) }, more);
    else this.addUse({ kind: "column", schema, table, name, start, end: this.endOf(start) }, more);
  }

  private startOf(location: number | undefined): number | undefined {
    return this.place === undefined || location === undefined || location < 0 ? undefined : this.place(location);
  }

  private endOf(start: number): number {
    return nameEnd(this.statement.text, start - this.statement.start) + this.statement.start;
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

  override absorb(inner: FactsBuilder): void {
    super.absorb(inner);
    if (inner.cascade) this.cascade = true;
    if (this.transaction === "inside") this.transaction = inner.transaction;
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
