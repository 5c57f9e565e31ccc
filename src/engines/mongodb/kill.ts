import { setTimeout as sleep } from "node:timers/promises";
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
  const active = (await operations(client)).filter((operation) => operation["active"] === true);
  const told = active.filter((operation) => operation["lsid"] !== undefined);
  const mine = told.length > 0 ? told.filter((operation) => String((operation["lsid"] as Document)["id"]) === String(id)) : nearest(active.filter((operation) => isOf(operation, database, command)), sentAt);
  for (const operation of mine) await admin.command({ killOp: 1, op: operation["opid"] });
}

/** A command of a process that is gone: its name, its collection, and when it was sent, in milliseconds since 1970. */
export interface LeftCommand {
  readonly name: string;
  readonly target: string | undefined;
  readonly sentAt: number;
}

const looks = 30;
const lookMs = 100;

/**
 * Ends on the server what clients that called themselves `appName` left running, and waits until it has ended. A server that tells no names of applications
 * (DocumentDB) is asked by collection, command and start of what the client ran last. Throws where the server refuses to tell or to kill, or goes on with it.
 */
export async function killOfApplication(client: MongoClient, database: string, appName: string, running: readonly LeftCommand[]): Promise<void> {
  const admin = client.db("admin");
  for (let look = 0; look < looks; look += 1) {
    const active = (await operations(client)).filter((operation) => operation["active"] === true);
    const named = active.filter((operation) => applicationOf(operation) !== undefined);
    const left = named.length > 0 ? named.filter((operation) => applicationOf(operation) === appName) : running.flatMap((one) => nearest(active.filter((operation) => isOf(operation, database, one)), one.sentAt));
    if (left.length === 0) return;
    for (const operation of left) await admin.command({ killOp: 1, op: operation["opid"] });
    await sleep(lookMs);
  }
  throw new Error("the server goes on with it");
}

/** Those of the user alone, where it may not see others'. */
async function operations(client: MongoClient): Promise<readonly Document[]> {
  const admin = client.db("admin");
  try {
    return ((await admin.command({ currentOp: 1 })) as { readonly inprog: readonly Document[] }).inprog;
  } catch (error) {
    if (!(error instanceof MongoServerError) || Number(error.code) !== 13) throw error;
    return ((await admin.command({ currentOp: 1, $ownOps: true })) as { readonly inprog: readonly Document[] }).inprog;
  }
}

function applicationOf(operation: Document): string | undefined {
  const { appName, clientMetadata } = operation as { readonly appName?: string; readonly clientMetadata?: { readonly application?: { readonly name?: string } } };
  return appName ?? clientMetadata?.application?.name;
}

function isOf(operation: Document, database: string, { name, target }: Pick<Command, "name" | "target">): boolean {
  const running = Object.keys((operation["command"] as Document | undefined) ?? {})[0];
  const namespace = String(operation["ns"] ?? "");
  if (target === undefined) return running === name && (namespace === "" || namespace.startsWith(`${database}.`));
  // DocumentDB tells an aggregation that writes under this name, whatever it reads.
  return running === name && (namespace === `${database}.${target}` || (name === "aggregate" && namespace === `${database}.system.dbSentinel`));
}

/** The only one, or the one that began when the command was sent; none where they cannot be told apart, so that nobody else's is killed. */
function nearest(found: readonly Document[], sentAt: number): readonly Document[] {
  if (found.length <= 1) return found;
  const began = found.map((operation) => Number(/^\d+:(\d{13})\d{3}$/.exec(String(operation["opid"]))?.[1] ?? Number.NaN) - sentAt);
  const best = Math.min(...began.filter((ms) => ms > -50 && ms < 1000));
  return found.filter((_, at) => began[at] === best);
}
