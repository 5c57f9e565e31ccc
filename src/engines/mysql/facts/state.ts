import type { Flavour } from "../flavourName.ts";
import { ModeState } from "../scan/modeState.ts";
import type { SqlMode } from "../scan/sqlMode.ts";
import type { Token } from "../scan/tokens.ts";
import { tokensOf } from "../scan/tokens.ts";
import type { Cursor } from "./cursor.ts";

/** What earlier statements of the same script changed for the later ones. `Facts` collects those of a statement. */
export class ScriptState<Facts> {
  readonly flavour: Flavour;
  readonly version: number | undefined;
  /** Reads a statement inside another one (a body, EXPLAIN, PREPARE). */
  readonly enter: (cursor: Cursor, facts: Facts) => void;
  readonly modes: ModeState;
  /** The connection's database, or else the one that the script uses first; its names stand without it. */
  home: string | undefined;
  /** The database of the last USE: that of bare names. */
  database: string | undefined;
  /** `SET FOREIGN_KEY_CHECKS = 0`: neither the targets of foreign keys nor what depends on a table is looked at. */
  foreignKeyChecks = true;
  /** The value that a user variable remembers (`@OLD_FOREIGN_KEY_CHECKS`, as dumps do). */
  savedForeignKeyChecks = true;
  /** Temporary tables that the script made. */
  readonly temporary = new Set<string>();
  /** Texts that PREPARE was given, by the name of the statement in lower case; undefined where they are computed. */
  readonly prepared = new Map<string, readonly string[]>();
  /** Texts that a user variable may hold, by its name in lower case. */
  readonly variables = new Map<string, readonly string[]>();
  /** What the routines that the script made do when they are called, by their names in lower case. */
  readonly routines = new Map<string, Facts>();
  /** How many texts inside of texts are being read. */
  depth = 0;

  constructor(flavour: Flavour, version: number | undefined, enter: ScriptState<Facts>["enter"], mode?: SqlMode) {
    this.modes = new ModeState(mode);
    this.enter = enter;
    this.flavour = flavour;
    this.version = version;
  }

  tokens(sql: string): Token[] {
    return tokensOf(sql, this.flavour, this.modes.mode, this.version);
  }
}

/** The schema that temporary tables are given, so that they are told apart from lasting ones of the same name. */
export const temporarySchema = "temporary";
