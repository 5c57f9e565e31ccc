import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { boundsOf, createIndexes, isUnbounded, keyPattern, scanBelow, sortPattern } from "../esr.ts";
import { costHere, severityFor, tooLittle } from "../work.ts";

/** The sort's field is in the index, but behind a range. */
export const esrOrder: PlanRule = {
  id: "plan/index-order",
  title: "The index holds the sort's field in a place where it gives no order",
  why: "An index gives the order of a key only where all keys before it are bound to one value each. Equality, sort, range is the order that does. (https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-guideline/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if (node.operation !== "SORT" || tooLittle(view)) return [];
      const scan = scanBelow(node);
      const sort = sortPattern(node);
      const [first] = Object.keys(sort ?? {});
      if (scan === undefined || sort === undefined || first === undefined) return [];
      const keys = Object.keys(keyPattern(scan));
      const bounds = boundsOf(scan);
      const before = keys.slice(0, Math.max(0, keys.indexOf(first)));
      const ranges = before.filter((key) => !isPoint(bounds.get(key) ?? ""));
      if (!keys.includes(first) || ranges.length === 0) return [];
      const equal = keys.filter((key) => isPoint(bounds.get(key) ?? ""));
      const rest = keys.filter((key) => !equal.includes(key) && !Object.hasOwn(sort, key) && !isUnbounded(bounds.get(key) ?? ""));
      const pattern = keyPattern(scan);
      const sql = createIndexes(scan.relation?.name ?? "", { ...Object.fromEntries(equal.map((key) => [key, pattern[key] ?? 1])), ...sort, ...Object.fromEntries(rest.map((key) => [key, pattern[key] ?? 1])) });
      const taken = node.children[0]?.actual?.rows;
      return [{
        rule: "plan/index-order", severity: severityFor(view, taken), node: node.id,
        saw: `${scan.index ?? "The index"} holds ${first}, but behind ${ranges.join(", ")}, which is bound to a range, so that ${taken === undefined ? "the documents are" : `${counted(taken, "document")} are`} sorted anew.`,
        ...costHere(view, node),
        advice: "Put the sort's fields before those of a range.",
        ...(sql === undefined ? {} : { sql }),
      }];
    }),
};

/** One value: "[5, 5]". */
function isPoint(bound: string): boolean {
  const match = /^\[(.*)\]$/s.exec(bound);
  const inner = match?.[1] ?? "";
  const half = (inner.length - 2) / 2;
  return match !== null && Number.isInteger(half) && half > 0 && inner.slice(0, half) === inner.slice(half + 2) && inner.slice(half, half + 2) === ", ";
}
