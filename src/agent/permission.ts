import type { Effect } from "./commands.ts";
import type { ConnectionRole, PermissionMode } from "./permissionMode.ts";

export type Decision = "allow" | "confirm" | "nameObject" | "refuse";

/** What is about to happen, to whom. `destroys`: an object or rows would be lost. */
export interface Act {
  readonly mode: PermissionMode;
  readonly effect: Effect;
  readonly role: ConnectionRole;
  readonly destroys: boolean;
}

/**
 * The one rule of permission. A destruction asks for the object's name in every mode; explore writes to no database;
 * a production connection asks also in auto.
 */
export function decide(act: Act): Decision {
  const writes = act.effect === "writesDatabase" || act.effect === "destroys" || act.destroys;
  if (!writes) return "allow";
  if (act.mode === "explore") return "refuse";
  if (act.destroys) return "nameObject";
  return act.mode === "ask" || act.role === "production" || act.effect === "destroys" ? "confirm" : "allow";
}
