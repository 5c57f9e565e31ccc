import { throwIfCancelled, UnsupportedError } from "../../core/errors.ts";
import type { ConnectOptions, Session, Shadow, ShadowOptions } from "../engine.ts";
import { onDatabase, shadowLabel } from "../shadows.ts";
import type { Redirect } from "./redirect.ts";
import { leaveBinaryLog } from "./shadow/binaryLog.ts";
import { copyRows } from "./shadow/sample.ts";
import { haltedOf } from "./shadow/halted.ts";
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
  const drop = async (): Promise<void> => {
    await opened?.close();
    try {
      await dropScratch(keeper, name);
    } finally {
      await keeper.close();
    }
  };
  try {
    const unlogged = await leaveBinaryLog(keeper);
    await sweep(keeper);
    await createScratch(keeper, name, session.facts.settings["collation"]);
    const { missing, halted } = request.data === "empty" ? { missing: [], halted: none } : await fill(source, name, url, request, unlogged);
    opened = await source.open({ ...options, url: onDatabase(url, name), readOnly: false, signal: request.signal }, { from: session.facts.database, to: name, halted });
    if (unlogged) await leaveBinaryLog(opened);
    const where = options.shadowUrl === undefined ? "a scratch database on the same server" : `a scratch database on ${opened.facts.dialect === "mariadb" ? "MariaDB" : "MySQL"} ${opened.facts.version}, target ${session.facts.version}`;
    return { session: opened, form: "scratch", label: shadowLabel(`${where}${request.data === "sample" ? " with sampled rows" : ""}${unlogged ? "" : ", written to the server's binary log, which this account may not leave"}`, missing), drop };
  } catch (error) {
    await drop().catch(() => undefined);
    throw error;
  }
}

const none: ReadonlySet<string> = new Set();

/** Names what is not as on the source, and whose use would reach further than the scratch. */
async function fill({ session, options, open }: ShadowSource, name: string, url: string, { data, signal, sampleRows }: ShadowOptions, unlogged: boolean): Promise<{ readonly missing: string[]; readonly halted: ReadonlySet<string> }> {
  const catalog = await session.catalog(signal);
  const filler = await open({ ...options, url: onDatabase(url, name), readOnly: false, signal });
  try {
    if (unlogged) await leaveBinaryLog(filler);
    const flavour = filler.facts.dialect === "mariadb" ? "mariadb" : "mysql";
    const halted = haltedOf(catalog, filler.engine, flavour);
    const missing = await buildStructure(filler, catalog, halted, flavour, signal, async () => {
      if (data !== "sample" && data !== "copy") return [];
      if (options.shadowUrl !== undefined) return await transferRows(session, filler, catalog, data, signal, sampleRows);
      return await copyRows(filler, { from: session.facts.database, to: name, catalog, data, signal, sampleRows });
    });
    return { missing, halted: halted.names };
  } finally {
    await filler.close();
  }
}
