import { type ClientSession, type MongoClient, MongoServerError, type Document } from "mongodb";
import type { Command } from "./command.ts";

/**
 * Ends on the server what a session runs now. A MongoDB server kills by session; one that has no killSessions tells its operations by currentOp,
 * where the session's own is known by its lsid, or, where none is told, by its collection and command and (DocumentDB writes it into the id) its start.
 * `sentAt`: when the command was sent, in milliseconds since 1970.
 */
export async function killOperations(client: MongoClient, session: ClientSession, database: string, command: Command, sentAt: number): Promise<void> {
  const admin = client.db("admin");
  const id = session.id?.id;
  if (id === undefined) return;
  try {
    await admin.command({ killSessions: [{ id }] });
    return;
  } catch (error) {
    if (!(error instanceof MongoServerError) || (Number(error.code) !== 59 && Number(error.code) !== 13)) throw error;
  }
  const { inprog } = (await admin.command({ currentOp: 1 })) as { readonly inprog: readonly Document[] };
  const active = inprog.filter((operation) => operation["active"] === true);
  const told = active.filter((operation) => operation["lsid"] !== undefined);
  const mine = told.length > 0 ? told.filter((operation) => String((operation["lsid"] as Document)["id"]) === String(id)) : nearest(active.filter((operation) => isOf(operation, database, command)), sentAt);
  for (const operation of mine) await admin.command({ killOp: 1, op: operation["opid"] });
}

function isOf(operation: Document, database: string, { name, target }: Command): boolean {
  const running = Object.keys((operation["command"] as Document | undefined) ?? {})[0];
  const namespace = String(operation["ns"] ?? "");
  return running === name && (target === undefined ? namespace === "" || namespace.startsWith(`${database}.`) : namespace === `${database}.${target}`);
}

/** The only one, or the one that began when the command was sent; none where they cannot be told apart, so that nobody else's is killed. */
function nearest(found: readonly Document[], sentAt: number): readonly Document[] {
  if (found.length <= 1) return found;
  const began = found.map((operation) => Number(/^\d+:(\d{13})\d{3}$/.exec(String(operation["opid"]))?.[1] ?? Number.NaN) - sentAt);
  const best = Math.min(...began.filter((ms) => ms > -50 && ms < 1000));
  return found.filter((_, at) => began[at] === best);
}
