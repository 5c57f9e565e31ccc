import type { Catalog } from "../../core/catalog/catalog.ts";
import type { ChangeStep } from "../engine.ts";
import { asideOf, clashes } from "./changes/aside.ts";
import { createSteps } from "./changes/creates.ts";
import { dropSteps } from "./changes/drops.ts";
import { inOrder } from "./render/graph.ts";
import { scopeOf } from "./changes/scope.ts";
import { sequenceValueSteps } from "./changes/sequenceValues.ts";
import { step } from "./changes/step.ts";

/**
 * The statements that turn `from` into `to`, in the order that works inside one transaction. Nothing is dropped with CASCADE:
 * what depends on a change is dropped by name and made again. Columns keep their values wherever a conversion exists.
 */
export function changes(from: Catalog, to: Catalog): ChangeStep[] {
  const scope = scopeOf(from, to);
  const drops = dropSteps(scope);
  const renames: ChangeStep[] = [];
  const lateDrops: ChangeStep[] = [];
  for (const part of inOrder(scope.was, new Set([...drops.late, ...scope.remade])).reverse()) {
    const makesRoom = scope.remade.has(part.key) || (part.family === "type" && clashes(part, scope));
    if (!makesRoom) lateDrops.push(...part.drop.map((sql) => step("structure", sql, [part])));
    else {
      const aside = asideOf(part, scope);
      renames.push(step("structure", aside.rename, [part]));
      lateDrops.push(step("structure", aside.drop, [part]));
    }
  }
  const creates = createSteps(scope);
  const structure = [...drops.early, ...renames, ...creates.filter((item) => item.phase === "structure"), ...lateDrops];
  const constraints = [...creates.filter((item) => item.phase === "constraints"), ...sequenceValueSteps(scope)];
  const steps = [...structure, ...constraints];
  const bodies = steps.some((item) => /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)/.test(item.sql));
  return bodies ? [{ phase: "structure", sql: "SET LOCAL check_function_bodies = off", objects: [], destroys: false }, ...steps] : steps;
}
