import { Journal, writes } from "./module/journal.ts";
import type { KeptCommands } from "./module/keeping.ts";
import { driverFor, stepOf } from "./module/loadModule.ts";
import type { Driver, DriverClient } from "./module/loadModule.ts";
import { BeyondDatabase, refuseBeyond } from "./module/ownDatabase.ts";
import { placeIn } from "./module/place.ts";
import type { FromModule, ModuleFailure, ModuleOrder } from "./module/protocol.ts";

/** The child process that runs one function of one migration module on one database, and ends. */
const journal = new Journal();
let beyond: BeyondDatabase | undefined;
let keeper: KeptCommands | undefined;

function tell(message: FromModule): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

async function connect(order: ModuleOrder, driver: Driver): Promise<DriverClient> {
  const limit = order.connectTimeoutMs > 0 ? { serverSelectionTimeoutMS: order.connectTimeoutMs, connectTimeoutMS: order.connectTimeoutMs } : {};
  const client = new driver.MongoClient(order.url, { appName: order.appName, monitorCommands: true, ...limit });
  await client.connect();
  if (order.keepIn !== undefined) {
    const { keeping } = await import("./module/keeping.ts");
    keeper = await keeping(client, new driver.MongoClient(order.url, { appName: order.appName, maxPoolSize: 2, ...limit }), order, order.keepIn);
  }
  client.on("commandStarted", (event: Parameters<Journal["started"]>[0]) => {
    try {
      refuseBeyond(order.database, event);
    } catch (error) {
      beyond ??= error as BeyondDatabase;
      throw error;
    }
    journal.started(event);
    if (writes(event.commandName, event.command)) keeper?.sent(event.commandName, event.command);
  });
  client.on("commandSucceeded", (event: Parameters<Journal["succeeded"]>[0]) => journal.succeeded(event));
  client.on("commandFailed", (event: { readonly requestId: number }) => journal.failed(event));
  onlyOwnDatabase(client, order);
  refuseOtherClients(driver);
  return client;
}

/** `client.db()` is the session's database; another one is refused before anything is sent to it. */
function onlyOwnDatabase(client: DriverClient, { database, standsFor }: ModuleOrder): void {
  const db = client.db.bind(client);
  client.db = (name, options) => {
    if (name !== undefined && name !== database && name !== standsFor && name !== "admin") {
      beyond ??= new BeyondDatabase(`The module reaches for the database ${name}; a migration works on the connection's own database only.`);
      throw beyond;
    }
    return db(name === "admin" ? "admin" : database, options);
  };
}

/** A client of the module's own would not be bound to the database that it is tried on. */
function refuseOtherClients(driver: Driver): void {
  const prototype = driver.MongoClient.prototype as { connect: () => Promise<never> };
  prototype.connect = () => {
    beyond ??= new BeyondDatabase("The module opens a connection of its own; a migration works on the db and client that it is given.");
    return Promise.reject(beyond);
  };
}

/** A bundle gives a CommonJS package's names under `default` only. */
async function bundled(): Promise<Driver> {
  const loaded = (await import("mongodb")) as unknown as { readonly default?: Driver };
  return loaded.default ?? (loaded as unknown as Driver);
}

async function run(order: ModuleOrder): Promise<ModuleFailure | undefined> {
  let stage: ModuleFailure["stage"] = "connect";
  let client: DriverClient | undefined;
  const failed = (error: unknown): ModuleFailure => failureOf(beyond ?? error, beyond === undefined ? stage : "beyond", order.file);
  let failure: ModuleFailure | undefined;
  try {
    const driver = await driverFor(order.file, bundled);
    client = await connect(order, driver);
    stage = "load";
    const step = await stepOf(order.file, order.direction);
    stage = "run";
    await step(client.db(), client);
    if (beyond !== undefined) throw beyond;
  } catch (error) {
    failure = failed(error);
  }
  await settled();
  await keeper?.close().catch((error: unknown) => (failure ??= failed(error)));
  await client?.close().catch(() => undefined);
  return failure;
}

/** Commands that the module did not wait for are given a while to end. */
async function settled(): Promise<void> {
  for (let waited = 0; journal.unfinished > 0 && waited < 5000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
}

function failureOf(error: unknown, stage: ModuleFailure["stage"], file: string): ModuleFailure {
  const code = typeof error === "object" && error !== null && "code" in error && typeof error.code === "number" ? { code: error.code } : {};
  return { stage, message: error instanceof Error ? error.message : String(error), ...code, ...placeIn(error, file) };
}

async function serve(order: ModuleOrder): Promise<void> {
  const beat = setInterval(() => void tell({ kind: "journal", entries: journal.entries, running: journal.running }), 250);
  beat.unref();
  let unawaited: unknown;
  process.on("unhandledRejection", (error) => (unawaited ??= error));
  const failure = (await run(order)) ?? (unawaited === undefined ? undefined : failureOf(unawaited, beyond === undefined ? "run" : "beyond", order.file));
  clearInterval(beat);
  const entries = journal.entries;
  await tell(failure === undefined ? { kind: "done", entries, unfinished: journal.unfinished, keeping: keeper?.told ?? { kept: [], unkept: [] } } : { kind: "failed", entries, failure });
  process.exit(0);
}

process.once("message", (order: ModuleOrder) => void serve(order));
process.on("disconnect", () => process.exit(0));
// Ctrl+C reaches the whole process group: the host decides what becomes of a statement, not the terminal.
process.on("SIGINT", () => undefined);
