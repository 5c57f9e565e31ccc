import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { reachesBeyond } from "../reach.ts";
import { plainWord, runningCode } from "../scan/runningCode.ts";

/** The trigger of a table whose function, or one that it calls, acts outside of the transaction, so that no rollback takes it back; undefined where none does. */
export function outsideTrigger(catalog: Catalog, table: TableObject): string | undefined {
  return table.triggers.find(({ definition, enabled }) => enabled !== "disabled" && reaches(catalog, definition))?.name;
}

/** Does a text call, through routines of this database too, what acts outside? */
export function reaches(catalog: Catalog, text: string): boolean {
  const seen = new Set<string>();
  const queue = [text];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (reachesBeyond(next)) return true;
    const words = new Set([...runningCode(next).matchAll(/[\w$\u0080-\u{10ffff}]+/gu)].map(([word]) => plainWord(word).toLowerCase()));
    for (const routine of catalog.routines) {
      const key = `${routine.schema}.${routine.name}(${routine.signature})`;
      if (seen.has(key) || !words.has(plainWord(routine.name).toLowerCase())) continue;
      seen.add(key);
      queue.push(routine.definition);
    }
  }
  return false;
}
