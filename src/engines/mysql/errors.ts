import { ConnectionError, type ConnectionReason, StatementError, type StatementReason } from "../../core/errors.ts";
import { commandOf } from "./command.ts";
import { errorOffset } from "./errorOffset.ts";
import type { Reading } from "./guard.ts";
import { defaultMode } from "./scan/sqlMode.ts";

/** A server's refusal as the driver gives it. */
export interface ServerError extends Error {
  readonly errno: number;
  readonly sqlState: string;
  /** The driver's name of the number ("ER_PARSE_ERROR"); MariaDB's own numbers have none. */
  readonly code?: string;
  readonly sqlMessage?: string;
}

export function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && "errno" in error && typeof error.errno === "number" && "sqlState" in error && typeof error.sqlState === "string" && error.sqlState !== "";
}

const numbers: readonly (readonly [StatementReason, readonly number[]])[] = [
  ["syntax", [1064, 1065, 1149, 1115, 1273, 1193, 1231, 1418, 1221, 4161]],
  ["undefinedObject", [1008, 1049, 1051, 1054, 1072, 1091, 1109, 1128, 1146, 1176, 1177, 1243, 1305, 1360, 1443, 1449, 1539, 1735, 3751, 3821, 3940, 4091, 4092, 4096]],
  ["duplicateObject", [1007, 1050, 1060, 1061, 1068, 1304, 1359, 1537, 1826, 3822, 4090]],
  ["constraint", [1022, 1048, 1062, 1138, 1169, 1171, 1216, 1217, 1264, 1265, 1292, 1364, 1366, 1406, 1411, 1451, 1452, 1557, 1586, 1761, 1762, 3140, 3141, 3819, 4025, 4163]],
  ["dependency", [1553, 1701, 1828, 1829, 1830, 1832, 1833, 1834, 3108, 3730, 3780, 3837, 3855, 3959, 3813, 1901]],
  ["permission", [1044, 1045, 1142, 1143, 1227, 1290, 1370, 1410, 1419, 1698, 3118, 3530]],
  ["readOnly", [1792, 1836, 3989]],
  ["lockTimeout", [1205, 3572, 3058]],
  ["statementTimeout", [1969, 3024]],
  ["deadlock", [1213, 1614]],
  ["diskFull", [1021, 1114, 1118]],
];

const reasons = new Map<number, StatementReason>(numbers.flatMap(([reason, list]) => list.map((number) => [number, reason] as const)));

const advice: Partial<Record<StatementReason, string>> = {
  syntax: "Correct the statement at the marked place.",
  undefinedObject: "Check the name and the database, or run what creates it first.",
  duplicateObject: "It exists already: give another name, drop it first, or write IF NOT EXISTS.",
  constraint: "Change the rows that break the rule, or the rule.",
  dependency: "Drop or change what depends on it first.",
  permission: "Ask the administrator for the right, or connect as a user who has it.",
  readOnly: "This connection only reads. Leave explore mode to change the database.",
  lockTimeout: "Another session holds the lock. Try again when it has ended, or raise the lock timeout.",
  statementTimeout: "Raise the statement timeout or make the statement do less at once.",
  deadlock: "Run it again; the other session has gone on. The whole transaction was rolled back.",
  diskFull: "Free space on the server's disk, then run it again.",
};

const unknownReading: Reading = { flavour: "mysql", version: 0, mode: defaultMode };

/** Reads a server's refusal once, by its number. `text` is the statement that was sent, `shift` what we put in front of the person's own text. */
export function statementError(error: ServerError, text: string, shift = 0, reading = unknownReading): StatementError {
  const message = error.sqlMessage ?? error.message;
  const reason = reasonOf(error, message, text);
  const next = advice[reason];
  const found = errorOffset(error.errno, message, text, reading);
  const offset = found === undefined ? undefined : found - shift;
  return new StatementError(reason, String(error.errno), message, {
    cause: { name: error.name, errno: error.errno },
    details: { sqlState: error.sqlState, ...(error.code === undefined ? {} : { name: error.code }) },
    ...(next === undefined ? {} : { next }),
    ...(offset === undefined || offset < 0 ? {} : { offset }),
  });
}

function reasonOf(error: ServerError, message: string, text: string): StatementReason {
  // MariaDB says of a parent table that is dropped what it says of a parent row.
  if ((error.errno === 1451 || error.errno === 1217) && commandOf(text).startsWith("DROP")) return "dependency";
  if (error.errno === 1290) return /read-only/i.test(message) ? "readOnly" : "permission";
  const known = reasons.get(error.errno);
  if (known !== undefined) return known;
  return error.sqlState.startsWith("23") ? "constraint" : "other";
}

