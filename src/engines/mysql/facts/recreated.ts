import type { ObjectRef, StatementFacts } from "../../../core/script/facts.ts";

const key = (object: ObjectRef): string => `${object.kind} ${object.schema ?? ""} ${object.name}`;

/** Holds a definition only: dropping and making it again in one script loses nothing. */
function isDefinition(object: ObjectRef): boolean {
  return object.kind === "view" || object.kind === "routine" || object.kind === "trigger" || (object.kind === "other" && object.name.startsWith("event "));
}

/** Takes views and stored programs that the same script makes again out of `destroys`. */
export function keepRecreated(statements: readonly StatementFacts[]): readonly StatementFacts[] {
  const lastMade = new Map<string, number>();
  statements.forEach((facts, index) => facts.defines.forEach((object) => isDefinition(object) && lastMade.set(key(object), index)));
  if (lastMade.size === 0) return statements;
  return statements.map((facts, index) => {
    const destroys = facts.destroys.filter(({ object, how }) => how !== "drop" || (lastMade.get(key(object)) ?? -1) < index);
    return destroys.length === facts.destroys.length ? facts : { ...facts, destroys };
  });
}
