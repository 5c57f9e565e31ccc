import type { MongoCommand } from "../mongoCommand.ts";
import { changeCommand } from "./changeMethods.ts";
import type { Call } from "./call.ts";
import { atMost, documentGiven, isEmpty, optionFields, valueGiven, withFields } from "./call.ts";
import { commandOfDocument } from "../mongoCommand.ts";
import { documentAt, scalarAt } from "./extended.ts";
import { UnreadableText } from "./problem.ts";
import type { Reader } from "./reader.ts";
import { numberOf, textOf, valueOf } from "./value.ts";
import type { DocumentValue, Placed, ScalarValue, Value } from "./value.ts";

const readOptions = {
  allowDiskUse: "allowDiskUse", collation: "collation", comment: "comment", hint: "hint", let: "let", limit: "limit", max: "max", maxTimeMS: "maxTimeMS",
  min: "min", projection: "projection", returnKey: "returnKey", showRecordId: "showRecordId", skip: "skip", sort: "sort",
};

/** `find({…}).sort({…})`, `aggregate([…])`, `insertOne({…})` of a collection as one command. */
export function collectionCommand(reader: Reader, collection: ScalarValue, calls: readonly Call[], place: Placed): MongoCommand {
  const [first, ...more] = calls;
  if (first === undefined) return reader.fail(undefined, "A call is missing");
  if (first.name === "explain") {
    const [read, ...after] = more;
    if (read === undefined) throw new UnreadableText(first.start, "explain is followed by what it explains: .explain().find({…})");
    return explained(collectionCommand(reader, collection, [read, ...after], place), first);
  }
  const { command, cursor } = started(collection, first, place);
  const last = more.at(-1);
  if (last?.name === "explain") return explained(finished(command, cursor, more.slice(0, -1)), last);
  return finished(command, cursor, more);
}

type Cursor = "find" | "aggregate" | "none";

function started(collection: ScalarValue, call: Call, place: Placed): { readonly command: MongoCommand; readonly cursor: Cursor } {
  const of = (name: string, fields: Readonly<Record<string, Value | undefined>> = {}): DocumentValue => documentAt(place, { [name]: collection, ...fields });
  switch (call.name) {
    case "find":
    case "findOne": {
      atMost(call, 3);
      const [projection, options] = [documentGiven(call, 1), documentGiven(call, 2)];
      const one = call.name === "findOne" ? { limit: scalarAt(call, 1), singleBatch: scalarAt(call, true) } : {};
      const document = of("find", { filter: documentGiven(call, 0), projection: isEmpty(projection) ? undefined : projection, ...one });
      return { command: commandOfDocument(withFields(document, optionFields({ ...options, fields: options.fields.filter((field) => !shown.has(field.name)) }, readOptions))), cursor: call.name === "find" ? "find" : "none" };
    }
    case "aggregate": {
      const array = call.given[0]?.kind === "array" || call.given.length === 0;
      if (array) atMost(call, 2);
      const pipeline: Value = array && call.given[0] !== undefined ? call.given[0] : { kind: "array", items: call.given, start: call.start, end: call.end };
      const options = array ? documentGiven(call, 1).fields.filter((field) => !shown.has(field.name)) : [];
      return { command: commandOfDocument(withFields(of("aggregate", { pipeline }), options)), cursor: "aggregate" };
    }
    case "countDocuments":
    case "count":
      return { command: counted(of, call), cursor: "none" };
    case "estimatedDocumentCount":
      atMost(call, 0);
      return { command: commandOfDocument(of("count")), cursor: "none" };
    case "distinct": {
      atMost(call, 3);
      const key = valueGiven(call, 0, "a field's name in quotes");
      if (textOf(key) === undefined) throw new UnreadableText(key.start, "distinct is given a field's name in quotes");
      const query = documentGiven(call, 1);
      return { command: commandOfDocument(withFields(of("distinct", { key, query: isEmpty(query) ? undefined : query }), documentGiven(call, 2).fields)), cursor: "none" };
    }
    case "getIndexes":
      atMost(call, 0);
      return { command: commandOfDocument(of("listIndexes")), cursor: "none" };
    case "stats":
      return { command: commandOfDocument(of("collStats")), cursor: "none" };
    default:
      return { command: commandOfDocument(changeCommand(of, collection, call)), cursor: "none" };
  }
}

type Of = (name: string, fields?: Readonly<Record<string, Value | undefined>>) => DocumentValue;

/** As drivers count: by an aggregation, which a transaction takes too. */
function counted(of: Of, call: Call): MongoCommand {
  atMost(call, 2);
  const options = documentGiven(call, 1);
  const stage = (name: string, value: Value): Value => documentAt(call, { [name]: value });
  const stages = [stage("$match", documentGiven(call, 0))];
  for (const name of ["skip", "limit"]) {
    const value = valueOf(options, name);
    if (value !== undefined) stages.push(stage(`$${name}`, value));
  }
  stages.push(stage("$count", scalarAt(call, "n")));
  const rest = options.fields.filter((field) => field.name !== "skip" && field.name !== "limit");
  const command = commandOfDocument(withFields(of("aggregate", { pipeline: { kind: "array", items: stages, start: call.start, end: call.end } }), rest));
  return { ...command, whenEmpty: '{"n":0}' };
}

/** What only says how the answer is fetched and shown. */
const shown = new Set(["toArray", "pretty", "batchSize"]);

function finished(command: MongoCommand, cursor: Cursor, calls: readonly Call[]): MongoCommand {
  let { document } = command;
  for (const call of calls) {
    if (shown.has(call.name)) continue;
    if (cursor === "find" && (call.name === "count" || call.name === "size" || call.name === "itcount")) {
      document = documentAt(document, { count: valueOf(document, "find"), query: valueOf(document, "filter"), ...(call.name === "size" ? { limit: valueOf(document, "limit"), skip: valueOf(document, "skip") } : {}) });
      continue;
    }
    const name = call.name === "project" ? "projection" : call.name;
    const known = cursor === "find" ? name in readOptions : cursor === "aggregate" && ["hint", "maxTimeMS", "collation", "comment", "allowDiskUse"].includes(name);
    if (!known) throw new UnreadableText(call.start, `.${call.name}(…) is not known here${cursor === "none" ? "" : `; a ${cursor} takes ${cursor === "find" ? "sort, limit, skip, project, hint, collation, comment, maxTimeMS, allowDiskUse, count and explain" : "hint, maxTimeMS, collation, comment, allowDiskUse and explain"}`}`);
    document = set(document, name, call);
  }
  return { ...commandOfDocument(document), ...(command.whenEmpty === undefined ? {} : { whenEmpty: command.whenEmpty }) };
}

function set(document: DocumentValue, name: string, call: Call): DocumentValue {
  atMost(call, 1);
  const value = name === "allowDiskUse" ? (call.given[0] ?? scalarAt(call, true)) : valueGiven(call, 0, "an argument");
  if ((name === "limit" || name === "skip") && numberOf(value) === undefined) throw new UnreadableText(value.start, `${name} is given a number`);
  return { ...document, fields: [...document.fields.filter((field) => field.name !== name), { name, place: call, value }] };
}

function explained(command: MongoCommand, call: Call): MongoCommand {
  atMost(call, 1);
  const verbosity = call.given[0] ?? scalarAt(call, "queryPlanner");
  return commandOfDocument(documentAt(command.document, { explain: command.document, verbosity }));
}
