import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { type Access, accessesOf, joinAbove } from "./access.ts";
import { isOf } from "./indexFor.ts";
import { termsOf } from "./terms.ts";

/** A whole table that is read to find the partners of a few rows by an equality of columns. */
export interface ForFew {
  readonly access: Access;
  readonly join: PlanNode;
  readonly partners: number;
  readonly columns: readonly string[];
}

const few = 1000;
const timesAsMany = 50;

export function readForFew(view: PlanView): readonly ForFew[] {
  return accessesOf(view).flatMap((access) => {
    const join = joinAbove(view, access);
    const other = join?.children.find((child) => child !== access.top && child.children[0] !== access.top);
    const partners = other?.actual?.rows ?? other?.estimate.rows;
    if (access.how !== "table" || access.temporary || join === undefined || partners === undefined || partners > few || access.read < timesAsMany * Math.max(1, partners)) return [];
    const terms = [...join.conditions, ...access.top.conditions].flatMap((one) => termsOf(one.text));
    const columns = terms.flatMap((term) => {
      if (term.relation !== "equal" || term.wrapped !== undefined || term.value !== undefined || term.column === undefined || term.other === undefined) return [];
      return term.column.table !== undefined && isOf(term.column, access) ? [term.column.name] : term.other.table !== undefined && isOf(term.other, access) ? [term.other.name] : [];
    });
    return columns.length === 0 ? [] : [{ access, join, partners, columns: [...new Set(columns)] }];
  });
}
