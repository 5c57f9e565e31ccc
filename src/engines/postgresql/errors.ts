import { ConnectionError, type ConnectionReason, StatementError, type StatementReason } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";

/** The fields of the server's error message that we read; their names are pg's. */
export interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly severity?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly routine?: string;
}

export function isServerError(error: unknown): error is ServerError & Error {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) && "severity" in error;
}

const reasons: Readonly<Record<string, StatementReason>> = {
  "42601": "syntax", "42602": "syntax", "42622": "syntax",
  "42P01": "undefinedObject", "42703": "undefinedObject", "42883": "undefinedObject", "42704": "undefinedObject", "3F000": "undefinedObject", "3D000": "undefinedObject", "42P02": "undefinedObject",
  "42P07": "duplicateObject", "42701": "duplicateObject", "42710": "duplicateObject", "42723": "duplicateObject", "42P06": "duplicateObject", "42P04": "duplicateObject", "42P03": "duplicateObject", "42P05": "duplicateObject",
  "2BP01": "dependency", "2B000": "dependency",
  "42501": "permission", "28000": "permission", "0LP01": "permission",
  "25006": "readOnly",
  "55P03": "lockTimeout",
  "57014": "statementTimeout",
  "40P01": "deadlock",
  "53100": "diskFull",
};

const advice: Partial<Record<StatementReason, string>> = {
  syntax: "Correct the statement at the marked place.",
  undefinedObject: "Check the name, the schema and the search_path, or run what creates it first.",
  duplicateObject: "It exists already: give another name, drop it first, or write IF NOT EXISTS.",
  constraint: "Change the rows that break the rule, or the rule.",
  dependency: "Drop or change what depends on it first; CASCADE would drop that too.",
  permission: "Ask the owner for the right, or connect as a role that has it.",
  readOnly: "This connection only reads. Leave explore mode to change the database.",
  lockTimeout: "Another session holds the lock. Try again when it has ended, or raise the lock timeout.",
  statementTimeout: "Raise the statement timeout or make the statement do less at once.",
  deadlock: "Run it again; the other session has gone on.",
  diskFull: "Free space on the server's disk, then run it again.",
};

/** Reads a server's refusal once, by SQLSTATE. `text` is the statement that was sent, `shift` what we put in front of the person's own text. */
export function statementError(error: ServerError & Error, text: string, shift = 0): StatementError {
  if (error.code === "42601" && error.routine === "exec_parse_message") {
    return new StatementError("syntax", error.code, "The text holds several statements; one is run at a time.", { cause: error, next: "Send them one by one, or as a script." });
  }
  if (error.code === "57014" && error.routine === "CopyGetData") {
    return new StatementError("other", error.code, "COPY … FROM stdin needs its rows after the statement.", { cause: error, next: "Put the rows and a line with \\. behind it." });
  }
  const reason = reasons[error.code] ?? (error.code.startsWith("23") ? "constraint" : "other");
  const next = error.hint ?? advice[reason];
  const offset = error.position === undefined ? undefined : utf16Offset(text, Number(error.position)) - shift;
  return new StatementError(reason, error.code, error.message, {
    cause: error,
    details: detailsOf(error),
    ...(next === undefined ? {} : { next }),
    ...(offset === undefined || offset < 0 ? {} : { offset }),
  });
}

function detailsOf(error: ServerError): Record<string, Json> {
  const { detail, hint, where, schema, table, column, constraint } = error;
  return Object.fromEntries(Object.entries({ detail, hint, where, schema, table, column, constraint }).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The server counts characters from 1; a character outside the BMP is two UTF-16 units. */
export function utf16Offset(text: string, position: number): number {
  let offset = 0;
  for (let character = 1; character < position && offset < text.length; character += 1) offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  return offset;
}

/** True where the server ends the session itself: shut down, terminated, idle for too long, protocol trouble. */
export function endsSession(error: unknown): boolean {
  if (!isServerError(error)) return true;
  return error.severity === "FATAL" || error.severity === "PANIC" || /^(57P0|08|25P03|25P04)/.test(error.code);
}

export function lostConnection(cause: unknown): ConnectionError {
  const told = isServerError(cause) ? ` The server said: ${cause.message}.` : "";
  return new ConnectionError("lost", `The connection to the server was lost.${told}`, { cause: withoutSecrets(cause), next: "Check that the server runs and connect again. What was not committed is undone by the server." });
}

/** Where a connection was to be had, for messages; never the URL. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

const tlsCodes = /^(ERR_TLS|ERR_SSL|EPROTO$|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

/** Why no connection could be had, in words that say what to do. */
export function connectError(error: unknown, place: Place): ConnectionError {
  const at = place.host.startsWith("/") ? place.host : `${place.host}:${place.port}`;
  const make = (reason: ConnectionReason, message: string, next: string): ConnectionError => new ConnectionError(reason, message, { cause: withoutSecrets(error), next });
  if (isServerError(error)) return refusedBy(error, place, at, make);
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (message === "timeout expired" || code === "ETIMEDOUT") return make("timeout", `${at} did not answer in time.`, "Check host and port, and that no firewall lies between, or raise the connect timeout.");
  if (message.includes("does not support SSL")) return make("tls", `The server at ${at} does not offer TLS.`, "Use sslmode=disable in the URL where the network is trusted, or switch TLS on at the server.");
  if (tlsCodes.test(code) || message.includes("SSL connection")) return make("tls", `The TLS handshake with ${at} failed: ${code || message}.`, "Give the server's certificate authority with sslrootcert=, or use sslmode=require to encrypt without checking it.");
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return make("unreachable", `The host ${place.host} is not known.`, "Check the spelling of the host and the network.");
  if (code === "ECONNREFUSED" || code === "ENOENT") return make("unreachable", `No PostgreSQL server answers at ${at}.`, "Start the server, or correct host and port.");
  if (message.includes("password must be a string") || message.includes("SASL")) return make("authentication", `The server at ${at} asks for a password of "${place.user}", and none that fits was given.`, "Give the password of this role.");
  return make("unreachable", `No connection to ${at}: ${code || "the server closed it"}.`, "Check that a PostgreSQL server runs there and that it accepts connections from this machine.");
}

function refusedBy(error: ServerError, place: Place, at: string, make: (reason: ConnectionReason, message: string, next: string) => ConnectionError): ConnectionError {
  if (error.code === "28P01") return make("authentication", `The password of "${place.user}" is wrong.`, "Correct the user name or the password.");
  if (error.code === "28000" && /no encryption|SSL off/i.test(error.message)) return make("tls", `The server at ${at} accepts only encrypted connections.`, "Add sslmode=require to the URL.");
  if (error.code.startsWith("28") || error.code === "42501") return make("authentication", `The server at ${at} does not let "${place.user}" in: ${error.message}.`, "Check the role, its right to connect, and pg_hba.conf.");
  if (error.code === "3D000") return make("unknownDatabase", `There is no database "${place.database}" at ${at}.`, "Correct the database's name, or create it first.");
  if (error.code === "53300") return make("unreachable", `The server at ${at} has no connection left.`, "Close other connections or try again later.");
  return make("unreachable", `The server at ${at} refused the connection: ${error.message}.`, "Try again when the server is up.");
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== "") ?? "";
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Drivers hang connection parameters on their errors; only the kind and text of one may travel on. */
function withoutSecrets(error: unknown): { readonly name: string; readonly code: string } {
  return { name: error instanceof Error ? error.name : "Error", code: codeOf(error) };
}
