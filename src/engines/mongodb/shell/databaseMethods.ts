import { commandOfDocument } from "../mongoCommand.ts";
import type { MongoCommand } from "../mongoCommand.ts";
import { atMost, documentGiven, valueGiven, withFields } from "./call.ts";
import type { Call } from "./call.ts";
import { documentAt, scalarAt } from "./extended.ts";
import { UnreadableText } from "./problem.ts";
import type { Reader } from "./reader.ts";
import type { Token } from "./tokens.ts";
import { textOf } from "./value.ts";
import type { Placed, Value } from "./value.ts";

/** `show collections`, `show dbs`. */
export function showCommand(reader: Reader, show: Token): MongoCommand {
  const token = reader.peek();
  const word = reader.word(token);
  const place = { start: show.start, end: token?.end ?? show.end };
  if (token !== undefined) reader.next();
  if (reader.peek() !== undefined) reader.fail(reader.peek(), `${reader.found(reader.peek())}, after the end of the line`);
  switch (word) {
    case "collections":
    case "tables":
      return command(place, { listCollections: 1, nameOnly: true });
    case "dbs":
    case "databases":
      return { ...command(place, { listDatabases: 1, nameOnly: true }), admin: true };
    case "users":
      return command(place, { usersInfo: 1 });
    default:
      return reader.fail(token ?? show, "show knows collections, dbs and users");
  }
}

/** `db.runCommand({…})`, `db.createCollection("orders")`. */
export function databaseCommand(reader: Reader, calls: readonly Call[], place: Placed): MongoCommand {
  const [call, ...more] = calls;
  if (call === undefined) return reader.fail(undefined, "A call is missing");
  const printed = more.find((one) => one.name !== "toArray" && one.name !== "pretty");
  if (printed !== undefined) reader.fail(printed, `${printed.name} is not known after ${call.name}`);
  switch (call.name) {
    case "runCommand":
      return run(call);
    case "adminCommand":
      return { ...run(call), admin: true };
    case "createCollection":
      atMost(call, 2);
      return commandOfDocument(withFields(documentAt(place, { create: nameOf(call, 0) }), documentGiven(call, 1).fields));
    case "createView": {
      atMost(call, 4);
      const fields = { create: nameOf(call, 0), viewOn: nameOf(call, 1), pipeline: call.given[2] ?? { kind: "array" as const, items: [], start: call.start, end: call.end } };
      return commandOfDocument(withFields(documentAt(place, fields), documentGiven(call, 3).fields));
    }
    case "dropDatabase":
      atMost(call, 0);
      return command(place, { dropDatabase: 1 });
    case "getCollectionNames":
      return command(place, { listCollections: 1, nameOnly: true });
    case "getCollectionInfos":
      atMost(call, 1);
      return commandOfDocument(documentAt(place, { listCollections: scalarAt(place, 1), filter: documentGiven(call, 0) }));
    case "aggregate":
      atMost(call, 1);
      return commandOfDocument(documentAt(place, { aggregate: scalarAt(place, 1), pipeline: valueGiven(call, 0, "an array of stages") }));
    case "stats":
      return command(place, { dbStats: 1 });
    case "version":
      return command(place, { buildInfo: 1 });
    default:
      throw new UnreadableText(call.start, `db.${call.name}(…) is not known here; write it as db.runCommand({…})`);
  }
}

function run(call: Call): MongoCommand {
  atMost(call, 1);
  const given = valueGiven(call, 0, "a command document");
  const name = textOf(given);
  if (name !== undefined) return commandOfDocument(documentAt(given, { [name]: scalarAt(given, 1) }));
  return commandOfDocument(documentGiven(call, 0));
}

function nameOf(call: Call, at: number): Value {
  const value = valueGiven(call, at, "a name in quotes");
  if (textOf(value) === undefined) throw new UnreadableText(value.start, `${call.name} is given a name in quotes here`);
  return value;
}

function command(place: Placed, fields: Readonly<Record<string, number | boolean>>): MongoCommand {
  return commandOfDocument(documentAt(place, Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, scalarAt(place, value)]))));
}
