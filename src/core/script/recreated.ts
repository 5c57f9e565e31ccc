import type { ObjectRef, StatementFacts } from "./facts.ts";

/**
 * Takes what the same script makes again out of `destroys`: an object that holds a definition only loses nothing by that. `definitionKey` tells
 * such objects apart, and is undefined for all others. A CASCADE stays: it takes others with it.
 */
export function keepRecreated(statements: readonly StatementFacts[], definitionKey: (object: ObjectRef) => string | undefined): readonly StatementFacts[] {
  const lastMade = new Map<string, number>();
  statements.forEach((facts, index) => {
    for (const object of facts.defines) {
      const key = definitionKey(object);
      if (key !== undefined) lastMade.set(key, index);
    }
  });
  if (lastMade.size === 0) return statements;
  return statements.map((facts, index) => {
    const destroys = facts.destroys.filter(({ object, how }) => how !== "drop" || (lastMade.get(definitionKey(object) ?? "") ?? -1) < index);
    return destroys.length === facts.destroys.length ? facts : { ...facts, destroys };
  });
}
