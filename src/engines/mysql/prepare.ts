import type { Dialect } from "../../core/engineId.ts";
import type { ConnectOptions, ServerFacts, Timeouts } from "../engine.ts";
import type { RawRow } from "./cells.ts";
import type { Wire } from "./wire/wire.ts";

const factsQuery = `SELECT VERSION(), @@version_comment, DATABASE(), CURRENT_USER(), @@sql_mode, @@character_set_database, @@collation_database, @@time_zone,
  @@default_storage_engine, @@lower_case_table_names, @@foreign_key_checks, @@read_only,
  (SELECT COUNT(*) FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'SUPER' AND GRANTEE = CONCAT('''', REPLACE(SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''', ''''''), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), ''''))`;

/** Sets what a session of ours must have and reads what the server says of itself. */
export async function prepareSession(wire: Wire, options: ConnectOptions): Promise<ServerFacts> {
  const { signal } = options;
  await wire.send("SET NAMES utf8mb4", { signal });
  const facts = textsOf((await wire.send(factsQuery, { signal })).rows[0]);
  const tls = textsOf((await wire.send("SHOW SESSION STATUS LIKE 'Ssl_version'", { signal })).rows[0]);
  const [version = "", comment = "", database = "", user = "", sqlMode = "", characterSet = "", collation = "", timeZone = "", storage = "", foldNames = "", foreignKeys = "", readOnly = "", superuser = ""] = facts;
  const dialect = flavourOf(version, comment);
  await wire.send(`SET ${settingsOf(dialect, options.timeouts).join(", ")}`, { signal });
  if (options.readOnly) await wire.send("SET SESSION TRANSACTION READ ONLY", { signal });
  return {
    engine: "mysql",
    dialect,
    version: /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? version,
    versionNumber: numberOf(version),
    database,
    user,
    superuser: superuser !== "0",
    readOnly: options.readOnly,
    tls: (tls[1] ?? "") !== "",
    settings: { distribution: distributionOf(version, comment), sqlMode, characterSet, collation, timeZone, storageEngine: storage, lowerCaseTableNames: foldNames, foreignKeyChecks: foreignKeys, serverReadOnly: readOnly === "0" ? "no" : "yes" },
  };
}

/** MariaDB says so in its version; what a distribution writes in the comment is asked second. */
function flavourOf(version: string, comment: string): "mysql" | "mariadb" {
  return /mariadb/i.test(version) || /mariadb/i.test(comment) ? "mariadb" : "mysql";
}

/** Builds of MariaDB since 11.8 carry an advertisement where the distribution's name was; their version names it, too. */
function distributionOf(version: string, comment: string): string {
  return comment.startsWith("--") ? version.replace(/^[\d.]+-/, "") : comment;
}

/** 8.0.36 is 80036, 10.11.19 is 101119: as versioned comments write them. */
export function numberOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "").split(".").map(Number);
  return major * 10_000 + minor * 100 + patch;
}

const longestLockWait = 31_536_000;
const longestRowLockWait = 100_000_000;

/** What a session is SET to so that it keeps its time limits. The server counts lock waits in whole seconds: a part of one is rounded up. */
export function settingsOf(dialect: Dialect, timeouts: Timeouts): string[] {
  const seconds = Math.max(1, Math.ceil(timeouts.lock / 1000));
  return [
    `SESSION lock_wait_timeout = ${timeouts.lock > 0 ? seconds : longestLockWait}`,
    `SESSION innodb_lock_wait_timeout = ${timeouts.lock > 0 ? seconds : longestRowLockWait}`,
    `SESSION ${statementTimeoutSetting(dialect, timeouts.statement)}`,
    // A person who reads page by page may be slow.
    "SESSION net_write_timeout = 3600",
    ...(dialect === "mariadb" && timeouts.idleInTransaction > 0 ? [`SESSION idle_transaction_timeout = ${Math.ceil(timeouts.idleInTransaction / 1000)}`] : []),
  ];
}

/** MySQL's holds for SELECT alone; the others are killed by our own clock. MariaDB's counts in seconds and holds for all. */
export function statementTimeoutSetting(dialect: Dialect, milliseconds: number): string {
  const limit = Math.max(0, Math.trunc(milliseconds));
  return dialect === "mariadb" ? `max_statement_time = ${limit / 1000}` : `max_execution_time = ${limit}`;
}

export function textsOf(row: RawRow | undefined): string[] {
  return (row ?? []).map((value) => (value === null ? "" : value.toString()));
}
