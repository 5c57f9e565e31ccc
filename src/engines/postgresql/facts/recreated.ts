import type { ObjectKind, ObjectRef, StatementFacts } from "../../../core/script/facts.ts";

/** Kinds that hold a definition only: dropping and making them again in one script loses nothing. */
const definitions: readonly ObjectKind[] = ["view", "materializedView", "routine"];

const key = (object: ObjectRef): string => `${object.kind} ${object.schema ?? ""} ${object.name}`;

/** Takes views and routines that the same script makes again out of `destroys`. A CASCADE stays: it takes others with it. */
export function keepRecreated(statements: readonly StatementFacts[]): readonly StatementFacts[] {
  const lastMade = new Map<string, number>();
  statements.forEach((facts, index) => facts.defines.forEach((object) => definitions.includes(object.kind) && lastMade.set(key(object), index)));
  if (lastMade.size === 0) return statements;
  return statements.map((facts, index) => {
    const destroys = facts.destroys.filter(({ object, how }) => how !== "drop" || (lastMade.get(key(object)) ?? -1) < index);
    return destroys.length === facts.destroys.length ? facts : { ...facts, destroys };
  });
}
