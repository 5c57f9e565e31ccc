import { counted } from "../../../../core/counted.ts";
import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { boundsOf, isAnchored } from "../esr.ts";
import { everyCondition, filterOf, queryPatterns } from "../filter.ts";
import { costHere, docsOf, keysOf, severityFor, tooLittle } from "../work.ts";

/** A regular expression that no index can be searched for. */
export const regexScan: PlanRule = {
  id: "plan/regex-scan",
  title: "A regular expression reads every key",
  why: "Only a pattern that starts with ^ and letters, in their case, is a range of an index; any other is tried on every text in it, or on every document. For words a text index serves, for equality without case a collation of strength 2. (https://www.mongodb.com/docs/manual/reference/operator/query/regex/#index-use)",
  find: (view) =>
    view.nodes.flatMap((node) => {
      if ((node.operation !== "IXSCAN" && node.operation !== "COLLSCAN") || tooLittle(view)) return [];
      const read = Math.max(keysOf(node), docsOf(node));
      if (view.plan.executed && read < 500) return [];
      const wholeTexts = node.operation === "IXSCAN" ? [...boundsOf(node)].filter(([, bound]) => /^\["", \{\s*\}\)/.test(bound)).map(([path]) => path) : undefined;
      if (wholeTexts?.length === 0) return [];
      const patterns = node.operation === "COLLSCAN" ? everyCondition(filterOf(node) ?? {}) : queryPatterns(view);
      const found = patterns.find((condition) => condition.operator === "$regex" && !isAnchored(condition.value, condition.beside) && (wholeTexts === undefined || wholeTexts.includes(condition.path)));
      const path = found?.path ?? wholeTexts?.[0];
      if (path === undefined) return [];
      const pattern = found === undefined ? "" : ` for /${String(found.value)}/${String(found.beside["$options"] ?? "")}`;
      return [{
        rule: "plan/regex-scan", severity: severityFor(view, read), node: node.id,
        saw: `Every ${node.operation === "IXSCAN" ? `text in ${node.index ?? "the index"}` : "document"} is tried${pattern} on ${path}${view.plan.executed ? `: ${counted(read, node.operation === "IXSCAN" ? "key" : "document")}` : ""}.`,
        ...costHere(view, node),
        advice: /^\^/.test(String(found?.value ?? "")) ? "Without the option i (or with a copy of the field in lower case) the index finds the beginning." : "Anchor it with ^ where the beginning is meant; for words inside a text use a text index.",
      }];
    }),
};
