import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { keyPattern, scanBelow } from "../esr.ts";
import { conditionsOf, filterOf } from "../filter.ts";
import { costHere, docsOf, severityFor, tooLittle } from "../work.ts";

/** Two bounds of an array cannot be used together. */
export const multikeyBounds: PlanRule = {
  id: "plan/multikey-bounds",
  title: "One bound of an array's range is used only",
  why: "Different elements of an array may meet the two conditions of a range, so that an index on it is bound by one of them and the other is tested on each document. $elemMatch says that one element must meet both. (https://www.mongodb.com/docs/manual/core/multikey-index-bounds/)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const filter = node.operation === "FETCH" ? filterOf(node) : undefined;
      const scan = scanBelow(node);
      if (filter === undefined || scan?.facts["isMultiKey"] !== true || tooLittle(view)) return [];
      const keys = keyPattern(scan);
      const again = conditionsOf(filter).find((condition) => Object.hasOwn(keys, condition.path) && ["$gt", "$gte", "$lt", "$lte"].includes(condition.operator));
      const rows = node.actual?.rows;
      if (again === undefined || (rows !== undefined && docsOf(node) - rows < 500)) return [];
      return [{
        rule: "plan/multikey-bounds", severity: severityFor(view, docsOf(node)), node: node.id,
        saw: `${scan.index ?? "The index"} is on an array and takes one bound of ${again.path}; the other (${again.operator}) is tested on ${rows === undefined ? "each document" : counted(docsOf(node), "document")}.`,
        ...costHere(view, node),
        advice: `Where one element is meant, write {"${again.path}": {"$elemMatch": {…}}}: both bounds are used then.`,
      }];
    }),
};
