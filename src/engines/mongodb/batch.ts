import { BSON } from "mongodb";
import { slices } from "./bson/decode.ts";
import { numberOf, type Doc, type Value } from "./bson/value.ts";
import { type Command, commandOf } from "./command.ts";

/** A reply as the driver gives it with its documents still bytes. */
export type RawReply = Readonly<Record<string, unknown>>;

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

export function getMore({ id, namespace }: Batch, batchSize: number | undefined): Command {
  const document = new Map<string, Value>([["getMore", id], ["collection", collectionOf(namespace)]]);
  if (batchSize !== undefined) document.set("batchSize", batchSize);
  return commandOf(document);
}

export function killCursors({ id, namespace }: Batch): Command {
  return commandOf(new Map<string, Value>([["killCursors", collectionOf(namespace)], ["cursors", [id]]]));
}

function collectionOf(namespace: string): string {
  return namespace.slice(namespace.indexOf(".") + 1);
}
