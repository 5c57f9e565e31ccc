import { qualified } from "../../../core/catalog/objects.ts";
import type { ChangeStep } from "../../engine.ts";
import { inOrder } from "../render/order.ts";
import { identifier, objectName } from "../render/identifier.ts";
import type { Part } from "../render/part.ts";
import { asideOf, clashes } from "./aside.ts";
import { retypedColumns } from "./retype.ts";
import type { Scope } from "./scope.ts";
import { step } from "./step.ts";

/** Statements around the columns' change of type: before new types are made, and after no column has an old one any more. */
export interface TypeSteps {
  readonly before: ChangeStep[];
  readonly after: ChangeStep[];
}

/** Old types make room for those made anew: renamed until their columns are converted, or, for ranges, dropped with the columns waiting as text. */
export function typeSteps(scope: Scope, late: ReadonlySet<string>): TypeSteps {
  const parked = parkedTypes(scope);
  const before: ChangeStep[] = parkColumns(scope, parked);
  const after: ChangeStep[] = [];
  for (const part of inOrder(scope.was, new Set([...late, ...scope.remade])).reverse()) {
    if (parked.has(part.key)) before.push(...part.drop.map((sql) => step("structure", sql, [part])));
    else if (scope.remade.has(part.key) || (part.family === "type" && clashes(part, scope))) {
      const aside = asideOf(part, scope);
      before.push(step("structure", aside.rename, [part]));
      after.push(step("structure", aside.drop, [part]));
    } else after.push(...part.drop.map((sql) => step("structure", sql, [part])));
  }
  return { before, after };
}

/** Remade ranges, and what is made of them: a range's multirange and constructors keep their names when it is renamed, so two cannot stand side by side. */
function parkedTypes(scope: Scope): Set<string> {
  const parked = new Set(scope.from.types.filter((type) => type.form === "range").map((type) => `type ${qualified(type)}`).filter((key) => scope.remade.has(key)));
  for (let size = -1; size !== parked.size; ) {
    size = parked.size;
    for (const key of scope.remade) if ([...(scope.was.needs.get(key) ?? [])].some((need) => parked.has(need))) parked.add(key);
  }
  return parked;
}

function parkColumns(scope: Scope, parked: ReadonlySet<string>): ChangeStep[] {
  if (parked.size === 0) return [];
  return scope.to.tables.flatMap((table) =>
    retypedColumns(scope, table).flatMap((column) => {
      const part: Part = scope.was.parts.get(`column ${qualified(table)}.${column.name}`)!;
      if (![...(scope.was.needs.get(part.key) ?? [])].some((need) => parked.has(need))) return [];
      const type = part.state.endsWith("[]") ? "text[]" : "text";
      const name = identifier(column.name);
      return [step("structure", `ALTER TABLE ${objectName(table)} ALTER COLUMN ${name} TYPE ${type} USING ${name}::${type}`, [part])];
    }),
  );
}
