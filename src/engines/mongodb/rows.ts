import { StatementError } from "../../core/errors.ts";
import type { KeepRows } from "../engine.ts";
import { documentsOf, type MongodbLink, type OwnCommand } from "./link.ts";
import { batchedDocuments } from "./batched.ts";
import { canonical } from "./bson/write.ts";
import { isDoc, numberOf, type Doc } from "./bson/value.ts";
import { readLines, writeLines } from "./rows/lines.ts";

/** Writes whole documents (or _id and the wanted fields), in the order of _id, as canonical Extended JSON. In a transaction: as that sees them. */
export function keepRows(access: MongodbLink, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
  const keyed = request.key.length > 0;
  const projection = keyed && request.columns !== undefined ? { projection: Object.fromEntries(["_id", ...request.columns].map((name) => [name, 1])) } : {};
  return writeLines(file, access.documents({ find: request.table, ...(keyed ? { sort: { _id: 1 } } : {}), ...projection }, { signal }));
}

/**
 * Brings documents back by their _id: whole ones replace what is there or are inserted, kept fields are set in documents that are there. Doing it again changes nothing.
 * Documents of a collection without a key come back into an empty one only. A validator does not refuse what was there before (that needs the role dbAdmin).
 * `rows`: how many documents of the file are there afterwards.
 */
export async function loadRows(access: MongodbLink, request: KeepRows, file: string, signal: AbortSignal): Promise<{ readonly rows: number }> {
  const bypass = (await hasValidator(access, request.table)) ? { bypassDocumentValidation: true } : {};
  const write = request.key.length === 0 ? await intoEmpty(access, request, signal) : request.columns === undefined ? replacing(request.table) : setting(request.table, request.columns);
  let rows = 0;
  for await (const batch of batchedDocuments(readLines(file))) {
    if (write === "compare") {
      await refuseMissing(access, request.table, batch, signal);
      rows += batch.length;
      continue;
    }
    const reply = await access.ask({ ...write(batch), ...bypass }, { signal });
    rows += numberOf(reply.get("n")) ?? 0;
  }
  return { rows };
}

type Write = (documents: readonly Doc[]) => OwnCommand;

function replacing(table: string): Write {
  return (documents) => ({ update: table, updates: documents.map((document) => ({ q: { _id: document.get("_id") }, u: document, upsert: true })), ordered: false });
}

function setting(table: string, columns: readonly string[]): Write {
  return (documents) => ({
    update: table,
    updates: documents.map((document) => {
      const there = columns.filter((name) => document.has(name));
      const gone = columns.filter((name) => !document.has(name));
      return {
        q: { _id: document.get("_id") },
        u: { ...(there.length === 0 ? {} : { $set: new Map(there.map((name) => [name, document.get(name)])) }), ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((name) => [name, ""])) }) },
      };
    }),
    ordered: false,
  });
}

/** A collection without a key is filled where it is empty; else each kept document must be there already. */
async function intoEmpty(access: MongodbLink, { table }: KeepRows, signal: AbortSignal): Promise<Write | "compare"> {
  const [one] = await documentsOf(access, { find: table, limit: 1 }, { signal });
  return one === undefined ? (documents) => ({ insert: table, documents, ordered: false }) : "compare";
}

async function refuseMissing(access: MongodbLink, table: string, documents: readonly Doc[], signal: AbortSignal): Promise<void> {
  const there = await documentsOf(access, { find: table, filter: { _id: { $in: documents.map((document) => document.get("_id")) } } }, { signal });
  const known = new Set(there.map((document) => canonical(document)));
  const absent = documents.filter((document) => !known.has(canonical(document))).length;
  if (absent === 0) return;
  throw new StatementError("other", "DE001", `${table} has no key and other documents by now; ${absent} of the kept ones are not among them.`, { next: "Empty the collection to bring the kept documents back, or merge them by hand from the snapshot's file." });
}

async function hasValidator(access: MongodbLink, name: string): Promise<boolean> {
  const [info] = await access.asideDocuments({ listCollections: 1, filter: { name } });
  const options = info?.get("options");
  return isDoc(options) && options.has("validator");
}
