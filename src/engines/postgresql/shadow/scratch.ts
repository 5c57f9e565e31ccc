import { randomBytes } from "node:crypto";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName, quoteText } from "../quote.ts";

const prefix = "data_engineer_shadow_";
/** Written on every scratch database: only what carries it is ever dropped. */
const mark = "Scratch database of Data Engineer; safe to drop.";

/** "data_engineer_shadow_20260102t030405_1a2b3c4d": says whose it is and since when. */
export function scratchName(now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+Z$/g, "").toLowerCase();
  return `${prefix}${stamp}_${randomBytes(4).toString("hex")}`;
}

/** Makes an empty database with the encoding and locale of the one that `like` is connected to; on another server, as far as that has them. */
export async function createEmpty(admin: Session, name: string, like: Session): Promise<void> {
  const locale = await localeClauses(like);
  try {
    await admin.run(`CREATE DATABASE ${quoteName(name)} TEMPLATE template0 ${locale}`, { statementTimeoutMs: 0 });
  } catch (error) {
    if (admin === like || !(error instanceof StatementError) || error.reason === "permission") throw error;
    await admin.run(`CREATE DATABASE ${quoteName(name)} TEMPLATE template0`, { statementTimeoutMs: 0 });
  }
  await markAsOurs(admin, name);
}

/** Copies the database that `source` is connected to; nobody else may be connected to it. */
export async function createCopy(source: Session, name: string): Promise<void> {
  await source.run(`CREATE DATABASE ${quoteName(name)} TEMPLATE ${quoteName(source.facts.database)}`, { statementTimeoutMs: 0 });
  await markAsOurs(source, name);
}

async function markAsOurs(admin: Session, name: string): Promise<void> {
  await admin.run(`COMMENT ON DATABASE ${quoteName(name)} IS ${quoteText(mark)}`);
}

async function localeClauses(like: Session): Promise<string> {
  const { versionNumber } = like.facts;
  const provider = versionNumber >= 150_000 ? "d.datlocprovider" : "'c'";
  const locale = versionNumber >= 170_000 ? "d.datlocale" : versionNumber >= 150_000 ? "d.daticulocale" : "NULL";
  const result = await like.run(`SELECT pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, ${provider}::text, ${locale}::text FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`);
  const [encoding, collate, ctype, kind, other] = (result.rows[0] ?? []).map((cell) => String(cell));
  const words = [`ENCODING ${quoteText(encoding ?? "UTF8")}`, `LC_COLLATE ${quoteText(collate ?? "C")}`, `LC_CTYPE ${quoteText(ctype ?? "C")}`];
  if (kind === "i") words.push("LOCALE_PROVIDER icu", `ICU_LOCALE ${quoteText(other ?? "")}`);
  if (kind === "b") words.push("LOCALE_PROVIDER builtin", `BUILTIN_LOCALE ${quoteText(other ?? "")}`);
  return words.join(" ");
}

/** Settings that ALTER DATABASE gave the source, for the scratch database; those that hold a list of names are written as they stand. */
const lists = new Set(["search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries", "shared_preload_libraries"]);

/** Gives the scratch database the settings of the source's (its search_path, …); what the role may not set is left out. */
export async function copySettings(source: Session, admin: Session, name: string): Promise<void> {
  const result = await source.run("SELECT pg_catalog.unnest(s.setconfig) FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0");
  for (const [setting] of result.rows) {
    const [key = "", ...rest] = String(setting).split("=");
    const value = rest.join("=");
    try {
      await admin.run(`ALTER DATABASE ${quoteName(name)} SET ${key.split(".").map(quoteName).join(".")} TO ${lists.has(key) ? value || "''" : quoteText(value)}`);
    } catch (error) {
      if (!(error instanceof StatementError) || error.reason !== "permission") throw error;
    }
  }
}

/** Drops a scratch database of ours, whoever is still connected to it. */
export async function dropScratch(admin: Session, name: string): Promise<void> {
  if (!name.startsWith(prefix)) throw new Error(`${name} is not a scratch database.`);
  await admin.run(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`, { statementTimeoutMs: 0 });
}

/** Drops scratch databases that a crash left behind: marked as ours, older than an hour, nobody connected. */
export async function sweep(admin: Session): Promise<void> {
  const leftovers = await admin.run(
    `SELECT d.datname FROM pg_catalog.pg_database d
      WHERE d.datname LIKE 'data\\_engineer\\_shadow\\_%' AND pg_catalog.shobj_description(d.oid, 'pg_database') = $1
        AND pg_catalog.pg_has_role(d.datdba, 'USAGE')
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)
        AND pg_catalog.substring(d.datname, '_([0-9]{8}t[0-9]{6})_') < pg_catalog.to_char((pg_catalog.now() AT TIME ZONE 'UTC') - pg_catalog.make_interval(hours => 1), 'YYYYMMDD"t"HH24MISS')`,
    { params: [mark] },
  );
  for (const [name] of leftovers.rows) {
    // Two sweeps at once, or somebody who just connected: then it is not ours to drop now.
    await admin.run(`DROP DATABASE IF EXISTS ${quoteName(String(name))}`).catch(() => undefined);
  }
}
