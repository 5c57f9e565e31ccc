import type { ChangeStep } from "../../engine.ts";
import { textLiteral } from "../catalog/texts.ts";
import type { Draft, Setting } from "./draft.ts";

const settings: readonly Setting[] = ["sql_mode", "time_zone", "system_versioning_alter_history"];

/** Puts SET statements before the steps that need them, and takes each back where a phase ends: rows are loaded between the phases as the session is. */
export function arranged(drafts: readonly Draft[]): ChangeStep[] {
  const used = settings.filter((name) => drafts.some((draft) => draft.settings?.[name] !== undefined));
  const steps: ChangeStep[] = [];
  const now = new Map<Setting, string>();
  let phase: ChangeStep["phase"] | undefined;
  const set = (name: Setting, value: string | undefined): void => {
    if (now.get(name) === value || phase === undefined) return;
    steps.push(setting(phase, `SET SESSION ${name} = ${value === undefined ? saved(name) : textLiteral(value)}`));
    if (value === undefined) now.delete(name);
    else now.set(name, value);
  };
  for (const { settings: wanted = {}, ...draft } of drafts) {
    if (phase === undefined) for (const name of used) steps.push(setting(draft.phase, `SET ${saved(name)} = @@SESSION.${name}`));
    else if (phase !== draft.phase) for (const name of used) set(name, undefined);
    phase = draft.phase;
    for (const name of used) set(name, wanted[name]);
    steps.push({ phase: draft.phase, sql: draft.sql, objects: draft.objects, destroys: draft.destroys ?? false });
  }
  for (const name of used) set(name, undefined);
  return steps;
}

function saved(name: Setting): string {
  return `@data_engineer_${name}`;
}

function setting(phase: ChangeStep["phase"], sql: string): ChangeStep {
  return { phase, sql, objects: [], destroys: false };
}
