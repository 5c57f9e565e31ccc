import { counted } from "../counted.ts";
import type { Nouns } from "../nouns.ts";
import { nounsOf } from "../nouns.ts";
import type { Destruction } from "./facts.ts";

/** What a destruction does and what is lost, for people: "orders.note: the column is dropped, 3 rows are lost". */
export function tellDestruction(loss: { readonly object: string; readonly how: Destruction["how"]; readonly rows?: number }, nouns: Nouns = nounsOf(undefined)): string {
  const lost = loss.rows === undefined ? "" : `, ${counted(loss.rows, nouns.row)} ${loss.rows === 1 ? "is" : "are"} lost`;
  return `${loss.object}: ${words(nouns)[loss.how]}${lost}`;
}

function words({ row, column }: Nouns): Readonly<Record<Destruction["how"], string>> {
  return {
    drop: "it is dropped",
    dropCascade: "it is dropped with all that depends on it",
    truncate: `all its ${row}s are deleted`,
    deleteAll: `all its ${row}s are deleted`,
    updateAll: `all its ${row}s are overwritten`,
    lossyType: "its new type cannot hold every value",
    dropColumn: `the ${column} is dropped`,
    dropDatabase: "the database is dropped",
    replace: "it is replaced",
  };
}
