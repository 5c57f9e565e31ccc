import { factsOf } from "./analyse.ts";
import { textOf } from "./facts/cursor.ts";
import { temporarySchema } from "./facts/state.ts";
import type { Flavour } from "./flavourName.ts";
import { nameOf } from "./ownName.ts";
import { settingNames } from "./scan/settingNames.ts";
import type { SqlMode } from "./scan/sqlMode.ts";
import { defaultMode } from "./scan/sqlMode.ts";
import type { Token } from "./scan/tokens.ts";
import { tokensOf } from "./scan/tokens.ts";

/**
 * What acts on the whole server, its files, its accounts or another database: dropping a scratch database does not take it back. Also looked for in
 * bodies and in texts for PREPARE. `database`: the session's own. The sql_mode that the statement runs under is not known here, so that every way
 * to read its quotes counts.
 */
export function reachesBeyond(sql: string, flavour: Flavour, version?: number, database?: string): boolean {
  const modes = /["\\]/.test(sql) ? everyMode : [defaultMode];
  return modes.some((mode) => reaches(sql, mode, flavour, version, database));
}

const everyMode: readonly SqlMode[] = [false, true].flatMap((ansiQuotes) => [false, true].map((noBackslashEscapes) => ({ ...defaultMode, ansiQuotes, noBackslashEscapes })));

function reaches(sql: string, mode: SqlMode, flavour: Flavour, version: number | undefined, database: string | undefined): boolean {
  const tokens = tokensOf(sql, flavour, mode, version);
  const parts = statementsIn(tokens);
  if (parts.some((part) => actsBeyond(part, database))) return true;
  const dynamic = tokens.filter((token) => token.kind === "string" && startsStatement.test(token.text));
  if (dynamic.length > 0 && /^(?:SET|PREPARE|EXECUTE|CREATE|BEGIN)$/.test(tokens[0]?.upper ?? "") && dynamic.some((token) => reachesBeyond(textOf(token), flavour, version, database))) return true;
  return database !== undefined && tokens.some((token) => token.text === ".") && namesAnother(sql, mode, flavour, version, database);
}

/** A text that may be given to PREPARE. */
const startsStatement = /^['"]\s*(?:create|alter|drop|rename|grant|revoke|set|use|flush|reset|kill|load|install|uninstall|purge|change|shutdown|clone|insert|update|delete|replace|truncate|select)\b/i;

const bodyWords = new Set([";", "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", ":", "ROW", ")"]);

/** The statement, and what stands where a statement of its body may begin. */
function statementsIn(tokens: readonly Token[]): (readonly Token[])[] {
  const body = /^(?:CREATE|ALTER|BEGIN)$/.test(tokens[0]?.upper ?? "") && tokens.some((token) => token.upper === "BEGIN" || token.upper === "DO" || token.upper === "PROCEDURE" || token.upper === "TRIGGER");
  if (!body) return [tokens];
  return [tokens, ...tokens.flatMap((token, at) => (bodyWords.has(token.upper) && at + 1 < tokens.length ? [tokens.slice(at + 1, at + 400)] : []))].map((part, at) => (at === 0 ? part : upToEnd(part)));
}

function upToEnd(part: readonly Token[]): readonly Token[] {
  const end = part.findIndex((token) => token.upper === ";");
  return end === -1 ? part : part.slice(0, end);
}

function actsBeyond(tokens: readonly Token[], database: string | undefined): boolean {
  const words = tokens.map((token) => token.upper);
  const [first, second] = words;
  if (first === "USE") return !isNamed(tokens[1], database);
  if (first === "SHUTDOWN" || first === "RESTART" || first === "KILL" || first === "FLUSH" || first === "RESET" || first === "PURGE" || first === "CHANGE" || first === "GRANT" || first === "REVOKE" || first === "CLONE" || first === "STOP" || first === "BINLOG" || first === "XA" || first === "BACKUP") return true;
  if (first === "START" && second !== "TRANSACTION") return true;
  if (first === "SET" && ["GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD", "ROLE"].some((name) => settingNames(tokens).has(name))) return true;
  if ((first === "CREATE" || first === "ALTER") && words.some((word, at) => (word === "SONAME" && tokens[at + 1]?.kind === "string") || (word === "ENGINE" && elsewhere.test(tokens[at + (words[at + 1] === "=" ? 2 : 1)]?.text ?? "")))) return true;
  if (first === "ALTER" && (second === "DATABASE" || second === "SCHEMA") && (isNamed(tokens[2], database) || databaseOptions.has(words[2] ?? ""))) return false;
  if ((first === "CREATE" || first === "ALTER" || first === "DROP" || first === "RENAME") && wholeServer.has((second === "OR" ? words[3] : second === "UNDO" ? words[2] : second) ?? "")) return true;
  if ((first === "INSTALL" || first === "UNINSTALL") || (first === "LOAD" && (second === "DATA" || second === "XML"))) return true;
  return words.some((word, at) => word === "INTO" && (words[at + 1] === "OUTFILE" || words[at + 1] === "DUMPFILE"));
}

/** Engines whose tables are on other servers or in files of the server. */
const elsewhere = /^['"`]?(?:FEDERATED|FEDERATEDX|CONNECT|SPIDER|S3|OQGRAPH)['"`]?$/i;

/** After ALTER DATABASE without a name comes an option of the session's own. */
const databaseOptions = new Set(["DEFAULT", "CHARACTER", "CHARSET", "COLLATE"]);

/** What is made, changed and dropped for all databases. */
const wholeServer = new Set(["USER", "ROLE", "DATABASE", "SCHEMA", "SERVER", "TABLESPACE", "INSTANCE", "RESOURCE", "LOGFILE", "SPATIAL"]);

/** Databases of which everybody may read, and in which nobody writes by a script. */
const serverOwn = new Set(["information_schema", "performance_schema"]);

function isNamed(token: Token | undefined, database: string | undefined): boolean {
  return token !== undefined && (token.kind === "word" || token.kind === "name") && nameOf(token) === database;
}

/** True where a statement, or the body in it, names an object of a database that is not the session's own. */
function namesAnother(sql: string, mode: SqlMode, flavour: Flavour, version: number | undefined, database: string): boolean {
  const facts = factsOf(sql, { flavour, version, database, mode });
  const objects = [...facts.defines, ...facts.uses, ...facts.drops, ...facts.renames.flatMap(({ from, to }) => [from, to]), ...facts.destroys.map((one) => one.object)];
  return objects.some(({ schema }) => schema !== undefined && schema !== database && schema !== temporarySchema && !serverOwn.has(schema.toLowerCase()));
}

/** Nothing that runs inside of a transaction here escapes its rollback, but what `reachesBeyond` tells. */
export function leavesTraces(): boolean {
  return false;
}
