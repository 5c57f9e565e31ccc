import { atMost, documentGiven, isEmpty, optionFields, valueGiven, withFields } from "./call.ts";
import type { Call } from "./call.ts";
import { documentAt, scalarAt } from "./extended.ts";
import { indexName } from "./indexName.ts";
import { UnreadableText } from "./problem.ts";
import { itemsOf, textOf, valueOf } from "./value.ts";
import type { ArrayValue, DocumentValue, Field, ScalarValue, Value } from "./value.ts";

/** A command on the collection: its name first, then the fields that are there. */
type CommandOf = (name: string, fields?: Readonly<Record<string, Value | undefined>>) => DocumentValue;

/** Methods that change something, as commands. Throws UnreadableText for those that are not known. */
export function changeCommand(of: CommandOf, collection: ScalarValue, call: Call): DocumentValue {
  switch (call.name) {
    case "insertOne":
    case "insertMany":
    case "insert":
      return insert(of, call);
    case "updateOne":
    case "updateMany":
    case "replaceOne":
      return update(of, call);
    case "deleteOne":
    case "deleteMany":
      return remove(of, call);
    case "findOneAndUpdate":
    case "findOneAndReplace":
    case "findOneAndDelete":
      return findAndModify(of, call);
    case "createIndex":
    case "createIndexes":
      return createIndexes(of, call);
    case "dropIndex":
      atMost(call, 1);
      return of("dropIndexes", { index: valueGiven(call, 0, "an index's name or key") });
    case "dropIndexes":
      atMost(call, 1);
      return of("dropIndexes", { index: call.given[0] ?? scalarAt(call, "*") });
    case "hideIndex":
    case "unhideIndex": {
      atMost(call, 1);
      const index = valueGiven(call, 0, "an index's name or key");
      return of("collMod", { index: documentAt(call, { [index.kind === "document" ? "keyPattern" : "name"]: index, hidden: scalarAt(call, call.name === "hideIndex") }) });
    }
    case "drop":
      atMost(call, 0);
      return of("drop");
    case "validate":
      return withFields(of("validate"), documentGiven(call, 0).fields);
    case "renameCollection": {
      atMost(call, 2);
      const to = valueGiven(call, 0, "the new name");
      return of("renameCollection", { to, dropTarget: call.given[1] });
    }
    default:
      throw new UnreadableText(call.start, `.${call.name}(…) is not known here; write it as a command document, as in {"find": ${JSON.stringify(collection.value)}}`);
  }
}

function insert(of: CommandOf, call: Call): DocumentValue {
  atMost(call, 2);
  const given = valueGiven(call, 0, call.name === "insertMany" ? "an array of documents" : "a document");
  if (call.name === "insertMany" && given.kind !== "array") throw new UnreadableText(given.start, "insertMany is given an array of documents: [{…}, {…}]");
  if (call.name === "insertOne" && given.kind !== "document") throw new UnreadableText(given.start, "insertOne is given a document: {…}");
  const options = optionFields(documentGiven(call, 1), { ordered: "ordered", comment: "comment", bypassDocumentValidation: "bypassDocumentValidation" });
  return withFields(of("insert", { documents: given.kind === "array" ? given : array(given, [given]) }), options);
}

function update(of: CommandOf, call: Call): DocumentValue {
  atMost(call, 3);
  const u = valueGiven(call, 1, call.name === "replaceOne" ? "the new document" : "the changes");
  checkChange(u, call);
  const known = { upsert: "upsert", arrayFilters: "arrayFilters", collation: "collation", hint: "hint", sort: "sort" };
  const multi = call.name === "updateMany" ? scalarAt(call, true) : undefined;
  const one = documentAt(call, { q: valueGiven(call, 0, "a filter"), u, multi });
  return of("update", { updates: array(call.given[0] ?? one, [withFields(one, optionFields(documentGiven(call, 2), known))]) });
}

/** A replacement where changes are meant would lose every other field; the shell refuses it too. */
function checkChange(value: Value, call: Call): void {
  const replaces = call.name === "replaceOne" || call.name === "findOneAndReplace";
  const operators = value.kind === "array" || (value.kind === "document" && value.fields[0]?.name.startsWith("$") === true);
  if (replaces && operators) throw new UnreadableText(value.start, `${call.name} is given a whole document, without operators like $set`);
  if (!replaces && !operators) throw new UnreadableText(value.start, `${call.name} is given operators, as in {$set: {…}}, or a pipeline; replaceOne replaces a document`);
}

function remove(of: CommandOf, call: Call): DocumentValue {
  atMost(call, 2);
  const q = valueGiven(call, 0, "a filter ({} for all)");
  const one = documentAt(call, { q, limit: scalarAt(call, call.name === "deleteOne" ? 1 : 0) });
  return of("delete", { deletes: array(q, [withFields(one, optionFields(documentGiven(call, 1), { collation: "collation", hint: "hint" }))]) });
}

function findAndModify(of: CommandOf, call: Call): DocumentValue {
  const deletes = call.name === "findOneAndDelete";
  atMost(call, deletes ? 2 : 3);
  const known = { sort: "sort", projection: "fields", collation: "collation", hint: "hint", maxTimeMS: "maxTimeMS", ...(deletes ? {} : { upsert: "upsert", arrayFilters: "arrayFilters", returnNewDocument: "new" }) };
  const change = deletes ? undefined : valueGiven(call, 1, "the changes");
  if (change !== undefined) checkChange(change, call);
  const base = of("findAndModify", { query: documentGiven(call, 0), update: change, remove: deletes ? scalarAt(call, true) : undefined });
  return withFields(base, optionFields(returnDocument(documentGiven(call, deletes ? 1 : 2)), known));
}

/** `returnDocument: "after"` and `returnNewDocument: true` mean the same. */
function returnDocument(options: DocumentValue): DocumentValue {
  return { ...options, fields: options.fields.map((field): Field => (field.name === "returnDocument" ? { ...field, name: "returnNewDocument", value: scalarAt(field.value, textOf(field.value) === "after") } : field)) };
}

function createIndexes(of: CommandOf, call: Call): DocumentValue {
  atMost(call, 2);
  const given = valueGiven(call, 0, "the index's key");
  const keys = given.kind === "array" ? itemsOf(given) : [given];
  const options = documentGiven(call, 1);
  if (keys.length > 1 && valueOf(options, "name") !== undefined) throw new UnreadableText(options.start, "Several indexes cannot have one name");
  const indexes = keys.map((key) => {
    if (key.kind !== "document" || isEmpty(key)) throw new UnreadableText(key.start, "An index's key is a document: {email: 1}");
    const name = valueOf(options, "name") === undefined ? { name: scalarAt(key, indexName(key)) } : {};
    return withFields(documentAt(key, { key, ...name }), options.fields);
  });
  return of("createIndexes", { indexes: array(given, indexes) });
}

function array({ start, end }: Value, items: readonly Value[]): ArrayValue {
  return { kind: "array", items, start, end };
}
