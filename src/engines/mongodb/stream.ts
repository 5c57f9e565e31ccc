import type { Result } from "../engine.ts";
import { decodeReply, decode } from "./bson/decode.ts";
import { numberOf } from "./bson/value.ts";
import type { Command } from "./command.ts";
import { batchOf } from "./batch.ts";
import { batches, withBatchSize } from "./cursor.ts";
import { resultOf, tableOf } from "./result.ts";
import type { SendOptions, Wire } from "./wire.ts";

export interface Reading extends SendOptions {
  readonly maxRows: number;
}

/** All of a command's documents; those behind `maxRows` are counted and not kept. */
export async function readAll(wire: Wire, command: Command, options: Reading): Promise<Result> {
  const reply = await wire.send(command, options);
  const first = batchOf(reply);
  if (first === undefined) return resultOf(command, decodeReply(reply), options.maxRows);
  const kept: Uint8Array[] = [];
  let rowCount = 0;
  for await (const documents of batches(wire, first, { ...options, queued: false })) {
    kept.push(...documents.slice(0, Math.max(0, options.maxRows - rowCount)));
    rowCount += documents.length;
  }
  if (command.name === "count") return counted(kept[0], options.maxRows);
  if (rowCount === 0 && command.whenEmpty !== undefined) return { ...tableOf(options.maxRows > 0 ? [command.whenEmpty] : []), rowCount: 1, command: command.name, notices: [] };
  return { ...tableOf(kept.map(decode)), rowCount, command: command.name, notices: [] };
}

/** What an aggregation that stands for a count gave: nothing where it counted nothing. */
function counted(document: Uint8Array | undefined, maxRows: number): Result {
  const count = document === undefined ? 0 : (numberOf(decode(document).get("n")) ?? 0);
  return { columns: [{ name: "n", type: "int" }], rows: maxRows > 0 ? [[count]] : [], rowCount: 1, command: "count", notices: [] };
}

/** A command's documents in pages; other calls of the session may run between them. Each page has the columns of its own documents. */
export async function* readPages(wire: Wire, command: Command, options: Reading & { readonly pageSize: number }): AsyncIterable<Result> {
  const size = Math.max(1, options.pageSize);
  const reply = await wire.exclusive(() => wire.send(withBatchSize(command, size), options));
  const first = batchOf(reply);
  if (command.name === "count" && first !== undefined) {
    yield counted(first.documents[0], options.maxRows);
    return;
  }
  if (first === undefined) {
    yield resultOf(command, decodeReply(reply), options.maxRows);
    return;
  }
  let waiting: Uint8Array[] = [];
  let left = options.maxRows;
  let given = false;
  const page = (documents: readonly Uint8Array[]): Result => {
    given = true;
    left -= documents.length;
    return { ...tableOf(documents.map(decode)), rowCount: documents.length, command: command.name, notices: [] };
  };
  for await (const documents of batches(wire, first, { ...options, batchSize: size, queued: true })) {
    waiting.push(...documents);
    while (waiting.length >= size && left > 0) {
      const next = waiting.slice(0, Math.min(size, left));
      waiting = waiting.slice(next.length);
      yield page(next);
    }
    if (left <= 0) return;
  }
  if (waiting.length === 0 && !given && command.whenEmpty !== undefined) yield { ...tableOf([command.whenEmpty]), rowCount: 1, command: command.name, notices: [] };
  else if (waiting.length > 0 || !given) yield page(waiting.slice(0, left));
}
