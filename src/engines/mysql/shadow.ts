import { throwIfCancelled, UnsupportedError } from "../../core/errors.ts";
import type { ConnectOptions, Session, Shadow, ShadowOptions } from "../engine.ts";
import type { Redirect } from "./redirect.ts";
import { copyRows } from "./shadow/sample.ts";
import { createScratch, dropScratch, sweep } from "./shadow/scratch.ts";
import { scratchName } from "./shadow/name.ts";
import { buildStructure } from "./shadow/structure.ts";
import { transferRows } from "./shadow/transfer.ts";

export interface ShadowSource {
  readonly session: Session;
  readonly options: ConnectOptions;
  /** Opens another session in the same way; one that is redirected runs on a scratch database what names the source's. */
  readonly open: (options: ConnectOptions, redirect?: Redirect) => Promise<Session>;
}

const neverFires = new AbortController().signal;

/**
 * A disposable database with the source's schema on the server of `shadowUrl`, else on the source's own. Its label says how faithful it is.
 * Throws UnsupportedError where none may be made, with the right to give.
 */
export async function openShadow(source: ShadowSource, request: ShadowOptions): Promise<Shadow> {
  throwIfCancelled(request.signal);
  const { session, options } = source;
  if (options.shadowUrl === undefined && options.readOnly) {
    throw new UnsupportedError("engine", "The connection is read-only, and a scratch database on its server would be a write.", { next: "Connect without explore mode, or name a server for scratch databases with --shadow-url." });
  }
  const url = options.shadowUrl ?? options.url;
  const name = scratchName(new Date());
  const keeper = await source.open({ ...options, url: onDatabase(url, ""), readOnly: false, signal: neverFires });
  let opened: Session | undefined;
  const drop = once(async () => {
    await opened?.close();
    try {
      await dropScratch(keeper, name);
    } finally {
      await keeper.close();
    }
  });
  try {
    await sweep(keeper);
    await createScratch(keeper, name, session.facts.settings["collation"]);
    const missing = request.data === "empty" ? [] : await fill(source, name, url, request);
    opened = await source.open({ ...options, url: onDatabase(url, name), readOnly: false, signal: request.signal }, { from: session.facts.database, to: name });
    const where = options.shadowUrl === undefined ? "a scratch database on the same server" : `a scratch database on ${opened.facts.dialect === "mariadb" ? "MariaDB" : "MySQL"} ${opened.facts.version}, target ${session.facts.version}`;
    return { session: opened, form: "scratch", label: label(`${where}${request.data === "sample" ? " with sampled rows" : ""}`, missing), drop };
  } catch (error) {
    await drop().catch(() => undefined);
    throw error;
  }
}

async function fill({ session, options, open }: ShadowSource, name: string, url: string, { data, signal }: ShadowOptions): Promise<string[]> {
  const catalog = await session.catalog(signal);
  const filler = await open({ ...options, url: onDatabase(url, name), readOnly: false, signal });
  try {
    return await buildStructure(filler, catalog, filler.facts.dialect === "mariadb" ? "mariadb" : "mysql", signal, async () => {
      if (data !== "sample" && data !== "copy") return [];
      if (options.shadowUrl !== undefined) return await transferRows(session, filler, catalog, data, signal);
      return await copyRows(filler, { from: session.facts.database, to: name, catalog, data, signal });
    });
  } finally {
    await filler.close();
  }
}

function label(what: string, missing: readonly string[]): string {
  if (missing.length === 0) return what;
  return `${what}; not as the target in ${missing.length} ${missing.length === 1 ? "point" : "points"}: ${missing.slice(0, 3).join("; ")}${missing.length > 3 ? "; …" : ""}`;
}

function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
