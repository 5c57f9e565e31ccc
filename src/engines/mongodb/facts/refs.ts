import type { ObjectKind, ObjectRef, ObjectUse } from "../../../core/script/facts.ts";
import { ejsonText, textOf } from "../shell/value.ts";
import type { Field, Value } from "../shell/value.ts";

/** The collection that a value names; undefined where it names none. */
export function collectionRef(value: Value | undefined): ObjectRef | undefined {
  const name = textOf(value);
  return name === undefined || name === "" ? undefined : collectionNamed(name);
}

export function collectionNamed(name: string): ObjectRef {
  return { kind: "table", name, called: "collection" };
}

/** The collection that a writing command makes where it is missing: without options, as `create` alone would. */
export function madeAlong(collection: ObjectRef | undefined): ObjectRef[] {
  return collection === undefined ? [] : [{ ...collection, byUse: true, definition: definitionOf([]) }];
}

/** Two creations with equal fields are one for the server (since 7.0; before, it refuses the second). */
export function definitionOf(fields: readonly Field[]): string {
  return [...fields].map((field) => `${field.name}: ${ejsonText(field.value)}`).sort().join(", ");
}

export function indexRef(collection: string, name: string): ObjectRef {
  return { kind: "index", table: collection, name };
}

/** What the server does where the object is missing: "needed": it refuses; "passedOver": nothing; "soft": it takes it for an empty one. */
export type Need = "needed" | "passedOver" | "soft";

/** The collection that a value names, at its place in the script. */
export function useOf(value: Value | undefined, base: number, need: Need): ObjectUse[] {
  const ref = collectionRef(value);
  return ref === undefined ? [] : [placed(ref, value, base, need)];
}

export function placed(ref: ObjectRef, value: Value | undefined, base: number, need: Need): ObjectUse {
  return { ...ref, ...(value === undefined ? {} : { start: base + value.start, end: base + value.end }), ...(need === "needed" ? {} : need === "soft" ? { soft: true } : { soft: true, passedOver: true }) };
}

export function named(kind: ObjectKind, value: Value | undefined): ObjectRef[] {
  const name = textOf(value);
  return name === undefined ? [] : [{ kind, name }];
}
