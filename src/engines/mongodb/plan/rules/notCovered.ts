import { counted } from "../../../../core/counted.ts";
import type { PlanNode } from "../../../../core/plan/plan.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { createIndexes, keyPattern, scanBelow } from "../esr.ts";
import { fieldsFrom, filterOf } from "../filter.ts";
import { costHere, docsOf, severityFor, tooLittle } from "../work.ts";

/** Whole documents are fetched for a field or two. */
export const notCovered: PlanRule = {
  id: "plan/not-covered",
  title: "Documents are fetched for fields that an index could hold",
  why: "A query whose filter and projection an index holds is answered without reading a document. An index on an array cannot cover, and _id must be left out where it is not in the index. (https://www.mongodb.com/docs/manual/core/query-optimization/#covered-query)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const projection = node.operation.startsWith("PROJECTION_") ? fieldsFrom(node.conditions.find((condition) => condition.kind === "output")?.text ?? "") : undefined;
      const fetch = projection === undefined ? undefined : findFetch(node);
      const scan = fetch === undefined ? undefined : scanBelow(fetch);
      if (projection === undefined || fetch === undefined || scan === undefined || scan.facts["isMultiKey"] === true || filterOf(fetch) !== undefined || tooLittle(view)) return [];
      const wanted = Object.entries(projection).filter(([, value]) => value === 1 || value === true).map(([path]) => path);
      const withId = projection["_id"] !== 0 && projection["_id"] !== false;
      const keys = keyPattern(scan);
      const missing = [...wanted, ...(withId ? ["_id"] : [])].filter((path) => !Object.hasOwn(keys, path));
      if (wanted.length === 0 || wanted.length !== Object.keys(projection).filter((path) => path !== "_id").length + (wanted.includes("_id") ? 1 : 0)) return [];
      if (docsOf(fetch) < 1000 || missing.length === 0 || missing.length > 2) return [];
      const onlyId = missing.length === 1 && missing[0] === "_id";
      const sql = onlyId ? undefined : createIndexes(scan.relation?.name ?? "", { ...keys, ...Object.fromEntries(missing.map((path) => [path, 1])) });
      return [{
        rule: "plan/not-covered", severity: severityFor(view, docsOf(fetch)), node: fetch.id,
        saw: `${counted(docsOf(fetch), "document")} are fetched only for ${missing.join(" and ")}, which ${scan.index ?? "the index"} does not hold.`,
        ...costHere(view, fetch),
        advice: onlyId ? "Leave _id out of the projection (_id: 0), and no document is read." : "With these fields at the end of the index no document is read; the index grows by them.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};

function findFetch(node: PlanNode): PlanNode | undefined {
  if (node.operation === "FETCH") return node;
  const [only, ...others] = node.children;
  return only === undefined || others.length > 0 || node.kind === "sort" ? undefined : findFetch(only);
}
