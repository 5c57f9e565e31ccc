import type { PlanNode } from "../../../core/plan/plan.ts";
import type { PlanView } from "../../../core/plan/planView.ts";
import { accessesOf } from "./access.ts";
import { type IndexAdvice, indexOn, isOf } from "./indexFor.ts";
import { termsOf } from "./terms.ts";
import { numberAt } from "./values.ts";

/** What goes into a sort: how many rows of all loops, and the index that would have them in its order, where they come out of one table alone. */
export function sortedRows(view: PlanView, sort: PlanNode): { readonly rows: number | undefined; readonly advice?: IndexAdvice } {
  const limited = numberAt(sort.facts, "r_limit") !== undefined;
  const rows = inputRows(sort) ?? (limited ? undefined : sort.actual?.rows);
  const [child] = sort.children;
  const access = accessesOf(view).find((one) => one.top === child);
  const keys = sort.conditions.flatMap((one) => one.text.split(/,(?![^(]*\))/)).map((key) => key.trim());
  if (access === undefined || keys.length === 0) return { rows };
  const columns = keys.map((key) => ({ key, descending: / desc$/i.test(key), column: termsOf(`${key.replace(/ (?:desc|asc)$/i, "")} = 0`)[0] }));
  if (columns.some(({ column }) => column?.column === undefined || column.wrapped !== undefined || !isOf(column.column, access))) return { rows };
  const equal = termsOf(access.condition ?? "").filter((term) => term.relation === "equal" && term.wrapped === undefined && term.column !== undefined && term.other === undefined && isOf(term.column, access)).map((term) => term.column?.name ?? "");
  const names = columns.map(({ column }) => column?.column?.name ?? "");
  const mixed = columns.some(({ descending }) => descending) && columns.some(({ descending }) => !descending);
  const advice = indexOn(view, access, [...new Set([...equal, ...names])], mixed ? names.filter((_name, at) => columns[at]?.descending === true) : []);
  return advice === undefined ? { rows } : { rows, advice };
}

function inputRows(node: PlanNode): number | undefined {
  const [child] = node.children;
  if (child === undefined) return undefined;
  const rows = child.actual === undefined ? child.estimate.rows : child.actual.rows;
  return rows ?? (child.kind === "materialize" || child.kind === "aggregate" ? undefined : inputRows(child));
}
