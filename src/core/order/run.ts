import type { ObjectRef, StatementFacts } from "../script/facts.ts";
import type { Identity, Live } from "./identity.ts";
import type { Keys } from "./keys.ts";
import type { Mentions } from "./mentions.ts";
import type { OrderRules } from "./orderInput.ts";
import type { Accesses, Violation } from "./violation.ts";
import type { World } from "./world.ts";

export interface SimulationInput {
  readonly statements: readonly StatementFacts[];
  /** True at the first statement of each script. */
  readonly startsScript: (at: number) => boolean;
  /** The scripts are the whole history of a database, so that what is only made later does not exist before. */
  readonly complete: boolean;
  /** Nothing existed before the first script: dropping what is only made later fails. */
  readonly fromNothing: boolean;
  readonly describe: (at: number) => string;
}

/** A simulation under way, as its rules see it. */
export interface Run {
  readonly input: SimulationInput;
  readonly rules: OrderRules;
  readonly keys: Keys;
  readonly world: World;
  readonly mentions: Mentions;
  readonly accesses: Accesses;
  readonly violations: Violation[];
  /** What the reference means now. */
  find(object: ObjectRef, key?: Identity): Live | undefined;
  /** DROP or RENAME of something that is not there. */
  absent(object: ObjectRef, facts: StatementFacts, at: number): void;
  write(key: Identity, at: number): void;
}
