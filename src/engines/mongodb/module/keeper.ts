import { decode } from "../bson/decode.ts";
import { isHidden } from "../ownCollections.ts";
import type { Doc } from "../bson/value.ts";
import type { AsideFiles } from "./asideFiles.ts";
import { idKey } from "./idKey.ts";
import { bare, sequence, type Touch, touchesOf } from "./touched.ts";

/** More ids than that are not remembered: the rest of the collection is kept whole then. */
const mostIds = 100_000;
/** Where one of so many documents is changed and nothing tells which, all of the collection is kept. */
const mostCandidates = 1000;
/** Of what cannot be foreseen so many documents of a collection are kept, and no more. */
const mostUnforeseen = 100_000;

type Fields = Readonly<Record<string, unknown>>;

/** How a keeper reads; documents as their bytes. */
export interface KeeperReader {
  find(collection: string, query: Fields, limit: number): AsyncIterable<Uint8Array>;
}

interface Collection {
  /** As it was called before the module ran. */
  readonly name: string;
  /** Documents without a key cannot be brought back among others: all are kept, or none. */
  readonly keyed: boolean;
  /** Nothing of it is left to be kept: all of it is, or it was not there before the module. */
  settled: boolean;
  /** _ids that are kept, or that the module itself added. */
  ids: Set<string>;
  kept: number;
}

/**
 * Keeps the documents that a module's commands are about to change or remove, as they were before the module ran: each once, and none that the module itself added.
 * One command after the other; a command is sent when `before` has ended.
 */
export class Keeper {
  private readonly reader: KeeperReader;
  private readonly files: AsideFiles;
  private readonly collections = new Map<string, Collection>();
  private queue: Promise<unknown> = Promise.resolve();
  readonly unkept: string[] = [];

  constructor(reader: KeeperReader, files: AsideFiles, there: readonly { readonly name: string; readonly type: string }[]) {
    this.reader = reader;
    this.files = files;
    for (const { name, type } of there) if (type !== "view" && !isHidden(name)) this.collections.set(name, { name, keyed: type !== "timeseries", settled: false, ids: new Set(), kept: 0 });
  }

  /** Throws where what the command touches cannot be read or written: it must not be sent then. */
  before(name: string, command: Fields): Promise<void> {
    const turn = this.queue.then(async () => {
      for (const touch of touchesOf(name, command)) await this.keep(touch, name);
      this.files.flush();
    });
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** What the server did: documents that it added are the module's own, a collection may have another name. */
  after(name: string, command: Fields, reply: Fields): void {
    if (name === "insert") this.own(String(command["insert"]), insertedIds(command, reply));
    const upserted = (reply["upserted"] as readonly { readonly _id: unknown }[] | undefined) ?? [];
    this.own(String(command[name]), upserted.map(({ _id }) => _id));
    const last = reply["lastErrorObject"] as { readonly upserted?: unknown } | null | undefined;
    if (last?.upserted !== undefined) this.own(String(command[name]), [last.upserted]);
    if (name === "renameCollection") this.rename(bare(String(command["renameCollection"])), bare(String(command["to"])));
  }

  /** A command that was sent without this keeper. */
  missed(name: string, command: Fields): void {
    if (touchesOf(name, command).length > 0) this.tellUnkept(`what ${name}${typeof command[name] === "string" ? ` changed in ${command[name]}` : ""}`);
  }

  /** How many documents are kept, by the collection's name before the module ran. */
  get kept(): readonly (readonly [collection: string, documents: number])[] {
    return [...this.collections.values()].filter(({ kept }) => kept > 0).map(({ name, kept }) => [name, kept]);
  }

  private async keep(touch: Touch, command: string): Promise<void> {
    const named = touch.which === "database" ? [...this.collections.values()] : [this.collections.get(touch.collection)];
    for (const collection of named) {
      if (collection === undefined || collection.settled) continue;
      if (touch.which === "unforeseen" && collection.keyed) await this.keepUnforeseen(touch.collection, collection, command);
      else if (touch.which !== "matching" || !collection.keyed) await this.keepAll(this.nameNow(collection), collection);
      else await this.keepMatching(touch, collection);
    }
  }

  private async keepMatching(touch: Extract<Touch, { readonly which: "matching" }>, collection: Collection): Promise<void> {
    let found = 0;
    for await (const bytes of this.reader.find(touch.collection, touch.query, touch.one ? mostCandidates + 1 : 0)) {
      found += 1;
      if (collection.ids.size < mostIds && (!touch.one || found <= mostCandidates)) this.add(collection, bytes);
      else return this.keepAll(touch.collection, collection);
    }
  }

  private async keepAll(now: string, collection: Collection): Promise<void> {
    for await (const bytes of this.reader.find(now, { filter: {} }, 0)) this.add(collection, bytes, false);
    this.settle(collection);
  }

  private async keepUnforeseen(now: string, collection: Collection, command: string): Promise<void> {
    let read = 0;
    for await (const bytes of this.reader.find(now, { filter: {} }, mostUnforeseen + 1)) {
      read += 1;
      if (read <= mostUnforeseen) this.add(collection, bytes);
      else return this.tellUnkept(`what ${command} changed in ${collection.name} beyond its first ${mostUnforeseen.toLocaleString("en")} documents, as nothing tells which ones it changes`);
    }
    this.settle(collection);
  }

  private add(collection: Collection, bytes: Uint8Array, remember = true): void {
    const document: Doc = decode(bytes);
    const id = idKey(document.get("_id"));
    if (collection.ids.has(id)) return;
    if (remember) collection.ids.add(id);
    this.files.add(collection.name, document);
    collection.kept += 1;
  }

  private settle(collection: Collection): void {
    collection.settled = true;
    collection.ids = new Set();
  }

  private own(name: string, ids: readonly unknown[]): void {
    const collection = this.collections.get(name);
    if (collection?.settled === false) for (const id of ids) collection.ids.add(idKey(id));
  }

  private rename(from: string, to: string): void {
    const collection = this.collections.get(from);
    this.collections.delete(from);
    if (collection === undefined) this.collections.delete(to);
    else this.collections.set(to, collection);
  }

  private nameNow(collection: Collection): string {
    return [...this.collections].find(([, one]) => one === collection)?.[0] ?? collection.name;
  }

  private tellUnkept(what: string): void {
    if (this.unkept.includes(what)) return;
    this.unkept.push(what);
    this.files.unkept(what);
  }
}

/** The _ids of the documents that were inserted. */
function insertedIds(command: Fields, reply: Fields): unknown[] {
  const ids = (sequence(command["documents"]) ?? []).map((document) => document["_id"]);
  const failed = ((reply["writeErrors"] as readonly { readonly index: number }[] | undefined) ?? []).map(({ index }) => index);
  return command["ordered"] === false ? ids.filter((_, at) => !failed.includes(at)) : ids.slice(0, failed[0]);
}
