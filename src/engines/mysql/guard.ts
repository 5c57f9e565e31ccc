import { StatementError } from "../../core/errors.ts";
import type { Flavour } from "./flavourName.ts";
import { settingNames, systemName, upperName } from "./scan/settingNames.ts";
import type { SqlMode } from "./scan/sqlMode.ts";
import type { Token } from "./scan/tokens.ts";
import { tokensOf } from "./scan/tokens.ts";

/** How the server reads a statement now: its flavour and version (for versioned comments) and the sql_mode of the session. */
export interface Reading {
  readonly flavour: Flavour;
  readonly version: number;
  readonly mode: SqlMode;
}

/** Refuses what would end the transaction that the session keeps, be it by an implicit commit; savepoints of the person's own are let through. */
export function refuseTransactionControl(sql: string, reading: Reading): void {
  const tokens = tokensOf(sql, reading.flavour, reading.mode, reading.version);
  const at = commits(tokens);
  if (at === undefined) return;
  const words = at.tokens.slice(0, 2).map((token) => token.upper).join(" ").trim();
  throw at.control
    ? new StatementError("other", "25000", "A transaction is open already: the statement may not begin, end or leave it.", { offset: at.offset, next: "Remove BEGIN, COMMIT and ROLLBACK from the script; the whole of it runs in one transaction." })
    : new StatementError("other", "25000", `${words} commits by itself, so it cannot run inside a transaction.`, { offset: at.offset, next: "Run it outside of a transaction: the server cannot take it back." });
}

interface Commit {
  readonly tokens: readonly Token[];
  readonly offset: number;
  /** It is transaction control, not a change of structure. */
  readonly control: boolean;
}

/** The statements of "Statements That Cause an Implicit Commit" of both manuals. */
const committing = new Set(["CREATE", "DROP", "ALTER", "RENAME", "TRUNCATE", "OPTIMIZE", "REPAIR", "FLUSH", "RESET", "INSTALL", "UNINSTALL", "GRANT", "REVOKE", "CHANGE", "STOP", "CLONE", "IMPORT", "BACKUP", "CACHE", "SHUTDOWN", "RESTART", "CHECK"]);
const controlling = new Set(["BEGIN", "START", "COMMIT", "XA", "LOCK", "UNLOCK"]);

/** The statement inside that would commit or end the transaction; undefined where none would. */
function commits(tokens: readonly Token[]): Commit | undefined {
  const [first, second, third] = tokens;
  if (first === undefined) return undefined;
  const found = (control: boolean): Commit => ({ tokens, offset: first.start, control });
  if (controlling.has(first.upper)) return found(true);
  if (first.upper === "ROLLBACK") return second?.upper === "TO" || (second?.upper === "WORK" && third?.upper === "TO") ? undefined : found(true);
  if (first.upper === "SET") return setCommits(tokens);
  if (first.upper === "ANALYZE") return second !== undefined && tableWords.has(second.upper) ? found(false) : undefined;
  if (first.upper === "LOAD") return second?.upper === "INDEX" ? found(false) : undefined;
  if (!committing.has(first.upper)) return undefined;
  return temporaryTable(tokens) ? undefined : found(false);
}

const tableWords = new Set(["TABLE", "TABLES", "LOCAL", "NO_WRITE_TO_BINLOG"]);

function temporaryTable(tokens: readonly Token[]): boolean {
  const words = tokens.slice(0, 4).map((token) => token.upper);
  return (words[0] === "CREATE" || words[0] === "DROP") && (words[1] === "TEMPORARY" || (words[1] === "OR" && words[3] === "TEMPORARY"));
}

function setCommits(tokens: readonly Token[]): Commit | undefined {
  const [first, second] = tokens;
  if (first === undefined) return undefined;
  const inner = second?.upper === "STATEMENT" ? tokens.findIndex((token) => token.upper === "FOR") : -1;
  if (inner !== -1) return commits(tokens.slice(inner + 1));
  if (second?.upper === "PASSWORD") return { tokens, offset: first.start, control: false };
  return settingNames(tokens).has("AUTOCOMMIT") ? { tokens, offset: first.start, control: true } : undefined;
}

