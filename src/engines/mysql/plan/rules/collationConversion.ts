import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf, joinAbove } from "../access.ts";
import { isOf, tableName, tableOf } from "../indexFor.ts";
import { termsOf, type Term } from "../terms.ts";
import { weightBelow } from "../weight.ts";

/** Texts in different character sets or collations: one side must be converted, and its index is lost. */
export const collationConversion: PlanRule = {
  id: "plan/collation-conversion",
  title: "Texts of different character sets are compared",
  why: "Where two texts differ in character set or collation, the server converts one of them for every comparison, and the index of the converted side cannot be used. It costs nothing where the converted side is read as a whole anyway and the other one is looked up.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      if ((access.how !== "table" && access.how !== "index") || access.temporary) return [];
      const join = joinAbove(view, access);
      const terms = [access.condition, ...(join?.conditions.map((one) => one.text) ?? []), ...(join === undefined ? [] : [view.parentOf(join)].flatMap((one) => (one?.kind === "filter" ? one.conditions.map(({ text }) => text) : [])))].flatMap((text) => termsOf(text ?? ""));
      const term = terms.find((one) => one.relation === "equal" && converted(one) && one.column !== undefined && isOf(one.column, access) && one.column.table !== undefined) ?? terms.find((one) => one.column?.table !== undefined && isOf(one.column, access) && collationsDiffer(one));
      const weight = weightBelow(view, join ?? access.top, access.read);
      if (term?.column === undefined || weight === undefined) return [];
      return [{
        rule: collationConversion.id, node: (join ?? access.node).id, ...weight,
        saw: `${term.text} compares texts of different character sets or collations: ${term.column.name} of ${tableName(access)} is converted, its index is lost, and all of it is read (${inRows(access.read)}).`,
        advice: `Give both columns the same character set and collation (ALTER TABLE … CONVERT TO CHARACTER SET …). Until then, convert the other side of the comparison by hand.`,
      }];

      function collationsDiffer({ column, other, relation }: Term): boolean {
        if (column === undefined || other === undefined || relation !== "equal") return false;
        const partner = accessesOf(view).find((one) => one !== access && other.table !== undefined && isOf(other, one));
        const collation = (of: typeof access | undefined, name: string): string | undefined => (of === undefined ? undefined : tableOf(view, of)?.columns.find((one) => one.name === name)?.collation);
        const [mine, theirs] = [collation(access, column.name), collation(partner, other.name)];
        return mine !== undefined && theirs !== undefined && mine !== theirs;
      }
    }),
};

function converted(term: Term): boolean {
  return term.wrapped === "convert" || term.wrapped === "collate" || (term.wrapped === "cast" && /\bas char/i.test(term.text));
}
