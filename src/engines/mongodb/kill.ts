import { type ClientSession, type MongoClient, MongoServerError, type Document } from "mongodb";
import type { Command } from "./command.ts";

/**
 * Ends on the server what a session runs now. A MongoDB server kills by session; one that has no killSessions tells its operations by currentOp,
 * where the session's own is known by its lsid, or, where none is told, by being the only one of its collection and command.
 */
export async function killOperations(client: MongoClient, session: ClientSession, database: string, command: Command): Promise<void> {
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
  const mine = told.length > 0 ? told.filter((operation) => String((operation["lsid"] as Document)["id"]) === String(id)) : only(active.filter((operation) => isOf(operation, database, command)));
  for (const operation of mine) await admin.command({ killOp: 1, op: operation["opid"] });
}

function isOf(operation: Document, database: string, { name, target }: Command): boolean {
  const running = Object.keys((operation["command"] as Document | undefined) ?? {})[0];
  const namespace = String(operation["ns"] ?? "");
  return running === name && (target === undefined ? namespace === "" || namespace.startsWith(`${database}.`) : namespace === `${database}.${target}`);
}

function only(found: readonly Document[]): readonly Document[] {
  return found.length === 1 ? found : [];
}