const reading = new Set(["SELECT", "WITH", "TABLE", "VALUES", "VALUE", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "HELP", "CHECKSUM", "SET", "DO", "ANALYZE", "SIGNAL", "GET", "("]);
const writesFiles = new Set(["OUTFILE", "DUMPFILE"]);
/** The locks that a read-only transaction takes all the same; FOR UPDATE it refuses. */
const shares = [["FOR", "SHARE"], ["LOCK", "IN", "SHARE", "MODE"]];
/** What reaches beyond the transaction: locks that outlive it, sequences that never go back, functions of components and plugins that write tables, files or other servers. */
const beyond = /^(?:GET_LOCK|SERVICE_GET_\w+|NEXTVAL|SETVAL|GROUP_REPLICATION_\w+|ASYNCHRONOUS_CONNECTION_\w+|AUDIT_\w+|KEYRING_KEY_(?:STORE|REMOVE|GENERATE)|ROTATE_SYSTEM_KEY|SET_FIREWALL_\w+|MYSQL_FIREWALL_\w+|VERSION_TOKENS_\w+|FIREWALL_\w+|MASKING_DICTIONAR\w+|GEN_DICTIONARY_\w+|OPTION_TRACKER_\w+|INNODB_REDO_LOG_\w+|LOAD_REWRITE_RULES|SPIDER_\w+|MROONGA_COMMAND|SYS_EXEC|SYS_EVAL|SYS_SET)$/;

/**
 * Refuses on a read-only connection whatever is not known to read. The server's read-only transaction refuses every write to tables;
 * what it lets through is refused here: what ends it or changes its mode, settings of the server, files, locks that outlive it, statements hidden in texts.
 */
export function refuseOnReadOnly(sql: string, how: Reading): void {
  const tokens = tokensOf(sql, how.flavour, how.mode, how.version);
  const [first, second] = tokens;
  if (first === undefined) return;
  if (!reading.has(first.upper)) throw readOnlyError(refusalOf(first.upper), first.start);
  if (first.upper === "ANALYZE" && (second === undefined || tableWords.has(second.upper))) throw readOnlyError("ANALYZE TABLE writes statistics.", first.start);
  if (first.upper === "SET") refuseSetting(tokens);
  const effect = effectBeyond(tokens, sql);
  if (effect !== undefined) throw readOnlyError(effect.message, effect.start);
}

interface Effect {
  readonly message: string;
  readonly start: number;
}

/** What of a statement a read-only transaction does not hold back; undefined where nothing is known. */
function effectBeyond(tokens: readonly Token[], sql: string): Effect | undefined {
  const locks = tokens.find((_token, at) => shares.some((words) => words.every((word, ahead) => tokens[at + ahead]?.upper === word)));
  return locks === undefined ? effectKept(tokens, sql) : { message: "The rows would be locked against those who write.", start: locks.start };
}

/** What of it even a rollback does not take back. */
function effectKept(tokens: readonly Token[], sql: string): Effect | undefined {
  const file = tokens.find((token) => writesFiles.has(token.upper));
  if (file !== undefined) return { message: `INTO ${file.upper} writes a file on the server.`, start: file.start };
  if (hidesFile(sql)) return { message: "The text names OUTFILE or DUMPFILE beside comments or backslashes; whether it writes a file on the server cannot be told for sure.", start: tokens[0]?.start ?? 0 };
  const call = tokens.find((token, at) => (beyond.test(upperName(token)) && tokens[at + 1]?.upper === "(") || (token.upper === "NEXT" && tokens[at + 1]?.upper === "VALUE"));
  return call === undefined ? undefined : { message: `${upperName(call)} has effects that the end of the transaction does not take back.`, start: call.start };
}

