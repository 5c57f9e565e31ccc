import type { ObjectRef } from "../../../core/script/facts.ts";

/** Names a view or routine, which hold a definition only; undefined for all else. */
export function definitionKey(object: ObjectRef): string | undefined {
  const defines = object.kind === "view" || object.kind === "materializedView" || object.kind === "routine";
  return defines ? `${object.kind} ${object.schema ?? ""} ${object.name}` : undefined;
}
