import type { ObjectRef } from "../../../core/script/facts.ts";

/** Names a view or stored program, which hold a definition only; undefined for all else. A procedure and a function may share a name. */
export function definitionKey(object: ObjectRef): string | undefined {
  const defines = object.kind === "view" || object.kind === "routine" || object.kind === "trigger" || (object.kind === "other" && object.name.startsWith("event "));
  return defines ? `${object.kind} ${object.signature ?? ""} ${object.schema ?? ""} ${object.name}` : undefined;
}
