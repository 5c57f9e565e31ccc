import type { ObjectKind, ObjectRef } from "../script/facts.ts";
import type { OrderRules } from "./orderInput.ts";

/** Names of these kinds share a space: a table and an index of one schema cannot have the same. */
const spaces: Readonly<Record<ObjectKind, string>> = {
  table: "r", view: "r", materializedView: "r", index: "r", sequence: "r", type: "t", domain: "t", routine: "f", column: "c", constraint: "k", trigger: "g", policy: "p",
  schema: "s", extension: "e", role: "u", database: "d", rows: "x", other: "o",
};

/** What makes two references mean the same object. */
export function keyOf(object: ObjectRef, rules: OrderRules): string {
  const space = spaces[object.kind];
  const schema = object.schema === undefined || object.schema === rules.defaultSchema ? "" : object.schema;
  if (space === "c" || space === "k" || space === "g" || space === "p") return `${space}:${schema}.${object.table ?? ""}.${object.name}`;
  return `${space}:${schema}.${object.name}`;
}

/** The key of the table that something lives under, or undefined. */
export function tableKeyOf(object: ObjectRef, rules: OrderRules): string | undefined {
  if (object.table === undefined) return undefined;
  return keyOf({ kind: "table", ...(object.schema !== undefined && { schema: object.schema }), name: object.table }, rules);
}

/** Every table, view and materialised view is a type too. */
export function relationKeyOfType(object: ObjectRef, rules: OrderRules): string | undefined {
  return object.kind === "type" || object.kind === "domain" ? keyOf({ ...object, kind: "table" }, rules) : undefined;
}

/** How a person calls it: "table app.users", "column users.email", "function total". */
export function nameOf(object: ObjectRef): string {
  const schema = object.schema === undefined || object.schema === "" ? "" : `${object.schema}.`;
  const words: Partial<Record<ObjectKind, string>> = { materializedView: "materialized view", routine: "function", other: "" };
  const kind = words[object.kind] ?? object.kind;
  const under = object.table !== undefined && object.kind !== "index" && object.kind !== "sequence" ? `${object.table}.` : "";
  return `${kind} ${schema}${under}${object.name}`.trim();
}
