import type { ChangeStep } from "../../engine.ts";

/** Before the kept rows come back. */
export function structure(sql: string, objects: readonly string[], destroys = false): ChangeStep {
  return { phase: "structure", sql, objects, destroys };
}

/** Behind the kept rows. */
export function constraint(sql: string, objects: readonly string[]): ChangeStep {
  return { phase: "constraints", sql, objects, destroys: false };
}
