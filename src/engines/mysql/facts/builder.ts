import type { ObjectRef, StatementFacts, StatementKind } from "../../../core/script/facts.ts";
import { FactsCollector } from "../../../core/script/factsCollector.ts";
import type { FactsDefaults } from "../../../core/script/factsCollector.ts";
import type { Statement } from "../../../core/script/script.ts";
import type { ScriptState } from "./state.ts";
import { temporarySchema } from "./state.ts";

/** Where something stands in the statement. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Definitions commit; the statements that do not say so themselves. */
const defaults: FactsDefaults = { transaction: "outside", temporarySchema };

/** Collects the facts of one statement while its tokens are read. */
export class FactsBuilder extends FactsCollector {
  readonly state: ScriptState<FactsBuilder>;
  /** Part of a body or of a text that runs later or maybe: it does not change the state of the script. */
  inBody = false;
  /** Of a body: each of its statements is run whenever it is called. */
  straight = true;
  /** Bare names may be parameters or variables, so they are no columns. */
  bareNames = true;
  /** False where the text is not this statement's own, so that offsets mean nothing. */
  private readonly placed: boolean;

  constructor(statement: Statement, state: ScriptState<FactsBuilder>, placed = true) {
    super(statement, defaults);
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

  use(object: ObjectRef, place?: Place, more?: { readonly needsUniqueOn?: readonly string[]; readonly soft?: boolean }): void {
    const placed = this.placed && place !== undefined;
    this.addUse(placed ? { ...object, start: this.statement.start + place.start, end: this.statement.start + place.end } : { ...object }, more);
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

  override absorb(inner: FactsBuilder): void {
    super.absorb(inner);
    if (inner.transaction !== "inside") this.transaction = inner.transaction;
    if (inner.writes) this.writes = true;
  }
}
