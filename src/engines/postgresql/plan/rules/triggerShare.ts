import type { Catalog } from "../../../../core/catalog/catalog.ts";
import { counted } from "../../../../core/counted.ts";
import type { PlanDiagnostic, PlanRule } from "../../../../core/plan/planRule.ts";
import { inMs, inPercent } from "../../../../core/plan/words.ts";
import { listOf, numberOf, textOf } from "../raw.ts";

/** Triggers of a plan, with the share of the execution that each takes. */
export const triggerShare: PlanRule = {
  id: "plan/trigger-share",
  title: "Triggers take a large part",
  why: "Triggers run for each row that is changed, foreign keys among them: a deleted row is looked for in every table that references it. Without an index on the referencing columns each such look reads the whole table. The line is a tenth of the execution, and 5 ms.",
  find: ({ plan, catalog }) => {
    if (plan.executionMs === undefined) return [];
    return listOf(plan.facts, "Triggers").flatMap((trigger): PlanDiagnostic[] => {
      const ms = numberOf(trigger, "Time") ?? 0;
      const share = ms / plan.executionMs!;
      if (ms < 5 || share < 0.1) return [];
      const calls = numberOf(trigger, "Calls") ?? 0;
      const constraint = textOf(trigger, "Constraint Name");
      const name = constraint === undefined ? `The trigger ${textOf(trigger, "Trigger Name") ?? ""}` : `The foreign key ${constraint}`;
      const missing = constraint === undefined || catalog === undefined ? undefined : withoutIndex(catalog, constraint);
      const advice =
        constraint === undefined
          ? "Do in it only what must be done for each row; FOR EACH STATEMENT with transition tables does the rest once."
          : missing === undefined
            ? "Check that the referencing columns are indexed: each row that is changed or deleted is looked for there."
            : `${missing} has no index that begins with the columns of this foreign key, so that each check reads the whole table. Give it one.`;
      return [{ rule: "plan/trigger-share", severity: "warning", saw: `${name} ran ${counted(calls, "time")} and took ${inMs(ms)}${calls > 0 ? `, ${inMs(ms / calls)} each` : ""}.`, matters: `${inPercent(Math.min(1, share))} of the execution is spent in it.`, share: Math.min(1, share), advice }];
    });
  },
};

/** The table whose foreign key of this name no whole index leads with. */
function withoutIndex(catalog: Catalog, constraint: string): string | undefined {
  for (const table of catalog.tables) {
    const key = table.constraints.find((one) => one.name === constraint && one.form === "foreignKey");
    if (key === undefined) continue;
    const wanted = [...key.columns].sort().join("\0");
    const led = table.indexes.some((index) => index.valid && index.predicate === undefined && [...index.columns.slice(0, key.columns.length)].sort().join("\0") === wanted);
    if (!led) return table.name;
  }
  return undefined;
}
