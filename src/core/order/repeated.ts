import type { ObjectUse, StatementFacts } from "../script/facts.ts";

/** A statement that found all that it uses, as the world was then. */
interface Settled {
  readonly version: number;
  readonly uses: readonly ObjectUse[];
  /** Of what it found, in the order of its uses. */
  readonly keys: readonly string[];
}

/** Scripts with data repeat one statement with other values: where the world is still the same, it finds the same again. */
export class Repeated {
  private last: Settled | undefined;

  /** The keys that the statement finds, where it is the last one that was remembered over again. */
  keysOf(facts: StatementFacts, version: number): readonly string[] | undefined {
    const { last } = this;
    if (last === undefined || last.version !== version || !repeats(facts) || facts.uses.length !== last.uses.length) return undefined;
    for (let at = 0; at < last.uses.length; at++) if (!isSameUse(last.uses[at]!, facts.uses[at]!)) return undefined;
    return last.keys;
  }

  /** `keys`: what each use found; fewer than the uses where something was missing. */
  remember(facts: StatementFacts, version: number, keys: readonly string[]): void {
    this.last = repeats(facts) && keys.length === facts.uses.length ? { version, uses: facts.uses, keys } : undefined;
  }
}

/** It changes rows and no names. */
function repeats({ kind, defines, drops, renames, redefines, wakes }: StatementFacts): boolean {
  return kind === "dml" && defines.length === 0 && drops.length === 0 && renames.length === 0 && redefines === undefined && wakes === undefined;
}

function isSameUse(one: ObjectUse, other: ObjectUse): boolean {
  return (
    one.name === other.name && one.kind === other.kind && one.table === other.table && one.schema === other.schema && one.signature === other.signature &&
    one.soft === other.soft && one.passedOver === other.passedOver && other.needsUniqueOn === undefined && other.by === undefined
  );
}
