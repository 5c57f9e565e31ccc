import type { TriggerObject } from "../../../core/catalog/catalog.ts";

/** "BEFORE INSERT", "AFTER UPDATE", …: the moment that triggers of one table share. */
export function momentOf(trigger: TriggerObject): string {
  return /^CREATE DEFINER=\S+ TRIGGER `(?:[^`]|``)+` (BEFORE|AFTER) (INSERT|UPDATE|DELETE) /.exec(trigger.definition)?.slice(1).join(" ") ?? "";
}

/** Moment by moment, in the order in which they fire: each names the one that it follows. */
export function orderedTriggers(triggers: readonly TriggerObject[]): TriggerObject[] {
  return triggers
    .map((trigger, at) => ({ trigger, at, moment: momentOf(trigger) }))
    .sort((a, b) => (a.moment === b.moment ? a.at - b.at : a.moment < b.moment ? -1 : 1))
    .map(({ trigger }) => trigger);
}
