import { cellOf, typeName, presentable } from "./bson/write.ts";
import { docsIn, isDoc, numberOf, type Doc, type Value } from "./bson/value.ts";
import type { Command } from "./command.ts";
import type { Cell, ColumnInfo, Result } from "../engine.ts";
import { statementError } from "./errors.ts";

/** Documents as rows: the columns are their top-level fields in the order in which they are first seen; a field that a document lacks is null. */
export function tableOf(documents: readonly Doc[]): { readonly columns: readonly ColumnInfo[]; readonly rows: readonly (readonly Cell[])[] } {
  const types = new Map<string, Set<string>>();
  for (const document of documents) {
    for (const [name, value] of document) {
      const seen = types.get(name) ?? new Set<string>();
      if (value !== null || seen.size === 0) seen.add(typeName(value));
      types.set(name, seen);
    }
  }
  const columns = [...types].map(([name, seen]) => ({ name, type: [...seen].filter((type) => type !== "null" || seen.size === 1).join(" | ") }));
  return { columns, rows: documents.map((document) => columns.map(({ name }) => (document.has(name) ? cellOf(document.get(name)) : null))) };
}

/** Commands whose reply says nothing that a person has not said. */
const silent = new Set(["create", "drop", "dropDatabase", "collMod", "renameCollection", "createIndexes", "dropIndexes", "killCursors", "endSessions", "refreshSessions"]);
const bookkeeping = new Set(["ok", "$clusterTime", "operationTime", "electionId", "opTime", "$configServerState", "lastCommittedOpTime", "raw", "writeErrors", "writeConcernError"]);

/** The result of a command that gave no cursor. Throws StatementError for the first of its writeErrors. */
export function resultOf(command: Command, reply: Doc, maxRows: number): Result {
  throwWriteErrors(command, reply);
  const notices = noticesOf(command, reply);
  const named = { command: command.name, notices };
  switch (command.name.toLowerCase()) {
    case "insert":
    case "delete":
      return { ...named, columns: [], rows: [], rowCount: numberOf(reply.get("n")) ?? 0 };
    case "update":
      return { ...named, columns: [], rows: [], rowCount: (numberOf(reply.get("nModified")) ?? 0) + docsIn(reply, "upserted").length };
    case "count":
      return { ...named, columns: [{ name: "n", type: "int" }], rows: maxRows > 0 ? [[numberOf(reply.get("n")) ?? 0]] : [], rowCount: 1 };
    case "distinct": {
      const values = reply.get("values");
      return documentsResult((Array.isArray(values) ? (values as Value[]) : []).map((value) => new Map([["value", value]])), named, maxRows);
    }
    case "findandmodify": {
      const value = reply.get("value");
      const changed = reply.get("lastErrorObject");
      return { ...documentsResult(isDoc(value) ? [value] : [], named, maxRows), rowCount: (isDoc(changed) ? numberOf(changed.get("n")) : undefined) ?? (isDoc(value) ? 1 : 0) };
    }
    default: {
      if (silent.has(command.name)) return { ...named, columns: [], rows: [], rowCount: 0 };
      const told = new Map([...reply].filter(([name]) => !bookkeeping.has(name)));
      return documentsResult([told.size === 0 ? new Map([["ok", reply.get("ok")]]) : told], named, maxRows);
    }
  }
}

function documentsResult(documents: readonly Doc[], named: Pick<Result, "command" | "notices">, maxRows: number): Result {
  return { ...named, ...tableOf(documents.slice(0, maxRows)), rowCount: documents.length };
}

function noticesOf(command: Command, reply: Doc): string[] {
  const note = reply.get("note");
  const concern = reply.get("writeConcernError");
  return [
    ...(typeof note === "string" ? [note] : []),
    ...(reply.get("createdCollectionAutomatically") === true && command.target !== undefined ? [`The collection ${command.target} did not exist and was created.`] : []),
    ...(isDoc(concern) ? [`The write is done, but not yet as safe as asked for: ${String(concern.get("errmsg"))}`] : []),
  ];
}

const listOf: Readonly<Record<string, string>> = { insert: "documents", update: "updates", delete: "deletes" };

/** Throws the StatementError of the first write that failed. */
export function throwWriteErrors(command: Command, reply: Doc): void {
  const errors = docsIn(reply, "writeErrors");
  const [first] = errors;
  if (first === undefined) return;
  const list = listOf[command.name.toLowerCase()];
  const index = numberOf(first.get("index")) ?? 0;
  const details = first.get("errInfo");
  const done = numberOf(reply.get("n")) ?? 0;
  const message = [String(first.get("errmsg")), isDoc(details) ? JSON.stringify(presentable(details)) : "", errors.length > 1 ? `(and ${errors.length - 1} more)` : ""].filter((part) => part !== "").join(" ");
  throw statementError(numberOf(first.get("code")) ?? 8, message, {
    command,
    ...(list === undefined ? {} : { within: [list, index] }),
    ...(done > 0 ? { next: `${done} of its documents were written before it failed; outside of a transaction they stay.` } : {}),
  });
}
