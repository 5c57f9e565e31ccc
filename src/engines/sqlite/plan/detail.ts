import type { NodeKind, PlanCondition, PlanRelation } from "../../../core/plan/plan.ts";
import type { Json } from "../../../core/json.ts";
import { accessOf } from "./access.ts";

export interface Described {
  readonly operation: string;
  readonly kind: NodeKind;
  readonly role?: string;
  readonly relation?: PlanRelation;
  readonly index?: string;
  readonly conditions: readonly PlanCondition[];
  readonly facts: Readonly<Record<string, Json>>;
  readonly estimatedRows?: number;
}

interface Word {
  readonly pattern: RegExp;
  readonly operation: string;
  readonly kind: NodeKind;
  /** What the rest of the line is. */
  readonly rest?: "role" | PlanCondition["kind"];
}

/** Lines that are neither SCAN nor SEARCH, as src/select.c, where.c, wherecode.c and expr.c of SQLite write them. */
const words: readonly Word[] = [
  { pattern: /^USE TEMP B-TREE FOR ((?:.* OF )?ORDER BY)$/, operation: "USE TEMP B-TREE", kind: "sort", rest: "sort" },
  { pattern: /^USE TEMP B-TREE FOR (.+)$/, operation: "USE TEMP B-TREE", kind: "aggregate", rest: "group" },
  { pattern: /^MULTI-INDEX (OR|AND)$/, operation: "MULTI-INDEX", kind: "append", rest: "role" },
  { pattern: /^(INDEX \d+)$/, operation: "INDEX", kind: "subquery", rest: "role" },
  { pattern: /^COMPOUND QUERY$/, operation: "COMPOUND QUERY", kind: "append" },
  { pattern: /^COMPOUND (SUBQUERIES .+)$/, operation: "COMPOUND QUERY", kind: "append", rest: "role" },
  { pattern: /^((?:UNION|INTERSECT|EXCEPT)(?: ALL)? USING TEMP B-TREE)$/, operation: "USE TEMP B-TREE", kind: "aggregate", rest: "role" },
  { pattern: /^(UNION ALL|LEFT-MOST SUBQUERY|LEFT|RIGHT)$/, operation: "SUBQUERY", kind: "subquery", rest: "role" },
  { pattern: /^MERGE \((.+)\)$/, operation: "MERGE", kind: "append", rest: "role" },
  { pattern: /^CO-ROUTINE (.+)$/, operation: "CO-ROUTINE", kind: "subquery", rest: "role" },
  { pattern: /^MATERIALIZE (.+)$/, operation: "MATERIALIZE", kind: "materialize", rest: "role" },
  { pattern: /^(?:EXECUTE )?(CORRELATED (?:SCALAR|LIST) SUBQUERY(?: \d+)?)$/, operation: "CORRELATED SUBQUERY", kind: "subquery", rest: "role" },
  { pattern: /^(?:EXECUTE )?((?:SCALAR|LIST) SUBQUERY(?: \d+)?)$/, operation: "SUBQUERY", kind: "subquery", rest: "role" },
  { pattern: /^(REUSE .+)$/, operation: "REUSE", kind: "result", rest: "role" },
  { pattern: /^(SETUP|RECURSIVE STEP|INITIAL-PART)$/, operation: "RECURSIVE", kind: "subquery", rest: "role" },
  { pattern: /^BLOOM FILTER ON (.+)$/, operation: "BLOOM FILTER", kind: "hash", rest: "other" },
  { pattern: /^CREATE BLOOM FILTER$/, operation: "BLOOM FILTER", kind: "hash" },
  { pattern: /^(?:USING )?(.+ FOR IN-OPERATOR)$/, operation: "IN-OPERATOR", kind: "lookup", rest: "other" },
  { pattern: /^RIGHT-JOIN (.+)$/, operation: "RIGHT-JOIN", kind: "join", rest: "role" },
  { pattern: /^SCAN (CONSTANT ROW|\d+ CONSTANT ROWS|\d+-ROW VALUES CLAUSE)$/, operation: "SCAN CONSTANT ROW", kind: "result", rest: "role" },
];

/** What a line of a plan says. A line that is not known keeps its words as its operation. */
export function describeDetail(detail: string): Described {
  const { text, estimatedRows } = withoutEstimate(detail);
  const estimate = estimatedRows === undefined ? {} : { estimatedRows };
  for (const word of words) {
    const match = word.pattern.exec(text);
    if (match === null) continue;
    const said = match[1];
    const condition: PlanCondition[] = said === undefined || word.rest === undefined || word.rest === "role" ? [] : [{ kind: word.rest, text: said }];
    return { operation: word.operation, kind: word.kind, ...(word.rest === "role" && said !== undefined ? { role: said } : {}), conditions: condition, facts: {}, ...estimate };
  }
  return { ...(accessOf(text) ?? { operation: text, kind: "other", conditions: [], facts: {} }), ...estimate };
}

/** True for a text that SQLite could have written as a line of a plan. */
export function isDetail(text: string): boolean {
  return words.some((word) => word.pattern.test(text)) || (!/;\s*$/.test(text) && accessOf(text) !== undefined);
}

/** Before 3.8.1 a line ended with "(~100 rows)". */
function withoutEstimate(detail: string): { readonly text: string; readonly estimatedRows?: number } {
  const match = / \(~(\d+) rows?\)$/.exec(detail);
  return match === null ? { text: detail.trim() } : { text: detail.slice(0, match.index).trim(), estimatedRows: Number(match[1]) };
}
