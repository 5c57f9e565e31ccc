import type { Catalog, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { reachesBeyond } from "../reach.ts";
import { plainWord, runningCode } from "../scan/runningCode.ts";

/** The trigger of a table or view whose function, or one that it calls, acts outside of the transaction, so that no rollback takes it back; undefined where none does. */
export function outsideTrigger(catalog: Catalog, relation: TableObject | ViewObject): string | undefined {
  return relation.triggers.find(({ definition, enabled }) => enabled !== "disabled" && reaches(catalog, definition))?.name;
}

/** Does a text call, through routines of this database too, what acts outside? */
export function reaches(catalog: Catalog, text: string): boolean {
  return everyTextBehind(catalog, text).some(reachesBeyond);
}

/** A text and the definitions of the routines that it calls, and those call. */
export function everyTextBehind(catalog: Catalog, text: string): string[] {
  const seen = new Set<string>();
  const texts = [text];
  for (let at = 0; at < texts.length; at += 1) {
    const words = new Set([...runningCode(texts[at]!).matchAll(/[\w$\u0080-\u{10ffff}]+/gu)].map(([word]) => plainWord(word).toLowerCase()));
    for (const routine of catalog.routines) {
      const key = `${routine.schema}.${routine.name}(${routine.signature})`;
      if (seen.has(key) || !words.has(plainWord(routine.name).toLowerCase())) continue;
      seen.add(key);
      texts.push(routine.definition);
    }
  }
  return texts;
}
