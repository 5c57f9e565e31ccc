import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { indexFor, tableName, tableOf } from "../indexFor.ts";
import { reasonOf } from "../reason.ts";
import { weightOfAccess } from "../weight.ts";

const keptAtMost = 0.2;

/** OR over different columns, of which one has no index. */
export const orOverColumns: PlanRule = {
  id: "plan/or-over-columns",
  title: "OR over several columns is answered by reading everything",
  why: "A row may fulfil either part, so each part needs an index of its own before the server can put both results together (index_merge) instead of reading the whole table. One missing index is enough to lose all.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const reason = reasonOf(view, access);
      if ((access.how !== "table" && access.how !== "index") || access.temporary || reason.kind !== "or" || (view.plan.executed && access.kept > access.read * keptAtMost)) return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const known = new Set([...(tableOf(view, access)?.indexes ?? [])].map((index) => index.columns[0]?.toLowerCase()));
      const missing = reason.columns.filter((column) => !known.has(column.toLowerCase()));
      const parts = (reason.term.parts ?? []).filter((part) => missing.includes(part.column?.name ?? ""));
      const advice = tableOf(view, access) === undefined || parts.length !== 1 ? undefined : indexFor(view, access, parts);
      return [{
        rule: orOverColumns.id, node: access.node.id, ...weight,
        saw: `${inRows(access.read)} of ${tableName(access)} are read for ${reason.term.text}${view.plan.executed ? `, and ${inPercent(access.kept / access.read)} pass` : ""}.`,
        advice: `Give each of ${reason.columns.join(", ")} an index${known.size > 0 && missing.length > 0 ? ` (missing: ${missing.join(", ")})` : ""}, or write the parts as two statements with UNION, so that each uses its own.`,
        ...(advice?.sql === undefined ? {} : { sql: advice.sql }),
      }];
    }),
};
