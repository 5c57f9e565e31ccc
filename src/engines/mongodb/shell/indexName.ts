import { documentOf, ejsonText, itemsOf, numberOf, textOf, valueOf } from "./value.ts";
import type { DocumentValue, Value } from "./value.ts";
import { scalarAt } from "./extended.ts";

/** The name that drivers give to an index: `{a: 1, b: -1}` is "a_1_b_-1". */
export function indexName(key: DocumentValue): string {
  return key.fields.map((field) => `${field.name}_${textOf(field.value) ?? numberOf(field.value) ?? ejsonText(field.value)}`).join("_");
}

/** createIndexes with a name for each index, which the server wants and drivers add. */
export function indexedKeys(command: DocumentValue): DocumentValue {
  const fields = command.fields.map((field) => {
    if (field.name !== "indexes" || field.value.kind !== "array") return field;
    return { ...field, value: { ...field.value, items: itemsOf(field.value).map(named) } };
  });
  return { ...command, fields };
}

function named(index: Value): Value {
  const key = index.kind === "document" ? documentOf(valueOf(index, "key")) : undefined;
  if (index.kind !== "document" || key === undefined || valueOf(index, "name") !== undefined) return index;
  return { ...index, fields: [...index.fields, { name: "name", place: key, value: scalarAt(key, indexName(key)) }] };
}
