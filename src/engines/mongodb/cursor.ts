import { decode } from "./bson/decode.ts";
import { isDoc, type Doc, type Value } from "./bson/value.ts";
import { type Batch, batchOf, getMore, isExhausted, killCursors, type RawReply } from "./batch.ts";
import type { Command } from "./command.ts";
import type { SendOptions, Wire } from "./wire.ts";

export interface BatchOptions extends SendOptions {
  readonly batchSize?: number;
  /** The reader does not hold the session's turn: each further batch waits for it. */
  readonly queued: boolean;
}

/** The batches of a command that gives a cursor, the first one from `first`; the cursor is ended where the reader stops early. */
export async function* batches(wire: Wire, first: Batch, options: BatchOptions): AsyncIterable<readonly Uint8Array[]> {
  const send = (command: Command): Promise<RawReply> => (options.queued ? wire.exclusive(() => wire.send(command, options)) : wire.send(command, options));
  let batch = first;
  let ended = false;
  try {
    for (;;) {
      ended = isExhausted(batch);
      yield batch.documents;
      if (ended) return;
      ended = true;
      const next: Batch | undefined = batchOf(await send(getMore(batch, options.batchSize)));
      if (next === undefined) return;
      batch = next;
      ended = isExhausted(batch);
    }
  } finally {
    if (!ended) await wire.exclusive(() => wire.send(killCursors(batch))).catch(() => undefined);
  }
}

export function decodeAll(documents: readonly Uint8Array[]): Doc[] {
  return documents.map(decode);
}

/** A command that gives a cursor, asked to give batches of this size where it does not say one itself. */
export function withBatchSize(command: Command, size: number): Command {
  const document = new Map(command.document);
  const name = command.name;
  if (name === "find") {
    if (!document.has("batchSize")) document.set("batchSize", size);
  } else if (name === "aggregate" || name === "listCollections" || name === "listIndexes") {
    const cursor = document.get("cursor");
    if (name === "aggregate" && document.get("explain") === true) return command;
    if (cursor === undefined || (isDoc(cursor) && !cursor.has("batchSize"))) document.set("cursor", new Map<string, Value>([...(isDoc(cursor) ? cursor : []), ["batchSize", size]]));
  } else return command;
  return { ...command, document };
}