/** What a statement does that the end of its transaction does not take back: files, locks that outlive it, sequences; undefined where nothing is known. */
export function keptAfterRollback(sql: string, how: Reading): { readonly message: string; readonly start: number } | undefined {
  return effectKept(tokensOf(sql, how.flavour, how.mode, how.version), sql);
}

/** The same of the body of a routine or the query of a view, in words without a full stop; its SET statements are looked at too. */
export function beyondInBody(body: string, how: Reading): string | undefined {
  const tokens = tokensOf(body, how.flavour, how.mode, how.version);
  const effect = effectBeyond(tokens, "");
  if (effect !== undefined) return effect.message.replace(/\.$/, "");
  const set = tokens.find((token, at) => token.upper === "SET" && setsServer(tokens.slice(at)));
  return set === undefined ? undefined : "it sets what outlives the statement";
}

/** Of a SET in a body, that of an UPDATE too: it names a global setting, or one that lifts the read-only mode. */
function setsServer(tokens: readonly Token[]): boolean {
  const end = tokens.findIndex((token) => token.upper === ";");
  return [...settingNames(end === -1 ? tokens : tokens.slice(0, end))].some((name) => lifts.has(name));
}

function refusalOf(word: string): string {
  if (word === "USE") return "This connection stays in its database.";
  if (word === "CALL" || word === "EXECUTE" || word === "PREPARE") return `${word} can run statements that change the connection's mode and then write, so it is refused on a read-only connection.`;
  return `${word === "" ? "The statement" : word} is not one that only reads, so it is refused on a read-only connection.`;
}

const lifts = new Set(["TRANSACTION", "TRANSACTION_READ_ONLY", "TX_READ_ONLY", "TRANSACTION_ISOLATION", "TX_ISOLATION", "AUTOCOMMIT", "COMPLETION_TYPE", "SQL_LOG_BIN", "GTID_NEXT", "PASSWORD", "STATEMENT", "RESOURCE", "DEFAULT_ROLE", "GLOBAL", "PERSIST", "PERSIST_ONLY"]);

function refuseSetting(tokens: readonly Token[]): void {
  const [first, second, third] = tokens;
  const names = settingNames(tokens);
  const refused = [...names].find((name) => lifts.has(name));
  if (refused !== undefined) throw readOnlyError(`SET ${refused} could lift the read-only mode or change the server.`, first?.start ?? 0);
  if (second?.upper === "DEFAULT" && third?.upper === "ROLE") throw readOnlyError("SET DEFAULT ROLE changes an account.", first?.start ?? 0);
  const charset = tokens.find((token, at) => namesCharset(tokens, at) && !readsAsWritten.test(token.text));
  if (charset !== undefined) throw readOnlyError("In that character set the server could take part of a text for statements, so that nobody could tell what it does.", charset.start);
}

/** A value that says in which character set the server reads statements: `NAMES x`, `CHARACTER SET x`, `character_set_client = x`. */
function namesCharset(tokens: readonly Token[], at: number): boolean {
  const [before, twoBefore] = [tokens[at - 1]?.upper, tokens[at - 2]];
  if (before === "NAMES" || before === "CHARSET" || (before === "SET" && twoBefore?.upper === "CHARACTER")) return true;
  return (before === "=" || before === ":=") && twoBefore !== undefined && (twoBefore.kind === "variable" ? systemName(twoBefore.text) : [upperName(twoBefore)]).at(-1) === "CHARACTER_SET_CLIENT";
}

/** Here every quote and backslash stands for itself; in others it may be the second half of a character. */
const readsAsWritten = /^['"`]?(?:utf8|utf8mb3|utf8mb4|latin1|ascii|binary)['"`]?$/i;

/** Where comments or escapes may make the server see other tokens than we do, the mere words are enough. */
function hidesFile(sql: string): boolean {
  return /OUTFILE|DUMPFILE/i.test(sql) && /\/\*|#|--|\\/.test(sql);
}

function readOnlyError(message: string, offset: number): StatementError {
  return new StatementError("readOnly", "25006", message, { offset, next: "Leave explore mode to run it, or use SELECT to read." });
}
