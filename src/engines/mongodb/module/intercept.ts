import { writes } from "./journal.ts";
import type { DriverClient } from "./loadModule.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What happens around each command that a client sends and that changes something. */
export interface Around {
  /** The command is sent when this has ended; where it throws, it is not sent. */
  before(name: string, command: Fields): Promise<void>;
  after(name: string, command: Fields, reply: Fields): void;
}

type Callback = (error: unknown, reply: unknown) => void;
type Command = (this: unknown, namespace: unknown, command: Fields, ...rest: unknown[]) => unknown;

/**
 * Puts `around` before and behind the commands of every connection of this client's driver, in the one place that all of them pass: `Connection.command`, which the
 * drivers from 4 to 7 have (with a callback until 5). What another driver sends past it is told by its own events.
 */
export async function intercept(client: DriverClient, around: Around): Promise<void> {
  const holder = commandHolder(await aConnection(client));
  if (holder === undefined) return;
  const original = holder.command;
  const awaited = original.constructor.name === "AsyncFunction";
  holder.command = function (namespace, command, ...rest) {
    const name = Object.keys(command)[0] ?? "";
    if (!writes(name, command)) return original.call(this, namespace, command, ...rest);
    const send = (more: readonly unknown[]): unknown => original.call(this, namespace, command, ...more);
    return awaited ? sentAwaited(around, name, command, () => send(rest)) : sentCalled(around, name, command, rest, send);
  };
}

async function sentAwaited(around: Around, name: string, command: Fields, send: () => unknown): Promise<unknown> {
  await around.before(name, command);
  const reply: unknown = await send();
  around.after(name, command, fieldsOf(reply));
  return reply;
}

function sentCalled(around: Around, name: string, command: Fields, rest: readonly unknown[], send: (rest: readonly unknown[]) => unknown): void {
  const callback = rest.at(-1) as Callback;
  const done: Callback = (error, reply) => {
    if (error === undefined || error === null) around.after(name, command, fieldsOf(reply));
    callback(error, reply);
  };
  around.before(name, command).then(() => void send([...rest.slice(0, -1), done]), (error: unknown) => callback(error, undefined));
}

/** Newer drivers give a reply that is read when it is asked for. */
function fieldsOf(reply: unknown): Fields {
  if (typeof reply !== "object" || reply === null) return {};
  return "toObject" in reply && typeof reply.toObject === "function" ? (reply.toObject() as Fields) : (reply as Fields);
}

/** The prototype that has the method itself: a connection that encrypts calls the one below it. */
function commandHolder(connection: unknown): { command: Command } | undefined {
  let holder: unknown;
  for (let at: unknown = connection; at !== null && at !== undefined; at = Object.getPrototypeOf(at)) if (Object.hasOwn(at, "command")) holder = at;
  return holder !== undefined && typeof (holder as { command: unknown }).command === "function" ? (holder as { command: Command }) : undefined;
}

interface Pool {
  checkIn(connection: unknown): unknown;
}

/** A connection of the client, seen as its pool takes it back. */
async function aConnection(client: DriverClient): Promise<unknown> {
  const { topology } = client as unknown as { readonly topology?: { readonly s?: { readonly servers?: ReadonlyMap<string, { readonly pool?: Pool; readonly s?: { readonly pool?: Pool } }> } } };
  const pools = [...(topology?.s?.servers?.values() ?? [])].flatMap((server) => server.pool ?? server.s?.pool ?? []);
  let seen: unknown;
  for (const pool of pools) {
    const { checkIn } = pool;
    pool.checkIn = (connection) => {
      seen = connection;
      return checkIn.call(pool, connection);
    };
  }
  await client.db("admin").command({ ping: 1 });
  for (const pool of pools) delete (pool as Partial<Pool>).checkIn;
  return seen;
}
