import { UsageError } from "../../core/errors.ts";
import type { ConnectionProfile, ServerProfile } from "../connectionProfile.ts";
import type { ConnectionRole } from "../permissionMode.ts";
import type { ServerDialect } from "./serverKinds.ts";
import { serverKinds } from "./serverKinds.ts";
import { isSecretOption } from "./options.ts";
import { tlsOfQuery } from "./tls.ts";

const engines: Readonly<Record<string, ServerDialect>> = { postgres: "postgresql", postgresql: "postgresql", mysql: "mysql", mariadb: "mariadb", mongodb: "mongodb", "mongodb+srv": "mongodb" };
const urlParts = /^([a-z][a-z0-9+.-]*):\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^/?#@]*))?(?:\?([^#]*))?$/i;

/** The server that a URL's scheme names; undefined for a file, and where the scheme is not known or itself a variable. */
export function serverOfUrl(url: string): ServerDialect | undefined {
  return engines[/^([a-z+]+):\/\//i.exec(url)?.[1]?.toLowerCase() ?? ""];
}

/** Takes a connection URL apart, so that the secret part can be kept elsewhere. Throws UsageError (badUrl) that shows nothing of the URL. */
export function profileOfUrl(text: string, name: string, role: ConnectionRole): { readonly profile: ConnectionProfile; readonly password: string | undefined } {
  const file = /^(?:sqlite|file):(?:\/\/(?=\/))?(.+)$/i.exec(text.trim())?.[1];
  if (file !== undefined) return { profile: { name, role, engine: "sqlite", path: file }, password: undefined };
  const { server, password } = readServerUrl(text);
  if (server.database === "") throw badUrl("The URL names no database.", `Write it as ${serverKinds[server.engine].example}.`);
  return { profile: { name, role, ...server }, password };
}

/** A server's URL in parts; `database` is "" where it names none. Throws UsageError (badUrl) that shows nothing of the URL. */
export function readServerUrl(text: string): { readonly server: Omit<ServerProfile, "name" | "role">; readonly password: string | undefined } {
  const url = text.trim();
  const engine = serverOfUrl(url);
  if (engine === undefined) throw badUrl("This is no connection URL that is known here.", `Write it as ${Object.values(serverKinds).map((kind) => kind.example).join(", ")} or sqlite:path/to/file.db.`);
  const kind = serverKinds[engine];
  const parts = urlParts.exec(url);
  if (parts === null) throw badUrl("The URL cannot be read.", `Write it as ${kind.example}; encode special characters of the password: @ is %40, / is %2F, # is %23, ? is %3F, % is %25.`);
  const [, scheme = "", credentials = "", authority = "", path = "", search = ""] = parts;
  const colon = credentials.indexOf(":");
  const user = decode(colon === -1 ? credentials : credentials.slice(0, colon));
  if (user === "" && !kind.userOptional) throw badUrl("The URL names no user.", `Write it as ${kind.example}.`);
  const query = new URLSearchParams(search);
  const password = colon === -1 ? (query.get("password") ?? "") : decode(credentials.slice(colon + 1));
  const tls = tlsOfQuery(query);
  const srv = scheme.toLowerCase() === "mongodb+srv";
  const { host, port } = place(query.get(kind.socket ?? "") ?? decode(authority), kind.port, srv);
  const database = decode(path) || (kind.databaseOfUser ? user : "");
  const options = optionsOf(query, [...tls.used, kind.socket ?? "", "password"]);
  // Without a database a login is looked up in admin; once one is named, that would be another place.
  const source = kind.clusters && database === "" && user !== "" && options["authSource"] === undefined ? { authSource: "admin" } : {};
  const all = { ...options, ...source };
  return {
    server: {
      engine, host, port, database, user, tls: tls.mode ?? (isLocal(host) ? "disable" : "verify-full"),
      ...(srv ? { srv: true as const } : {}),
      ...(Object.keys(all).length === 0 ? {} : { options: all }),
    },
    password: password === "" ? undefined : password,
  };
}

function optionsOf(query: URLSearchParams, used: readonly string[]): Readonly<Record<string, string>> {
  const options = Object.fromEntries([...query].filter(([key]) => !used.includes(key)));
  const secret = Object.keys(options).find(isSecretOption);
  if (secret !== undefined) throw badUrl(`The URL's parameter ${secret} is a secret, which does not belong into settings.`, "Put ${env:NAME} in its place; the whole URL is then kept as it is.");
  return options;
}

function place(authority: string, usual: number, srv: boolean): { readonly host: string; readonly port: number } {
  if (srv || authority.startsWith("/") || authority.includes(",")) return { host: authority, port: usual };
  const [, bracketed, plain, port = ""] = /^(?:\[(.*)\]|([^:]*))(?::(\d*))?$/.exec(authority) ?? [];
  const host = bracketed ?? plain;
  const number = port === "" ? usual : Number(port);
  if (host === undefined || number < 1 || number > 65_535) throw badUrl("The URL's host and port cannot be read.", "Write them as host:port; encode special characters of the password: @ is %40, : is %3A, / is %2F.");
  return { host: host || "localhost", port: number };
}

/** True for what never leaves this machine. */
export function isLocal(host: string): boolean {
  return host === "" || host.startsWith("/") || host === "localhost" || /^127(?:\.\d+){3}$/.test(host) || host === "::1";
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badUrl("The URL's percent signs cannot be read.", "Write a percent sign of the password as %25.");
  }
}

function badUrl(message: string, next: string): UsageError {
  return new UsageError("badUrl", message, { next });
}
