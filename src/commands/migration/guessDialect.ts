import type { Dialect } from "../../core/engineId.ts";
import type { MigrationText } from "../../core/migration/readText.ts";

const sqliteOnly = /\b(?:AUTOINCREMENT|WITHOUT\s+ROWID|PRAGMA\s+\w+|sqlite_master|CREATE\s+VIRTUAL\s+TABLE)\b/i;
const postgresqlOnly = /\b(?:BIGSERIAL|TIMESTAMPTZ|JSONB|PLPGSQL|CREATE\s+(?:EXTENSION|TYPE|POLICY|DOMAIN|MATERIALIZED)|REGCLASS|RETURNS\s+TRIGGER)\b/i;
/** What MySQL or MariaDB have too. */
const postgresqlMaybe = /\b(?:SERIAL|NEXTVAL|CREATE\s+(?:SCHEMA|SEQUENCE))\b/i;
const mysqlOnly = /\bAUTO_INCREMENT\b|\bENGINE\s*=\s*\w+|\/\*M?!\d*\s|^[ \t]*DELIMITER[ \t]+\S|\b(?:BIG|SMALL|TINY|MEDIUM)?INT(?:EGER)?(?:\(\d+\))?\s+UNSIGNED\b|\bON\s+DUPLICATE\s+KEY\b|\b(?:MEDIUMINT|TINYTEXT|MEDIUMTEXT|LONGTEXT|MEDIUMBLOB|LONGBLOB)\b|\b(?:DEFAULT\s+CHARSET|FOREIGN_KEY_CHECKS|SQL_MODE|utf8mb4\w*)\b|\b(?:MODIFY|CHANGE)\s+COLUMN\b|\bDROP\s+FOREIGN\s+KEY\b/im;
/** Drizzle writes names like this for SQLite as well. */
const backticks = /\b(?:TABLE|INTO|UPDATE|FROM|EXISTS|ON|ADD|DROP|COLUMN)\s+`/i;
const mariadbOnly = /\/\*M!\d|\bCREATE\s+OR\s+REPLACE\s+TABLE\b|\bSYSTEM\s+VERSIONING\b|\b(?:CREATE|ALTER|DROP)\s+SEQUENCE\b|\bBEGIN\s+NOT\s+ATOMIC\b|\buca1400\b|\bEXECUTE\s+IMMEDIATE\b/i;
const mysqlFolder = /(?:^|[/\\_.-])(?:mysql|mariadb)(?:[/\\_.-]|$)/i;
const mariadbFolder = /(?:^|[/\\_.-])mariadb(?:[/\\_.-]|$)/i;

/** The dialect that scripts are written in, where no connection or flag says it. */
export function guessDialect(texts: readonly MigrationText[]): Dialect {
  if (texts.length > 0 && texts.every(({ file }) => /\.(?:json|[cm]?js)$/i.test(file))) return "mongodb";
  let sqlite = false;
  let maybe = false;
  let mysql = false;
  let byName = false;
  for (const { text, file } of texts) {
    const sure = mysqlOnly.test(text);
    if (!sure && postgresqlOnly.test(text)) return "postgresql";
    mysql ||= sure;
    sqlite ||= sqliteOnly.test(text);
    maybe ||= postgresqlMaybe.test(text);
    byName ||= backticks.test(text) || mysqlFolder.test(file);
  }
  if (mysql || (byName && !sqlite)) return texts.some(({ text, file }) => mariadbOnly.test(text) || mariadbFolder.test(file)) ? "mariadb" : "mysql";
  return sqlite && !maybe ? "sqlite" : "postgresql";
}
