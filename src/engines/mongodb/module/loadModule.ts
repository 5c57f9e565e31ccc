import { createRequire, Module } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

export type Step = (database: unknown, client: unknown) => unknown;

/** What is needed of a driver, whatever its version. */
export interface Driver {
  readonly MongoClient: new (url: string, options: Readonly<Record<string, unknown>>) => DriverClient;
}

export interface DriverDatabase {
  command(command: Readonly<Record<string, unknown>>): Promise<unknown>;
  collection(name: string): { find(filter: unknown, options: Readonly<Record<string, unknown>>): AsyncIterable<unknown> };
  listCollections(filter: unknown, options: Readonly<Record<string, unknown>>): { toArray(): Promise<{ readonly name: string; readonly type: string }[]> };
}

export interface DriverClient {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  db(name?: string, options?: unknown): DriverDatabase;
  on(event: string, listener: (event: never) => void): unknown;
}

/**
 * The driver that the module itself would get, so that both speak of the same ObjectId; the one that comes along where the workspace has none,
 * which the module's own `require("mongodb")` and `import "mongodb"` then get too.
 */
export async function driverFor(file: string, bundled: () => Promise<Driver>): Promise<Driver> {
  const require = createRequire(file);
  try {
    return require(require.resolve("mongodb")) as Driver;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
  }
  const driver = await bundled();
  provide(driver);
  return driver;
}

const shared = Symbol.for("data-engineer.mongodb");

interface Hooks {
  registerHooks?(hooks: { resolve(specifier: string, context: unknown, next: (specifier: string, context: unknown) => unknown): unknown }): void;
}

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

function provide(driver: Driver): void {
  const loader = Module as unknown as Loader & Hooks;
  const load = loader._load.bind(loader);
  loader._load = (request, ...rest) => (request === "mongodb" ? driver : load(request, ...rest));
  (globalThis as Record<symbol, unknown>)[shared] = driver;
  const names = Object.keys(driver).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== "default");
  const source = `const driver = globalThis[Symbol.for("data-engineer.mongodb")];\nexport default driver;\n${names.map((name) => `export const ${name} = driver.${name};`).join("\n")}`;
  const url = `data:text/javascript;base64,${Buffer.from(source).toString("base64")}`;
  loader.registerHooks?.({ resolve: (specifier, context, next) => (specifier === "mongodb" ? { url, format: "module", shortCircuit: true } : next(specifier, context)) });
}

/** The function of the module, CommonJS or ESM. Throws what loading it throws, and TypeError where it has no such function. */
export async function stepOf(file: string, direction: "up" | "down"): Promise<Step> {
  const loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  const inner = loaded["default"] as Readonly<Record<string, unknown>> | undefined;
  const step = loaded[direction] ?? inner?.[direction];
  if (typeof step !== "function") throw new TypeError(`${path.basename(file)} exports no function ${direction}.`);
  if (step.length > 2 && !takesSession(step)) throw new TypeError(`${direction} of ${path.basename(file)} takes ${step.length} arguments; it is given (db, client), and returns a promise.`);
  return step as Step;
}

/** A third parameter named session may be left out; a callback may not. */
function takesSession(step: { toString(): string }): boolean {
  return /^[^(]*\([^,)]*,[^,)]*,\s*session\b/.test(step.toString());
}
