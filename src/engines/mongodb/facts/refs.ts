import type { ObjectKind, ObjectRef, ObjectUse } from "../../../core/script/facts.ts";
import { textOf } from "../shell/value.ts";
import type { Value } from "../shell/value.ts";

/** The collection that a value names; undefined where it names none. */
export function collectionRef(value: Value | undefined): ObjectRef | undefined {
  const name = textOf(value);
  return name === undefined || name === "" ? undefined : { kind: "table", name };
}

export function indexRef(collection: string, name: string): ObjectRef {
  return { kind: "index", table: collection, name };
}

/** The collection that a value names, at its place in the script. */
export function useOf(value: Value | undefined, base: number, soft?: "soft"): ObjectUse[] {
  const ref = collectionRef(value);
  return ref === undefined ? [] : [placed(ref, value, base, soft)];
}

export function placed(ref: ObjectRef, value: Value | undefined, base: number, soft?: "soft"): ObjectUse {
  return { ...ref, ...(value === undefined ? {} : { start: base + value.start, end: base + value.end }), ...(soft === undefined ? {} : { soft: true }) };
}

export function named(kind: ObjectKind, value: Value | undefined): ObjectRef[] {
  const name = textOf(value);
  return name === undefined ? [] : [{ kind, name }];
}
