import { type Extension, PGlite } from "@electric-sql/pglite";
import { CopyGate } from "./shadow/copyGate.ts";
import { MessageCutter } from "./shadow/messages.ts";
import type { FromChild, ToChild } from "./shadow/pgliteProtocol.ts";

/** The child process that carries PostgreSQL as WebAssembly: half a gigabyte that must not live in the editor's process. */
const cutter = new MessageCutter();
const gate = new CopyGate();
let server: PGlite | undefined;
let turn: Promise<void> = Promise.resolve();

function answer(message: FromChild): void {
  process.send?.(message);
}

async function start(names: readonly string[]): Promise<void> {
  const extensions: Record<string, Extension> = {};
  for (const name of names) {
    const found = await loadExtension(name);
    if (found !== undefined) extensions[name] = found;
  }
  server = await PGlite.create({ extensions });
  answer({ kind: "ready" });
}

/** An extension that comes with PGlite, or undefined; a name from a database never becomes a path. */
async function loadExtension(name: string): Promise<Extension | undefined> {
  const file = name.replaceAll("-", "_");
  if (!/^[a-z0-9_]+$/.test(file) || file === "plpgsql") return undefined;
  try {
    const module = (await import(`@electric-sql/pglite/contrib/${file}`)) as Record<string, Extension | undefined>;
    return module[file];
  } catch {
    return undefined;
  }
}

async function exchange(bytes: Uint8Array): Promise<void> {
  for (const message of cutter.push(bytes)) {
    const step = gate.accept(message);
    if (step.answer !== undefined) answer({ kind: "bytes", bytes: step.answer });
    const output = step.run === undefined ? undefined : await server?.execProtocolRaw(step.run);
    if (output !== undefined && output.length > 0) answer({ kind: "bytes", bytes: gate.filter(output) });
  }
}

process.on("message", (message: ToChild) => {
  turn = turn
    .then(() => (message.kind === "start" ? start(message.extensions) : exchange(message.bytes)))
    .catch((error: unknown) => {
      answer({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
      process.exit(1);
    });
});
process.on("disconnect", () => process.exit(0));
