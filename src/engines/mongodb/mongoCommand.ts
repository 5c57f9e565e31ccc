import { documentAt } from "./shell/extended.ts";
import { indexedKeys } from "./shell/indexName.ts";
import { UnreadableText } from "./shell/problem.ts";
import { ejsonText, valueOf } from "./shell/value.ts";
import type { DocumentValue } from "./shell/value.ts";

/** One database command, read from a document or a shell line. */
export interface MongoCommand {
  readonly kind: "command";
  /** The first field's name: "create", "find", "createIndexes". */
  readonly name: string;
  /** As it is sent; values that stand in the text keep their places. */
  readonly document: DocumentValue;
  /** It goes to the database `admin`, as `show dbs` does; else to the connection's. */
  readonly admin?: true;
  /** The one document (Extended JSON) to show where the server gives none: a count of nothing. */
  readonly whenEmpty?: string;
}

/** A command document as it is sent: what the shell would add is added. Throws UnreadableText for what is no command. */
export function commandOfDocument(document: DocumentValue): MongoCommand {
  const [command] = document.fields;
  if (command === undefined) throw new UnreadableText(document.start, 'This document is empty: a command names itself first, as in {"create": "orders"}');
  const { name, place } = command;
  if (name === "runModule") throw new UnreadableText(place.start, "A module is run by its document alone");
  if (name.startsWith("$")) throw new UnreadableText(place.start, `${name} is a stage of an aggregation, and no collection is named: write db.orders.aggregate([…]) or {"aggregate": "orders", "pipeline": […]}`);
  const owned = document.fields.find((field) => driverFields.has(field.name));
  if (owned !== undefined) throw new UnreadableText(owned.place.start, `${owned.name} belongs to the driver: leave it out`);
  const twice = document.fields.find((field, at) => document.fields.findIndex((other) => other.name === field.name) < at);
  if (twice !== undefined) throw new UnreadableText(twice.place.start, `${twice.name} stands twice in this command`);
  return { kind: "command", name, document: completed(name, document), ...(adminCommands.has(name) ? { admin: true } : {}) };
}

/** What a driver sets for each command that it sends; `$db` would lead into another database. */
const driverFields = new Set(["$db", "lsid", "txnNumber", "startTransaction", "autocommit", "$clusterTime", "$readPreference"]);

/** Commands that the server takes on the database `admin` only, though they speak of another one. */
const adminCommands = new Set(["renameCollection"]);

function completed(name: string, document: DocumentValue): DocumentValue {
  if (name === "aggregate" && valueOf(document, "cursor") === undefined && valueOf(document, "explain") === undefined) {
    return { ...document, fields: [...document.fields, { name: "cursor", place: document, value: documentAt(document, {}) }] };
  }
  return name === "createIndexes" ? indexedKeys(document) : document;
}

/** A command as Extended JSON text, to be read with types kept (`EJSON.parse(text, { relaxed: false })`). */
export function commandText(command: MongoCommand): string {
  return ejsonText(command.document);
}
