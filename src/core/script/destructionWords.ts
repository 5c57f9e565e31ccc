import type { Destruction } from "./facts.ts";

/** What a destruction does, for people: "orders.note: the column is dropped". */
export const destructionWords: Readonly<Record<Destruction["how"], string>> = {
  drop: "it is dropped",
  dropCascade: "it is dropped with all that depends on it",
  truncate: "all its rows are deleted",
  deleteAll: "all its rows are deleted",
  updateAll: "all its rows are overwritten",
  lossyType: "its new type cannot hold every value",
  dropColumn: "the column is dropped",
  dropDatabase: "the database is dropped",
  replace: "it is replaced",
};