/** The statement was killed: by us, or (the same code) by somebody else together with the whole connection. */
export function interruptedCode(error: ServerError): boolean {
  return error.errno === 1317 || error.errno === 1028 || error.errno === 3024 || error.errno === 1969;
}

/** True where the server ends the session itself: shut down, killed, idle for too long. */
export function endsSession(error: ServerError): boolean {
  return [1053, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 3169, 4031].includes(error.errno);
}

export function lostConnection(cause: unknown): ConnectionError {
  const told = isServerError(cause) ? ` The server said: ${cause.sqlMessage ?? cause.message}.` : "";
  return new ConnectionError("lost", `The connection to the server was lost.${told}`, { cause: withoutSecrets(cause), next: "Check that the server runs and connect again. What was not committed is undone by the server." });
}

/** Where a connection was to be had, for messages; never the URL. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly socket: string | undefined;
  readonly database: string;
  readonly user: string;
}

const tlsCodes = /^(ERR_TLS|ERR_SSL|EPROTO$|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|HANDSHAKE_SSL_ERROR)/;

/** Why no connection could be had, in words that say what to do. */
export function connectError(error: unknown, place: Place): ConnectionError {
  const at = place.socket ?? `${place.host}:${place.port}`;
  const make = (reason: ConnectionReason, message: string, next: string): ConnectionError => new ConnectionError(reason, message, { cause: withoutSecrets(error), next });
  if (isServerError(error)) return refusedBy(error, place, at, make);
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ETIMEDOUT") return make("timeout", `${at} did not answer in time.`, "Check host and port: a server of another kind keeps silent, and so does a firewall. Else raise the connect timeout.");
  if (code === "HANDSHAKE_NO_SSL_SUPPORT") return make("tls", `The server at ${at} does not offer TLS.`, "Use ssl-mode=DISABLED in the URL where the network is trusted, or switch TLS on at the server.");
  if (tlsCodes.test(code) || /certificate|altnames/i.test(message)) return make("tls", `The TLS handshake with ${at} failed: ${code === "" || code === "HANDSHAKE_SSL_ERROR" ? message || "the certificate is not trusted" : code}.`, "Give the server's certificate authority with ssl-ca=, or use ssl-mode=REQUIRED to encrypt without checking it.");
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return make("unreachable", `The host ${place.host} is not known.`, "Check the spelling of the host and the network.");
  if (code === "ECONNREFUSED" || code === "ENOENT") return make("unreachable", `No MySQL or MariaDB server answers at ${at}.`, "Start the server, or correct host and port.");
  if (/AUTH_|auth/i.test(code) || /plugin/i.test(message)) return make("authentication", `The server at ${at} asks "${place.user}" for a way of logging in that is not supported here.`, "Give the user caching_sha2_password, mysql_native_password or ed25519.");
  return make("unreachable", `No connection to ${at}: ${code || "the server closed it"}.`, "Check that a MySQL or MariaDB server runs there and that it accepts connections from this machine.");
}

function refusedBy(error: ServerError, place: Place, at: string, make: (reason: ConnectionReason, message: string, next: string) => ConnectionError): ConnectionError {
  const said = error.sqlMessage ?? error.message;
  switch (error.errno) {
    case 1045:
    case 1698:
      return make("authentication", `The server at ${at} does not let "${place.user}" in: the user or the password is wrong.`, "Correct the user name or the password, and check from which hosts the user may connect.");
    case 1044:
      return make("authentication", `"${place.user}" may not use the database "${place.database}".`, "Ask the administrator for rights on it, or connect as another user.");
    case 1049:
      return make("unknownDatabase", `There is no database "${place.database}" at ${at}.`, "Correct the database's name, or create it first.");
    case 3159:
      return make("tls", `The server at ${at} accepts only encrypted connections.`, "Add ssl-mode=REQUIRED to the URL.");
    case 1040:
    case 1203:
    case 1226:
      return make("unreachable", `The server at ${at} has no connection left.`, "Close other connections or try again later.");
    case 1129:
    case 1130:
      return make("authentication", `The server at ${at} accepts no connections from this machine.`, "Ask the administrator to let this host in.");
    case 1820:
    case 1862:
    case 3118:
    case 4151:
      return make("authentication", `The password of "${place.user}" has expired or the account is locked.`, "Set a new password with the server's own client.");
    default:
      return make(error.sqlState.startsWith("28") ? "authentication" : "unreachable", `The server at ${at} refused the connection: ${said}.`, "Check the account and try again when the server is up.");
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== "") ?? "";
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Drivers hang statements and parameters on their errors; only the kind of one may travel on. */
function withoutSecrets(error: unknown): { readonly name: string; readonly code: string } {
  return { name: error instanceof Error ? error.name : "Error", code: isServerError(error) ? String(error.errno) : codeOf(error) };
}
