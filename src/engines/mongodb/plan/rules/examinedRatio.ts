import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { costHere, severityFor, tooLittle, totalsOf } from "../work.ts";

/** Documents are read to be left behind by a sort with a limit, or by a skip. */
export const examinedRatio: PlanRule = {
  id: "plan/examined-ratio",
  title: "Far more documents are read than returned",
  why: "Every document read in vain costs memory and often a read from disk. Atlas warns from 1,000 documents read for one returned; here from ten for one and 500 in all, where no stage counts or groups them. (https://www.mongodb.com/docs/atlas/reference/alert-resolutions/query-targeting/)",
  find: (view) => {
    const totals = totalsOf(view);
    if (totals === undefined || tooLittle(view)) return [];
    if (view.nodes.some((node) => node.kind === "aggregate" || node.kind === "write" || node.kind === "join")) return [];
    const filtered = view.nodes.some((node) => (node.actual?.discarded ?? []).some((discard) => discard.rows > totals.docs / 2));
    if (filtered || totals.docs - totals.returned < 500 || totals.docs < 10 * Math.max(1, totals.returned)) return [];
    const behind = view.nodes.find((node) => node.kind === "sort") ?? view.nodes.find((node) => node.operation === "SKIP" || node.operation === "$skip");
    return [{
      rule: "plan/examined-ratio", severity: severityFor(view, totals.docs), ...(behind === undefined ? {} : { node: behind.id }),
      saw: `${counted(totals.docs, "document")} were read and ${counted(totals.returned, "document")} returned${behind === undefined ? "" : `; ${behind.operation} left the others behind`}.`,
      ...costHere(view, behind),
      advice: behind?.kind === "sort" ? "An index that gives the order lets the limit end the reading." : "Let the filter say what is wanted, so that an index can find it.",
    }];
  },
};
