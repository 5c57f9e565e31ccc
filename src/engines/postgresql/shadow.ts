import type { Catalog } from "../../core/catalog/catalog.ts";
import type { Client } from "pg";
import { StatementError, throwIfCancelled } from "../../core/errors.ts";
import type { ConnectOptions, Session, Shadow, ShadowOptions } from "../engine.ts";
import { onDatabase, shadowLabel } from "../shadows.ts";
import { quoteName } from "./quote.ts";
import { startPglite } from "./shadow/pglite.ts";
import { copyRows } from "./shadow/rows.ts";
import { copySettings, createCopy, createEmpty, dropScratch, scratchName, sweep } from "./shadow/scratch.ts";
import { buildStructure } from "./shadow/structure.ts";
import type { Wire } from "./wire/wire.ts";

/** A session and the connection under it. */
export interface Opened {
  readonly session: Session;
  readonly wire: Wire;
}

export interface ShadowSource extends Opened {
  readonly inTransaction: boolean;
  readonly options: ConnectOptions;
}

/** How sessions are opened; given by connect.ts, which knows. */
export interface Openers {
  server(options: ConnectOptions): Promise<Opened>;
  client(client: Client, cancelOnServer: () => Promise<void>, options: ConnectOptions): Promise<Opened>;
}

/** Up to this size a whole copy is cheaper than a schema and a sample. */
const smallBytes = 256 * 1024 * 1024;

/**
 * A disposable database with the source's schema: on the server of `shadowUrl` where one is given, else on the source's own;
 * in-process where the role may not create databases or the connection is read-only. Its label says how faithful it is.
 */
export async function openShadow(source: ShadowSource, openers: Openers, options: ShadowOptions): Promise<Shadow> {
  throwIfCancelled(options.signal);
  const { shadowUrl } = source.options;
  if (shadowUrl === undefined && source.options.readOnly) return await inProcess(source, openers, options, "the connection is read-only");
  try {
    return await scratch(source, openers, options);
  } catch (error) {
    if (shadowUrl === undefined && error instanceof StatementError && error.reason === "permission") return await inProcess(source, openers, options, `"${source.session.facts.user}" may not create databases`);
    throw error;
  }
}

async function scratch(source: ShadowSource, openers: Openers, options: ShadowOptions): Promise<Shadow> {
  const { shadowUrl } = source.options;
  const name = scratchName(new Date());
  const withAdmin = async <Value>(work: (admin: Session) => Promise<Value>): Promise<Value> => {
    if (shadowUrl === undefined && source.wire.free && !source.inTransaction) return await work(source.session);
    const admin = await openers.server({ ...source.options, url: shadowUrl ?? source.options.url, readOnly: false, signal: neverFires });
    try {
      return await work(admin.session);
    } finally {
      await admin.session.close();
    }
  };
  let opened: Opened | undefined;
  const drop = async (): Promise<void> => {
    await opened?.session.close();
    await withAdmin((admin) => dropScratch(admin, name));
  };
  try {
    const copied = await withAdmin(async (admin) => {
      await sweep(admin);
      const wanted = shadowUrl === undefined && admin === source.session && (await canCopy(source, options));
      if (wanted) await createCopy(source.session, name);
      else await createEmpty(admin, name, source.session);
      await copySettings(source.session, admin, name);
      return wanted;
    });
    opened = await openers.server({ ...source.options, url: onDatabase(shadowUrl ?? source.options.url, name), readOnly: false, signal: options.signal });
    const missing = copied ? [] : await fill(source, opened, options);
    return { session: opened.session, form: "scratch", label: shadowLabel(`a scratch database on ${shadowUrl === undefined ? "the same server" : `PostgreSQL ${opened.session.facts.version}, target ${source.session.facts.version}`}`, missing), drop };
  } catch (error) {
    await drop().catch(() => undefined);
    throw error;
  }
}

async function inProcess(source: ShadowSource, openers: Openers, options: ShadowOptions, why: string): Promise<Shadow> {
  const catalog = await source.session.catalog(options.signal);
  const pglite = await startPglite(catalog.extensions.map((extension) => extension.name), options.signal);
  const drop = (): Promise<void> => pglite.kill();
  try {
    const opened = await openers.client(pglite.client, () => pglite.kill(), { ...source.options, readOnly: false, signal: options.signal });
    for (const role of rolesOf(catalog)) await opened.session.run(`CREATE ROLE ${quoteName(role)}`);
    // Rows pass through its memory, so that it never gets all of them.
    const missing = await fill(source, opened, options.data === "copy" ? { ...options, data: "sample" } : options, catalog);
    return { session: opened.session, form: "pglite", label: shadowLabel(`PostgreSQL ${opened.session.facts.version} in-process shadow, target ${source.session.facts.version} (${why})`, missing), drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function fill(source: ShadowSource, target: Opened, options: ShadowOptions, known?: Catalog): Promise<string[]> {
  const { data } = options;
  if (data === "empty") return [];
  const catalog = known ?? (await source.session.catalog(options.signal));
  return await buildStructure(source.session.engine, target.session, catalog, options.signal, async () => {
    if (data !== "schema") await copyRows(source, target.wire, catalog, data, options.signal, options.sampleRows);
  });
}

/** A template must have no other connection; a copy that was not asked for must be cheap. */
async function canCopy(source: ShadowSource, options: ShadowOptions): Promise<boolean> {
  if (options.data === "schema" || options.data === "empty") return false;
  const result = await source.session.run(
    `SELECT pg_catalog.pg_database_size(pg_catalog.current_database()), (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND a.backend_type = 'client backend'),
      (SELECT pg_catalog.pg_has_role(d.datdba, 'USAGE') OR d.datistemplate FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`,
  );
  const [bytes, others, mayCopy] = result.rows[0] ?? [];
  return Number(others) === 0 && mayCopy === true && (options.data === "copy" || Number(bytes) <= smallBytes);
}

/** Roles that grants and policies name; an in-process server has none of them. */
function rolesOf(catalog: Catalog): string[] {
  const granted = [...catalog.schemas, ...catalog.tables, ...catalog.views, ...catalog.routines, ...catalog.types, ...catalog.domains, ...catalog.sequences].flatMap((item) => (item.grants ?? []).map((grant) => grant.grantee));
  const policed = catalog.tables.flatMap((table) => table.policies.flatMap((policy) => policy.roles));
  return [...new Set([...granted, ...policed])].filter((role) => role.toLowerCase() !== "public" && role !== "postgres" && !role.startsWith("pg_"));
}

const neverFires = new AbortController().signal;
