import type { PlanRule } from "../../../../core/plan/planRule.ts";
import { inRows } from "../../../../core/plan/words.ts";
import { accessesOf } from "../access.ts";
import { tableName } from "../indexFor.ts";
import { reasonOf } from "../reason.ts";
import { weightOfAccess } from "../weight.ts";

/** A column of texts that is compared with a number. */
export const implicitConversion: PlanRule = {
  id: "plan/implicit-conversion",
  title: "A column of texts is compared with a number",
  why: "Compared with a number, every text is turned into one first: '7', '07' and '7x' are all 7, so no index of texts can find them, and rows are found that were not meant. Comparing with a text uses the index. Source: \"Type Conversion in Expression Evaluation\" of MySQL's manual.",
  find: (view) =>
    accessesOf(view).flatMap((access) => {
      const reason = reasonOf(view, access);
      if ((access.how !== "table" && access.how !== "index") || access.temporary || reason.kind !== "conversion") return [];
      const weight = weightOfAccess(view, access);
      if (weight === undefined) return [];
      const { column, term } = reason;
      return [{
        rule: implicitConversion.id, node: access.node.id, ...weight,
        saw: `${tableName(access)} is read as a whole (${inRows(access.read)})${access.possible.length > 0 ? ` past ${access.possible.join(", ")}` : ""}: ${column.name} holds texts and is compared with the number ${term.value ?? ""}.`,
        advice: `Compare it with a text: ${column.name} = '${(term.value ?? "").replace(/^'|'$/g, "")}'. A driver does so when the value that it binds is a string.`,
      }];
    }),
};
