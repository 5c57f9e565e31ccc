import { ObjectId } from "mongodb";
import { randomUUID } from "node:crypto";
import { StatementError } from "../../core/errors.ts";
import type { MongodbLink, OwnCommand } from "./link.ts";
import { batchedDocuments } from "./batched.ts";
import { docsIn, isDoc, numberOf, truthy, type Doc, type Value } from "./bson/value.ts";
import { canonical } from "./bson/write.ts";
import type { Command } from "./command.ts";
import { journalCollection } from "./ownCollections.ts";

const batch = 500;

/**
 * Inverse operations for a server without transactions: before a command writes, the documents that it will change or remove are kept in a collection, and the
 * _ids of those that it will add. `undo` puts everything back, the last change first. Others see the changes meanwhile, and what they write to the same
 * documents is put back too: it is a way back, no transaction.
 */
export class InverseJournal {
  private readonly access: MongodbLink;
  private readonly token = randomUUID();
  private readonly applier: boolean;
  private next = 0;
  /** What has run and could not be kept, in words. */
  readonly unkept: string[] = [];

  /** `applier`: the one applier's entries outlive it, and the next one undoes them. */
  constructor(access: MongodbLink, applier: boolean) {
    this.access = access;
    this.applier = applier;
  }

  /** Keeps what the command will touch; gives the command to send, whose new documents have their _ids by then. */
  async before(command: Command): Promise<Command> {
    const { target, document } = command;
    if (target === undefined) return command;
    switch (command.name.toLowerCase()) {
      case "insert":
        return await this.beforeInsert(command, target);
      case "update":
        for (const item of docsIn(document, "updates")) await this.beforeUpdate(target, item);
        return command;
      case "delete":
        for (const item of docsIn(document, "deletes")) await this.keepMatching(target, { filter: item.get("q"), ...collationOf(item) });
        return command;
      case "findandmodify":
        await this.beforeFindAndModify(target, document);
        return command;
      case "aggregate":
        if (writingStage(document.get("pipeline"))) this.unkept.push(`the aggregation of ${target} that writes`);
        return command;
      default:
        return command;
    }
  }

  /** Puts back what was there. The number of documents. */
  async undo(): Promise<number> {
    return await undoEntries(this.access, { token: this.token });
  }

  async forget(): Promise<void> {
    if (this.next > 0) await this.access.aside({ delete: journalCollection, deletes: [{ q: { token: this.token }, limit: 0 }] });
  }

  private async beforeInsert(command: Command, target: string): Promise<Command> {
    const documents = docsIn(command.document, "documents").map((item): Doc => (item.has("_id") ? item : new Map<string, Value>([["_id", new ObjectId()], ...item])));
    const ids = documents.map((item) => item.get("_id"));
    const there = new Set((await this.access.asideDocuments({ find: target, filter: { _id: { $in: ids } }, projection: { _id: 1 } })).map((item) => canonical(item.get("_id"))));
    await this.keep(target, ids.filter((id) => !there.has(canonical(id))).map((id) => ({ id, before: null })));
    return { ...command, document: new Map<string, Value>([...command.document, ["documents", documents]]) };
  }

  private async beforeUpdate(target: string, item: Doc): Promise<void> {
    const filter = item.get("q");
    const kept = await this.keepMatching(target, { filter, ...collationOf(item) });
    if (kept > 0 || !truthy(item.get("upsert"))) return;
    const id = isDoc(filter) ? filter.get("_id") : undefined;
    if (id === undefined || isDoc(id)) this.unkept.push(`a document that an update adds to ${target}`);
    else await this.keep(target, [{ id, before: null }]);
  }

  private async beforeFindAndModify(target: string, document: Doc): Promise<void> {
    const sort = document.get("sort");
    const kept = await this.keepMatching(target, { filter: document.get("query") ?? {}, ...(isDoc(sort) ? { sort } : {}), limit: 1, ...collationOf(document) });
    if (kept === 0 && truthy(document.get("upsert"))) this.unkept.push(`a document that findAndModify adds to ${target}`);
  }

  private async keepMatching(target: string, query: OwnCommand): Promise<number> {
    let kept = 0;
    for await (const documents of batchedDocuments(this.access.documents({ find: target, ...query }))) {
      await this.keep(target, documents.map((document) => ({ id: document.get("_id"), before: document })));
      kept += documents.length;
    }
    return kept;
  }

  private async keep(target: string, entries: readonly { readonly id: Value; readonly before: Doc | null }[]): Promise<void> {
    for (let at = 0; at < entries.length; at += batch) {
      const documents = entries.slice(at, at + batch).map(({ id, before }) => ({ token: this.token, applier: this.applier, n: this.next++, collection: target, id, before }));
      const reply = await this.access.aside({ insert: journalCollection, documents, writeConcern: { w: "majority", j: true } });
      const [failed] = docsIn(reply, "writeErrors");
      if (failed !== undefined) throw unwritten(failed, `What ${target} holds could not be kept, so that the command that changes it was not sent`, `The user needs the right to write ${journalCollection}.`);
    }
  }
}

/** Undoes what an applier left that died in the middle; only the one that holds the applier's lock may. */
export function undoAbandoned(access: MongodbLink): Promise<number> {
  return undoEntries(access, { applier: true });
}

async function undoEntries(access: MongodbLink, filter: OwnCommand): Promise<number> {
  let done = 0;
  for (;;) {
    const entries = await access.asideDocuments({ find: journalCollection, filter, sort: { n: -1 }, limit: batch, singleBatch: true, batchSize: batch });
    if (entries.length === 0) return done;
    for (const entry of entries) await putBack(access, entry);
    await access.aside({ delete: journalCollection, deletes: entries.map((entry) => ({ q: { _id: entry.get("_id") }, limit: 1 })) });
    done += entries.length;
  }
}

async function putBack(access: MongodbLink, entry: Doc): Promise<void> {
  const collection = String(entry.get("collection"));
  const before = entry.get("before");
  const one = { q: { _id: entry.get("id") } };
  const reply = await access.aside(isDoc(before) ? { update: collection, updates: [{ ...one, u: before, upsert: true }], bypassDocumentValidation: true } : { delete: collection, deletes: [{ ...one, limit: 1 }] });
  const [failed] = docsIn(reply, "writeErrors");
  if (failed !== undefined && numberOf(failed.get("code")) !== undefined) throw unwritten(failed, `A document of ${collection} could not be put back`, `What it was is kept in ${journalCollection}.`);
}

function unwritten(failed: Doc, what: string, next: string): StatementError {
  return new StatementError("other", String(numberOf(failed.get("code")) ?? 8), `${what}: ${String(failed.get("errmsg"))}`, { next });
}

function collationOf(item: Doc): OwnCommand {
  const collation = item.get("collation");
  return isDoc(collation) ? { collation } : {};
}

function writingStage(pipeline: Value): boolean {
  return Array.isArray(pipeline) && (pipeline as readonly Value[]).some((stage) => isDoc(stage) && (stage.has("$out") || stage.has("$merge")));
}
