import { documentAt } from "./extended.ts";
import { UnreadableText } from "./problem.ts";
import type { DocumentValue, Field, Placed, Value } from "./value.ts";

/** `.name` or `.name(…)` of a line. */
export interface Link extends Placed {
  readonly name: string;
  readonly given?: readonly Value[];
}

export type Call = Link & { readonly given: readonly Value[] };

/** The argument at `at`: a document, or an empty one where it is not given. */
export function documentGiven(call: Call, at: number): DocumentValue {
  const value = call.given[at];
  if (value === undefined || (value.kind === "scalar" && value.value === null)) return documentAt(call, {});
  if (value.kind !== "document") throw new UnreadableText(value.start, `${call.name} is given a document here: {…}`);
  return value;
}

/** The argument at `at`, which must be there. */
export function valueGiven(call: Call, at: number, what: string): Value {
  const value = call.given[at];
  if (value === undefined) throw new UnreadableText(call.start, `${call.name} needs ${what}`);
  return value;
}

/** Refuses what would be passed over silently. */
export function atMost(call: Call, count: number): void {
  const extra = call.given[count];
  if (extra !== undefined) throw new UnreadableText(extra.start, `${call.name} is given more than it takes`);
}

/** The fields of an options document that a command knows under the names of `known`; others are refused. */
export function optionFields(options: DocumentValue, known: Readonly<Record<string, string>>): Field[] {
  return options.fields.map((field) => {
    const name = known[field.name];
    if (name === undefined) throw new UnreadableText(field.place.start, `The option ${field.name} is not known here; known are ${Object.keys(known).join(", ")}`);
    return { ...field, name };
  });
}

/** A document with more fields behind its own. */
export function withFields(document: DocumentValue, fields: readonly Field[]): DocumentValue {
  return { ...document, fields: [...document.fields, ...fields] };
}

export function isEmpty(document: DocumentValue): boolean {
  return document.fields.length === 0;
}
