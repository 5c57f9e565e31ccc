import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import type { MongodbLink, OwnCommand } from "../link.ts";
import { batchedDocuments } from "../batched.ts";
import { inParallel } from "../inParallel.ts";
import { createCollection, createIndexes, createView, inOrder } from "../render/commandTexts.ts";

/** Collections of up to so many documents are sampled whole, unless more are asked for. */
const small = 1000;
const width = 6;

/** Makes the catalog on an empty database and copies documents, which a validator does not refuse: they were there before. */
export async function fillShadow(source: MongodbLink, target: Session & MongodbLink, catalog: Catalog, data: "schema" | "sample" | "copy", signal: AbortSignal, sampled = small): Promise<void> {
  const run = async (text: string): Promise<void> => {
    throwIfCancelled(signal);
    await target.run(text, { signal, maxRows: 0 });
  };
  await inParallel(catalog.tables, width, async (table) => {
    await run(createCollection(table));
    if (data !== "schema") await copyDocuments(source, target, table, data === "copy" ? "all" : sampled, signal);
    for (const text of createIndexes(table.name, table.indexes)) await run(text);
  });
  for (const view of inOrder(catalog.views)) await run(createView(view));
}

async function copyDocuments(source: MongodbLink, target: MongodbLink, { name, constraints }: TableObject, most: number | "all", signal: AbortSignal): Promise<void> {
  const from = most === "all" ? { find: name } : await sampleOf(source, name, most, signal);
  const keyed = constraints.length > 0;
  for await (const documents of batchedDocuments(source.documents(from, { signal }))) {
    // A sample may hold a document twice.
    const write = keyed ? { update: name, updates: documents.map((document) => ({ q: { _id: document.get("_id") }, u: document, upsert: true })) } : { insert: name, documents };
    await target.ask({ ...write, ordered: false, bypassDocumentValidation: true }, { signal });
  }
}

/** All of a small collection; of a larger one documents picked at random by the server, so that old and new shapes are among them. */
async function sampleOf(source: MongodbLink, name: string, most: number, signal: AbortSignal): Promise<OwnCommand> {
  let count = 0;
  for await (const _ of source.documents({ find: name, projection: { _id: 1 }, limit: most + 1 }, { signal })) count += 1;
  return count <= most ? { find: name } : { aggregate: name, pipeline: [{ $sample: { size: most } }], cursor: {} };
}
