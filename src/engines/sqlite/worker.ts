import type { Answer, Failure, OperationName, Operations, Request } from "./protocol.ts";
import { Connection } from "./worker/connection.ts";
import { LockFile } from "./worker/lockFile.ts";
import { measure } from "./worker/measure.ts";
import { readRows, writeRows } from "./worker/rowFile.ts";

/** The child process that holds one database: it answers one request after the other and ends when its host does. */
let connection: Connection | undefined;
const lock = new LockFile();

type Handlers = { readonly [Name in OperationName]: (input: Operations[Name]["input"]) => Operations[Name]["output"] | Promise<Operations[Name]["output"]> };

const handlers: Handlers = {
  open: (input) => {
    connection = new Connection(input);
    return connection.facts();
  },
  run: (input) => opened().run(input),
  query: (input) => opened().query(input.queries),
  openCursor: (input) => opened().openCursor(input),
  nextPage: (input) => opened().nextPage(input),
  closeCursor: (input) => nothing(() => opened().closeCursor(input.cursor)),
  begin: (input) => nothing(() => opened().begin(input.mode)),
  end: (input) => nothing(() => opened().end(input.how)),
  savepoint: (input) => nothing(() => opened().savepoint(input)),
  exec: (input) => nothing(() => opened().exec(input.statements)),
  writeRows: (input) => writeRows(opened().driver(), input),
  readRows: (input) => readRows(opened().driver(), input),
  measure: (input) => measure(opened().driver(), input),
  lock: (input) => ({ identity: lock.take(input.file, input.known) }),
  unlock: () => nothing(() => lock.release()),
  backup: async (input) => {
    await opened().backup(input.file);
    return null;
  },
  close: () => nothing(() => connection?.close()),
};

function opened(): Connection {
  if (connection === undefined) throw new Error("The database was not opened.");
  return connection;
}

function nothing(act: () => void): null {
  act();
  return null;
}

async function answer(request: Request): Promise<Answer> {
  try {
    const handle = handlers[request.name] as (input: unknown) => unknown;
    const output = await handle(request.input);
    return { id: request.id, ok: true, output, inTransaction: connection?.inTransaction ?? false };
  } catch (error) {
    return { id: request.id, ok: false, failure: failureOf(error), inTransaction: connection?.inTransaction ?? false };
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: "UNKNOWN", message: String(error) };
  return { code: "code" in error ? String(error.code) : error.name, message: error.message };
}

process.on("message", (request: Request) => {
  void answer(request).then((reply) => process.send?.(reply));
});
process.on("disconnect", () => process.exit(0));
// Ctrl+C reaches the whole process group: the host decides what becomes of a statement, not the terminal.
process.on("SIGINT", () => undefined);
