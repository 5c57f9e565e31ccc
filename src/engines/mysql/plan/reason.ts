import type { PlanView } from "../../../core/plan/planView.ts";
import type { Access } from "./access.ts";
import { isOf, tableOf } from "./indexFor.ts";
import type { Column, Term } from "./terms.ts";
import { termsOf } from "./terms.ts";

/** Why no index could find the rows of an access, as far as its condition tells; the first that applies. */
export type Reason =
  | { readonly kind: "conversion" | "collation" | "function" | "wildcard"; readonly term: Term; readonly column: Column }
  | { readonly kind: "or"; readonly term: Term; readonly columns: readonly string[] }
  | { readonly kind: "plain" }
  /** No column of the table is compared with anything. */
  | { readonly kind: "unknown" };

/** So few rows an index of the column would have found, had it been of any use. */
const keptOfText = 0.01;

const reasons = new WeakMap<Access, Reason>();

/** Reads it from the condition; types of columns are known where a server was asked. */
export function reasonOf(view: PlanView, access: Access): Reason {
  const reason = reasons.get(access) ?? found(view, access);
  reasons.set(access, reason);
  return reason;
}

function found(view: PlanView, access: Access): Reason {
  const terms = termsOf(access.condition ?? "").filter((term) => term.relation === "or" || (term.column !== undefined && isOf(term.column, access)));
  const first = (kind: "conversion" | "collation" | "function" | "wildcard", test: (term: Term) => boolean): Reason | undefined => {
    const term = terms.find((one) => one.relation !== "or" && one.relation !== "notEqual" && test(one));
    return term?.column === undefined ? undefined : { kind, term, column: term.column };
  };
  const others = terms.filter((term) => term.relation !== "or" && term.wrapped === undefined && term.relation !== "notEqual" && !isWildcard(term));
  return (
    first("conversion", (term) => isConversion(view, access, term)) ??
    first("collation", (term) => term.wrapped === "convert" || term.wrapped === "collate") ??
    (others.some((term) => !isConversion(view, access, term)) ? undefined : (first("function", (term) => term.wrapped === "function" || term.wrapped === "cast") ?? first("wildcard", isWildcard) ?? orOf(terms, access))) ??
    { kind: terms.some((term) => term.relation !== "other") ? "plain" : "unknown" }
  );
}

function isWildcard(term: Term): boolean {
  return term.relation === "like" && /^['"][%_]/.test(term.value ?? "");
}

/** A text column that is asked for a number: every text must be turned into one. Without the column's type, an index that was known and left aside tells it. */
function isConversion(view: PlanView, access: Access, term: Term): boolean {
  if (term.wrapped === "cast" && /\bas (?:double|float|real|signed|unsigned|decimal)/i.test(term.text) && /^-?[\d.]+$/.test(term.value ?? "")) return true;
  if (term.wrapped !== undefined || (term.relation !== "equal" && term.relation !== "in" && term.relation !== "range") || !/^\(?-?\d+(?:\.\d+)?\b/.test(term.value ?? "")) return false;
  const type = tableOf(view, access)?.columns.find((column) => column.name.toLowerCase() === term.column?.name.toLowerCase())?.type;
  if (type !== undefined) return /char|text|enum|set/i.test(type);
  return term.relation === "equal" && view.plan.executed && access.how === "table" && access.possible.length === 1 && access.kept <= access.read * keptOfText && termsOf(access.condition ?? "").length === 1;
}

function orOf(terms: readonly Term[], access: Access): Reason | undefined {
  for (const term of terms) {
    const columns = [...new Set((term.parts ?? []).flatMap((part) => (part.column !== undefined && isOf(part.column, access) ? [part.column.name] : [])))];
    if (term.relation === "or" && columns.length > 1) return { kind: "or", term, columns };
  }
  return undefined;
}
