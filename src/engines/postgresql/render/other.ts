import type { OtherObject } from "../../../core/catalog/catalog.ts";
import { identifier } from "./identifier.ts";
import type { Family, Part } from "./part.ts";

/** Objects that hang on finished tables, views and routines; every other kind comes before tables, as its text allows. */
const LATE: Readonly<Record<string, Family>> = { rule: "other", statistics: "other", publication: "other", subscription: "other", eventTrigger: "last", defaultPrivileges: "last" };

const FIRES: Readonly<Record<string, string>> = { disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" };

/** An object of a kind that has no room of its own. What cannot be recreated is left out. */
export function otherParts(other: OtherObject): Part[] {
  if (other.definition === undefined) return [];
  const key = otherKey(other);
  const setting = settingOf(other);
  return [
    {
      key,
      object: key,
      family: LATE[other.kind] ?? "early",
      needs: [],
      text: textOf(other.definition),
      state: other.definition,
      create: [other.definition],
      drop: other.drop === undefined ? [] : [other.drop],
    },
    ...(setting === undefined ? [] : [{ key: `${key}#setting`, object: key, family: "last" as const, needs: [key], text: "", within: [key], state: setting.create, create: [setting.create], drop: [setting.drop] }]),
  ];
}

export function otherKey(other: OtherObject): string {
  return `${other.kind} ${other.name}`;
}

/** The name under which other definitions mention it: an operator's stands without its operands. */
export function otherName(other: OtherObject): string {
  return other.kind === "operator" ? other.name.slice(0, other.name.lastIndexOf(" (")) : other.name;
}

/** A definition in several statements is the literal of a DO block; its names are inside. */
function textOf(definition: string): string {
  return /^DO E?'/.test(definition) ? definition.replace(/^DO E?'/, "").slice(0, -1).replaceAll("''", "'") : definition;
}

/** Whether it fires, or how much it samples, where that is not the usual. */
function settingOf({ kind, name, drop, facts }: OtherObject): { readonly create: string; readonly drop: string } | undefined {
  const fires = FIRES[facts["enabled"] ?? ""];
  if (kind === "eventTrigger" && fires !== undefined) return { create: `ALTER EVENT TRIGGER ${identifier(name)} ${fires}`, drop: `ALTER EVENT TRIGGER ${identifier(name)} ENABLE` };
  const rule = /^DROP RULE ("(?:[^"]|"")*"|[^" ]+) ON (.+)$/s.exec(drop ?? "");
  if (kind === "rule" && fires !== undefined && rule !== null) return { create: `ALTER TABLE ${rule[2]} ${fires} RULE ${rule[1]}`, drop: `ALTER TABLE ${rule[2]} ENABLE RULE ${rule[1]}` };
  const target = facts["target"];
  if (kind === "statistics" && target !== undefined && drop !== undefined) return { create: `ALTER STATISTICS ${drop.slice("DROP STATISTICS ".length)} SET STATISTICS ${target}`, drop: `ALTER STATISTICS ${drop.slice("DROP STATISTICS ".length)} SET STATISTICS -1` };
  return undefined;
}
