import type { Command } from "./command.ts";
import type { Field, Value } from "./shell/value.ts";

/**
 * Where in a command's text an error's words point: at the field that the message names ('create.foo', $stage, "field"), else at the value of that name.
 * UTF-16 units; undefined where the message names nothing of the text. `within`: the path of the part that the server spoke of.
 */
export function offsetOf({ written, name }: Command, message: string, within: readonly (string | number)[] = []): number | undefined {
  if (written === undefined) return undefined;
  const part = at(written, within) ?? written;
  for (const word of named(message)) {
    for (const candidate of suffixes(word)) {
      const found = fieldNamed(part, candidate) ?? textThatIs(part, candidate);
      if (found !== undefined) return found;
    }
  }
  if (part !== written) return part.start;
  return /no such command/i.test(message) ? firstOf(written.fields, (field) => (field.name === name ? nameStart(field) : undefined)) : undefined;
}

/** Behind the quote, where there is one. */
function nameStart({ name, place }: Field): number {
  return place.start + (place.end - place.start > name.length ? 1 : 0);
}

function at(value: Value, path: readonly (string | number)[]): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inner = value.kind === "array" ? value.items[Number(step)] : value.kind === "document" ? value.fields.find((field) => field.name === step)?.value : undefined;
  return inner === undefined ? undefined : at(inner, rest);
}

/** Names in quotes, then operators, then what stands behind a word like "field": in the order in which they are likely to be the culprit. */
function named(message: string): string[] {
  const quoted = [...message.matchAll(/'([^'\s]+)'|"([^"\s]+)"|`([^`\s]+)`|\[([\w.$-]+)\]/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
  const operators = [...message.matchAll(/\$[a-zA-Z]\w*/g)].map(([word]) => word);
  const fields = [...message.matchAll(/(?:field|option|name|index|stage|operator|named|namespace|collection|ns)s?:? +([\w.$-]+)/gi)].map((match) => match[1] ?? "");
  const words = [...message.matchAll(/^(?:the )?([\w.$]+) (?:must|field|should|option)/gi)].map((match) => match[1] ?? "");
  return [...quoted, ...operators, ...fields, ...words];
}

/** "create.validator.x" may be spoken of by any of its ends; the longest first. */
function suffixes(word: string): string[] {
  const parts = word.replaceAll(/[.:]+$/g, "").split(".");
  return parts.map((_, from) => parts.slice(from).join(".")).filter((part) => part !== "");
}

function fieldNamed(value: Value, name: string): number | undefined {
  if (value.kind === "array") return firstOf(value.items, (item) => fieldNamed(item, name));
  return value.kind === "document" ? firstOf(value.fields, (field) => (field.name === name ? nameStart(field) : fieldNamed(field.value, name))) : undefined;
}

function textThatIs(value: Value, name: string): number | undefined {
  if (value.kind === "scalar") return value.value === name || value.value === `$${name}` ? value.start : undefined;
  return value.kind === "array" ? firstOf(value.items, (item) => textThatIs(item, name)) : firstOf(value.fields, (field) => textThatIs(field.value, name));
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => number | undefined): number | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
