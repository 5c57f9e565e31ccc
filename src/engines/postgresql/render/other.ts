import type { OtherObject } from "../../../core/catalog/catalog.ts";
import type { Family, Part } from "./part.ts";

/** Objects that hang on finished tables, views and routines; every other kind comes before tables, as its text allows. */
const LATE: Readonly<Record<string, Family>> = { rule: "other", statistics: "other", publication: "other", subscription: "other", eventTrigger: "last", defaultPrivileges: "last" };

/** An object of a kind that has no room of its own. What cannot be recreated is left out. */
export function otherParts(other: OtherObject): Part[] {
  if (other.definition === undefined) return [];
  const key = `${other.kind} ${other.name}`;
  return [
    {
      key,
      object: key,
      family: LATE[other.kind] ?? "early",
      needs: [],
      text: other.definition,
      state: `${other.definition} ${JSON.stringify(Object.entries(other.facts).sort())}`,
      create: [other.definition],
      drop: other.drop === undefined ? [] : [other.drop],
    },
  ];
}
