import type { ConstraintObject, IndexObject } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { nameOf } from "../ownName.ts";
import { tokensOf } from "../scan/tokens.ts";
import { fold } from "./compare.ts";

/** True where an index or a constraint speaks of a column (folded), in an expression too. */
export function mentions(item: IndexObject | ConstraintObject, column: string, flavour: Flavour): boolean {
  if (item.columns.some((name) => fold(name) === column)) return true;
  const at = item.definition.indexOf("(");
  return tokensOf(item.definition.slice(at), flavour).some((token) => token.kind === "name" && fold(nameOf(token)) === column);
}
