import { BSON } from "mongodb";
import { decode, slices } from "./bson/decode.ts";
import { isDoc, numberOf, type Doc, type Value } from "./bson/value.ts";
import { type Command, commandOf } from "./command.ts";
import type { RawReply, SendOptions, Wire } from "./wire.ts";

/** One reply of a cursor: its documents still as bytes. */
export interface Batch {
  readonly id: Value;
  readonly namespace: string;
  readonly documents: readonly Uint8Array[];
}

/** The batch in a reply; undefined where the command gave no cursor. */
export function batchOf(reply: RawReply): Batch | undefined {
  const bytes = reply["cursor"];
  if (!(bytes instanceof Uint8Array)) return undefined;
  let documents: readonly Uint8Array[] | undefined;
  for (const [, nameOffset, nameLength, offset, length] of BSON.onDemand.parseToElements(bytes)) {
    const name = Buffer.from(bytes.buffer, bytes.byteOffset + nameOffset, nameLength).toString("latin1");
    if (name === "firstBatch" || name === "nextBatch") documents = slices(bytes.subarray(offset, offset + length));
  }
  if (documents === undefined) return undefined;
  const head = headOf(bytes);
  return { id: head.get("id"), namespace: String(head.get("ns")), documents };
}

function headOf(bytes: Uint8Array): Doc {
  const { id, ns } = BSON.deserialize(bytes, { promoteValues: false, raw: true });
  return new Map<string, Value>([["id", id as Value], ["ns", typeof ns === "string" ? ns : String(ns)]]);
}

export function isExhausted(batch: Batch): boolean {
  return (numberOf(batch.id) ?? 0) === 0;
}

/** The batches of a command that gives a cursor, the first one from `first`; the cursor is ended where the reader stops early. */
export async function* batches(wire: Wire, first: Batch, options: SendOptions & { readonly batchSize?: number }): AsyncIterable<readonly Uint8Array[]> {
  let batch = first;
  let ended = false;
  try {
    for (;;) {
      ended = isExhausted(batch);
      yield batch.documents;
      if (ended) return;
      ended = true;
      const next: Batch | undefined = batchOf(await wire.send(getMore(batch, options.batchSize), options));
      if (next === undefined) return;
      batch = next;
      ended = isExhausted(batch);
    }
  } finally {
    if (!ended) await wire.send(killCursors(batch)).catch(() => undefined);
  }
}

function getMore({ id, namespace }: Batch, batchSize: number | undefined): Command {
  const document = new Map<string, Value>([["getMore", id], ["collection", collectionOf(namespace)]]);
  if (batchSize !== undefined) document.set("batchSize", batchSize as never);
  return commandOf(document);
}

function killCursors({ id, namespace }: Batch): Command {
  return commandOf(new Map<string, Value>([["killCursors", collectionOf(namespace)], ["cursors", [id]]]));
}

function collectionOf(namespace: string): string {
  return namespace.slice(namespace.indexOf(".") + 1);
}

export function decodeAll(documents: readonly Uint8Array[]): Doc[] {
  return documents.map(decode);
}

/** A command that gives a cursor, asked to give batches of this size where it does not say one itself. */
export function withBatchSize(command: Command, size: number): Command {
  const document = new Map(command.document);
  const name = command.name;
  if (name === "find") {
    if (!document.has("batchSize")) document.set("batchSize", size as never);
  } else if (name === "aggregate" || name === "listCollections" || name === "listIndexes") {
    const cursor = document.get("cursor");
    if (name === "aggregate" && document.get("explain") === true) return command;
    if (cursor === undefined || (isDoc(cursor) && !cursor.has("batchSize"))) document.set("cursor", new Map<string, Value>([...(isDoc(cursor) ? cursor : []), ["batchSize", size as never]]));
  } else return command;
  return { ...command, document };
}
