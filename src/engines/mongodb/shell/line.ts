import type { MongoCommand } from "../mongoCommand.ts";
import type { Call, Link } from "./call.ts";
import { collectionCommand } from "./collectionMethods.ts";
import { databaseCommand, showCommand } from "./databaseMethods.ts";
import { scalarAt } from "./extended.ts";
import { parseValue } from "./parseValue.ts";
import type { Reader } from "./reader.ts";
import { unquoted } from "./strings.ts";
import { textOf } from "./value.ts";
import type { ScalarValue, Value } from "./value.ts";

/** A line of the shell as a command: `db.orders.find({…}).sort({…})`, `show collections`. Throws UnreadableText. */
export function parseLine(reader: Reader): MongoCommand {
  const first = reader.next();
  const word = first.kind === "word" ? reader.word(first) : "";
  if (word === "show") return showCommand(reader, first);
  if (word === "use") return reader.fail(first, "A connection works on one database: name another one in the connection's URL");
  if (word !== "db") return reader.fail(first, `${reader.found(first)}, which is no command: write a document as {"find": "orders"}, or a line as db.orders.find({…})`);
  const links = chain(reader);
  const rest = reader.peek();
  if (rest !== undefined) reader.fail(rest, `${reader.found(rest)}, after the end of the line`);
  const at = links.findIndex((link) => link.given !== undefined);
  if (at === -1) return reader.fail(undefined, "A call is missing: write db.orders.find({…})");
  const place = { start: first.start, end: reader.text.trimEnd().length };
  const viaCall = at === 0 && links[0]?.name === "getCollection";
  if (links[0]?.name === "getSiblingDB") return reader.fail(links[0], "A connection works on one database: name another one in the connection's URL");
  if (at === 0 && !viaCall) return databaseCommand(reader, calls(reader, links), place);
  const methods = calls(reader, links.slice(viaCall ? 1 : at));
  if (methods.length === 0) return reader.fail(undefined, "A call is missing after the collection: write .find({…})");
  return collectionCommand(reader, viaCall ? named(reader, links[0]) : joined(links.slice(0, at)), methods, place);
}

function chain(reader: Reader): Link[] {
  const links: Link[] = [];
  for (;;) {
    if (reader.take(".")) {
      const token = reader.next();
      if (token.kind !== "word") reader.fail(token, `${reader.found(token)}, where a name must stand`);
      links.push(called(reader, { name: reader.word(token), start: token.start, end: token.end }));
    } else if (reader.take("[")) {
      const token = reader.next();
      if (token.kind !== "string") reader.fail(token, `${reader.found(token)}, where a collection's name in quotes must stand`);
      reader.expect("]", "the name");
      links.push(called(reader, { name: unquoted(reader, token), start: token.start, end: token.end }));
    } else return links;
  }
}

function called(reader: Reader, link: Link): Link {
  if (!reader.take("(")) return link;
  const given: Value[] = [];
  while (!reader.sees(")")) {
    given.push(parseValue(reader));
    if (!reader.sees(")") && !reader.take(",")) reader.fail(reader.peek(), `${reader.found(reader.peek())}, where a comma or ) must stand`);
  }
  reader.next();
  return { ...link, given };
}

function calls(reader: Reader, links: readonly Link[]): Call[] {
  return links.map((link) => (link.given === undefined ? reader.fail(link, `${link.name} is not called: write ${link.name}(…)`) : { ...link, given: link.given }));
}

function named(reader: Reader, link: Link | undefined): ScalarValue {
  const given = link?.given?.[0];
  const name = textOf(given);
  if (given?.kind !== "scalar" || name === undefined) return reader.fail(given ?? link, 'getCollection is given a name: db.getCollection("orders")');
  return given;
}

function joined(links: readonly Link[]): ScalarValue {
  return scalarAt({ start: links[0]?.start ?? 0, end: links.at(-1)?.end ?? 0 }, links.map((link) => link.name).join("."));
}
