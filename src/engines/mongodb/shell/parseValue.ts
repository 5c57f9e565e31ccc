import { constructed, isConstructor } from "./constructors.ts";
import { regexValue } from "./regex.ts";
import type { Reader } from "./reader.ts";
import { unquoted } from "./strings.ts";
import type { Token } from "./tokens.ts";
import type { ArrayValue, DocumentValue, Field, Placed, ScalarValue, Value } from "./value.ts";

/** BSON itself holds no more (https://www.mongodb.com/docs/manual/reference/limits/). */
const deepest = 100;

/** Reads one value: JSON, or a literal of mongosh. Nothing is evaluated. Throws UnreadableText. */
export function parseValue(reader: Reader, depth = 0): Value {
  const token = reader.peek();
  if (depth > deepest) reader.fail(token, `Documents may be nested ${deepest} deep, this one is deeper`);
  if (token === undefined) return reader.fail(token, "A value is missing at the end");
  const word = reader.word(token);
  switch (token.kind) {
    case "string":
      return scalar(reader.next(), unquoted(reader, token));
    case "number":
      return number(reader, reader.next(), "");
    case "regex":
      return regexValue(reader.next(), word);
    case "word":
      return named(reader, token, word, depth);
    case "mark":
      if (word === "{") return parseDocument(reader, depth);
      if (word === "[") return parseArray(reader, depth);
      if (word === "-" || word === "+") return signed(reader, word);
  }
  return reader.fail(token, `${reader.found(token)}, where a value must stand`);
}

export function parseDocument(reader: Reader, depth = 0): DocumentValue {
  const open = reader.expect("{", "a document");
  const fields: Field[] = [];
  while (!reader.sees("}")) {
    const place = reader.next();
    const name = fieldName(reader, place);
    reader.expect(":", `field ${name}`);
    fields.push({ name, place: { start: place.start, end: place.end }, value: parseValue(reader, depth + 1) });
    if (!reader.sees("}") && !reader.take(",")) reader.fail(reader.peek(), `${reader.found(reader.peek())}, where a comma or the end of the document must stand`);
  }
  return { kind: "document", fields, start: open.start, end: reader.next().end };
}

function fieldName(reader: Reader, token: Token): string {
  if (token.kind === "string") return unquoted(reader, token);
  const word = reader.word(token);
  if (token.kind === "word" || (token.kind === "number" && /^\d+$/.test(word))) return word;
  return reader.fail(token, `${reader.found(token)}, where a field's name must stand`);
}

function parseArray(reader: Reader, depth: number): ArrayValue {
  const open = reader.expect("[", "an array");
  const items: Value[] = [];
  while (!reader.sees("]")) {
    items.push(parseValue(reader, depth + 1));
    if (!reader.sees("]") && !reader.take(",")) reader.fail(reader.peek(), `${reader.found(reader.peek())}, where a comma or the end of the array must stand`);
  }
  return { kind: "array", items, start: open.start, end: reader.next().end };
}

function signed(reader: Reader, sign: string): ScalarValue {
  const mark = reader.next();
  const token = reader.peek();
  if (token?.kind === "word" && reader.word(token) === "Infinity") return scalar({ start: mark.start, end: reader.next().end }, sign === "-" ? -Infinity : Infinity);
  if (token?.kind !== "number") return reader.fail(token, `${reader.found(token)}, where a number must stand`);
  return { ...number(reader, reader.next(), sign === "-" ? "-" : ""), start: mark.start };
}

function number(reader: Reader, token: Token, sign: string): ScalarValue {
  const word = reader.word(token);
  if (word.endsWith("n")) return reader.fail(token, `${word} is a number of JavaScript alone: write NumberLong("${word.slice(0, -1)}")`);
  const size = Number(word);
  return { ...scalar(token, sign === "-" ? -size : size), literal: `${sign}${word}` };
}

function named(reader: Reader, token: Token, word: string, depth: number): Value {
  switch (word) {
    case "true":
    case "false":
      return scalar(reader.next(), word === "true");
    case "null":
      return scalar(reader.next(), null);
    case "NaN":
    case "Infinity":
      return scalar(reader.next(), Number(word));
    case "undefined":
      return reader.fail(token, "undefined cannot be stored: write null, or leave the field out");
    case "new":
      reader.next();
      return { ...parseValue(reader, depth + 1), start: token.start };
  }
  if (!isConstructor(word)) return reader.fail(token, `${word} is not known here: ${known}`);
  return call(reader, depth);
}

const known = 'nothing is evaluated, and understood are JSON, names of fields without quotes, regular expressions, ObjectId("…"), ISODate("…"), new Date("…"), NumberInt, NumberLong, NumberDecimal, UUID, BinData, Timestamp, MinKey and MaxKey';

/** `ObjectId("…")`, `ObjectId.createFromHexString("…")`, `MinKey`. */
function call(reader: Reader, depth: number): Value {
  const first = reader.next();
  let name = reader.word(first);
  while (reader.sees(".")) {
    reader.next();
    name += `.${reader.word(reader.next())}`;
  }
  if (name.includes(".") && !isConstructor(name)) reader.fail(first, `${name} is not known here: ${known}`);
  const given: Value[] = [];
  let end = first.end;
  if (reader.take("(")) {
    while (!reader.sees(")")) {
      given.push(parseValue(reader, depth + 1));
      if (!reader.sees(")") && !reader.take(",")) reader.fail(reader.peek(), `${reader.found(reader.peek())}, where a comma or ) must stand`);
    }
    end = reader.next().end;
  }
  return constructed(name, given, { start: first.start, end });
}

function scalar({ start, end }: Placed, value: ScalarValue["value"]): ScalarValue {
  return { kind: "scalar", value, start, end };
}
