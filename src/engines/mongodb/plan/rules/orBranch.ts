import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { createIndexes, keysFor } from "../esr.ts";
import { branchesOf, filterOf } from "../filter.ts";
import { costHere, docsOf, severityFor, tooLittle } from "../work.ts";

/** One branch of an $or without an index makes all of it a scan. */
export const orBranch: PlanRule = {
  id: "plan/or-collection-scan",
  title: "$or ends in a collection scan",
  why: "MongoDB uses indexes for $or only where every branch has one; else it reads the collection once, whatever the other branches have. (https://www.mongodb.com/docs/manual/reference/operator/query/or/#-or-clauses-and-indexes)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      const filter = node.operation === "COLLSCAN" ? filterOf(node) : undefined;
      const branches = filter === undefined ? [] : branchesOf(filter);
      const rows = node.actual?.rows;
      if (branches.length < 2 || tooLittle(view) || (rows !== undefined && docsOf(node) - rows < 500)) return [];
      const collection = node.relation?.name ?? "the collection";
      const indexes = view.catalog?.tables.find((table) => table.name === collection)?.indexes ?? [];
      const bare = branches.map((branch) => keysFor(branch, undefined)).filter((keys) => !indexes.some((index) => index.columns[0] === Object.keys(keys)[0]));
      const sql = bare.flatMap((keys) => createIndexes(collection, keys) ?? []);
      return [{
        rule: "plan/or-collection-scan", severity: severityFor(view, docsOf(node)), node: node.id,
        saw: `${rows === undefined ? `${collection} is` : `${counted(docsOf(node), "document")} of ${collection} were`} read because not every branch of ${JSON.stringify(branches)} has an index.`,
        ...costHere(view, node),
        advice: "Give each branch an index; those that exist stay as they are.",
        ...(sql.length === 0 ? {} : { sql: `[${sql.join(",\n ")}]` }),
      }];
    }),
};
