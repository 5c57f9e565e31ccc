import type { Catalog } from "../../core/catalog/catalog.ts";
import type { ChangeStep } from "../engine.ts";
import { createSteps } from "./changes/creates.ts";
import { dropSteps } from "./changes/drops.ts";
import { scopeOf } from "./changes/scope.ts";
import { sequenceValueSteps } from "./changes/sequenceValues.ts";
import { typeSteps } from "./changes/types.ts";

/**
 * The statements that turn `from` into `to`, in the order that works inside one transaction. Nothing is dropped with CASCADE:
 * what depends on a change is dropped by name and made again. Columns keep their values wherever a conversion exists.
 */
export function changes(from: Catalog, to: Catalog): ChangeStep[] {
  const scope = scopeOf(from, to);
  const drops = dropSteps(scope);
  const types = typeSteps(scope, drops.late);
  const creates = createSteps(scope);
  const structure = [...drops.early, ...types.before, ...creates.filter((item) => item.phase === "structure"), ...types.after];
  const constraints = [...creates.filter((item) => item.phase === "constraints"), ...sequenceValueSteps(scope)];
  return withBodyChecks([...structure, ...constraints]);
}

const CHECKS_OFF = "SET LOCAL check_function_bodies = off";
const CHECKS_ON = "SET LOCAL check_function_bodies = on";

/** Bodies in strings may name what comes later, so they are not checked; parsed ones (BEGIN ATOMIC, RETURN) are bound to what is there, so they are. */
function withBodyChecks(steps: readonly ChangeStep[]): ChangeStep[] {
  let checked = true;
  return steps.flatMap((item) => {
    if (!/^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)/.test(item.sql)) return [item];
    const wanted = !/^AS '|^AS \$/m.test(item.sql);
    if (wanted === checked) return [item];
    checked = wanted;
    return [{ phase: item.phase, sql: wanted ? CHECKS_ON : CHECKS_OFF, objects: [], destroys: false }, item];
  });
}
