import type { TriggerObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { commentParts } from "./comment.ts";
import { identifier, objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

const ENABLED = { origin: "ENABLE", always: "ENABLE ALWAYS", replica: "ENABLE REPLICA", disabled: "DISABLE" } as const;

/** The triggers of a table or view, and whether they fire. */
export function triggerParts(relation: { readonly schema: string; readonly name: string; readonly triggers: readonly TriggerObject[] }, owner: string): Part[] {
  const target = objectName(relation);
  return relation.triggers.flatMap((trigger) => {
    const key = `trigger ${qualified(relation)}.${trigger.name}`;
    const name = identifier(trigger.name);
    const state = (enabled: TriggerObject["enabled"]): string => `ALTER TABLE ${target} ${ENABLED[enabled]} TRIGGER ${name}`;
    const parts: Part[] = [
      {
        key,
        object: key,
        family: "trigger",
        needs: [owner],
        text: trigger.definition,
        table: qualified(relation),
        within: [owner],
        state: trigger.definition,
        create: [trigger.definition],
        drop: [`DROP TRIGGER ${name} ON ${target}`],
      },
      ...commentParts(key, `TRIGGER ${name} ON ${target}`, trigger.comment, [owner]),
    ];
    if (trigger.enabled !== "origin") parts.push({ key: `${key}#enabled`, object: key, family: "setting", needs: [key], text: "", within: [key, owner], state: trigger.enabled, create: [state(trigger.enabled)], drop: [state("origin")] });
    return parts;
  });
}
