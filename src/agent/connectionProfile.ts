import { UsageError } from "../core/errors.ts";
import type { ConnectionRole } from "./permissionMode.ts";

export type TlsMode = "disable" | "require" | "verify-ca" | "verify-full";

interface ProfileBase {
  /** What a person calls it; unique without regard to case. */
  readonly name: string;
  readonly role: ConnectionRole;
}

export interface FileProfile extends ProfileBase {
  readonly engine: "sqlite";
  /** Of the database file; relative to the workspace folder, or absolute. */
  readonly path: string;
}

export interface ServerProfile extends ProfileBase {
  readonly engine: "postgresql";
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly tls: TlsMode;
  /** Where the password comes from when it is not stored: `${env:NAME}` or `${ask}`. Never the password itself. */
  readonly password?: string;
  /** A server for shadow databases, as `${env:NAME}`. */
  readonly shadowUrl?: string;
}

export interface UrlProfile extends ProfileBase {
  readonly engine: "url";
  /** With `${env:NAME}` in the place of what is secret. */
  readonly url: string;
}

/** One entry of the setting `dataEngineer.connections`: all that is needed to connect, without a secret. */
export type ConnectionProfile = FileProfile | ServerProfile | UrlProfile;

export const connectionRoles: readonly ConnectionRole[] = ["development", "staging", "production"];
const tlsModes: readonly TlsMode[] = ["disable", "require", "verify-ca", "verify-full"];

/** Where a profile's password comes from. */
export type PasswordSource = { readonly kind: "none" } | { readonly kind: "stored" } | { readonly kind: "ask" } | { readonly kind: "environment"; readonly variable: string };

export function passwordSource(profile: ConnectionProfile): PasswordSource {
  if (profile.engine !== "postgresql") return { kind: "none" };
  if (profile.password === undefined) return { kind: "stored" };
  const variable = environmentVariable(profile.password);
  return variable === undefined ? { kind: "ask" } : { kind: "environment", variable };
}

/** `NAME` of `${env:NAME}`, else undefined. */
export function environmentVariable(text: string): string | undefined {
  return /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text)?.[1];
}

/** Puts environment variables in the place of `${env:NAME}`. Throws UsageError unknownConnection for one that is not set. */
export function expandEnvironment(text: string, environment: Readonly<Record<string, string | undefined>>, name: string): string {
  return text.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
    const value = environment[variable];
    if (value === undefined) throw new UsageError("unknownConnection", `The connection ${name} needs the environment variable ${variable}, which is not set.`, { next: `Set ${variable} where this is started from, or edit the connection.` });
    return value;
  });
}

/** Reads the setting. What is wrong with an entry is said, and the entry left out. */
export function readProfiles(setting: unknown): { readonly profiles: ConnectionProfile[]; readonly problems: string[] } {
  const profiles: ConnectionProfile[] = [];
  const problems: string[] = [];
  if (setting === undefined || setting === null) return { profiles, problems };
  if (!Array.isArray(setting)) return { profiles, problems: ["dataEngineer.connections must be a list."] };
  const names = new Set<string>();
  setting.forEach((entry: unknown, index) => {
    const read = readProfile(entry);
    const place = `Connection ${index + 1}${typeof read === "string" ? "" : ` (${read.name})`}`;
    if (typeof read === "string") problems.push(`${place}: ${read}`);
    else if (names.has(read.name.toLowerCase())) problems.push(`${place}: another connection has this name.`);
    else {
      names.add(read.name.toLowerCase());
      profiles.push(read);
    }
  });
  return { profiles, problems };
}

function readProfile(entry: unknown): ConnectionProfile | string {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return "it must be an object.";
  const fields = entry as Readonly<Record<string, unknown>>;
  const text = (key: string): string => (typeof fields[key] === "string" ? fields[key].trim() : "");
  const name = text("name");
  if (name === "") return "it needs a name.";
  const role = connectionRoles.find((known) => known === text("role"));
  if (role === undefined) return `its role must be one of ${connectionRoles.join(", ")}.`;
  if (text("url") !== "") return readUrl(name, role, text("url"));
  if (fields["engine"] === "sqlite") return text("path") === "" ? "a SQLite connection needs a path." : { name, role, engine: "sqlite", path: text("path") };
  if (fields["engine"] !== "postgresql") return "its engine must be postgresql or sqlite.";
  const problem = text("host") === "" ? "it needs a host." : text("database") === "" ? "it needs a database." : text("user") === "" ? "it needs a user." : null;
  if (problem !== null) return problem;
  const port = fields["port"] ?? 5432;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535) return "its port must be a number from 1 to 65535.";
  const tls = tlsModes.find((known) => known === (fields["tls"] ?? "verify-full"));
  if (tls === undefined) return `its tls must be one of ${tlsModes.join(", ")}.`;
  const password = text("password");
  if (password !== "" && password !== "${ask}" && environmentVariable(password) === undefined) {
    return "a password does not belong into settings; write ${env:NAME} or ${ask}, or leave it out and it is kept in the secret storage.";
  }
  const shadowUrl = text("shadowUrl");
  if (shadowUrl !== "" && environmentVariable(shadowUrl) === undefined) return "its shadowUrl must be ${env:NAME}, since a URL may hold a password.";
  return {
    name, role, engine: "postgresql", host: text("host"), port, database: text("database"), user: text("user"), tls,
    ...(password === "" ? {} : { password }),
    ...(shadowUrl === "" ? {} : { shadowUrl }),
  };
}

function readUrl(name: string, role: ConnectionRole, url: string): ConnectionProfile | string {
  if (/\$\{env:[A-Za-z_][A-Za-z0-9_]*\}/.test(url)) return { name, role, engine: "url", url };
  try {
    const { profile, password } = profileOfUrl(url, name, role);
    return password === undefined ? profile : "a password does not belong into settings; write ${env:NAME} in its place.";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The URL that an engine connects with. It carries the password: it goes to the agent and nowhere else. */
export function profileUrl(profile: ConnectionProfile, password: string | undefined, environment: Readonly<Record<string, string | undefined>> = {}): string {
  if (profile.engine === "sqlite") return `sqlite:${profile.path}`;
  if (profile.engine === "url") return expandEnvironment(profile.url, environment, profile.name);
  const user = encodeURIComponent(profile.user) + (password === undefined || password === "" ? "" : `:${encodeURIComponent(password)}`);
  const socket = profile.host.startsWith("/");
  const host = socket ? "localhost" : profile.host.includes(":") ? `[${profile.host}]` : profile.host;
  const query = new URLSearchParams({ ...(socket ? { host: profile.host } : {}), sslmode: profile.tls });
  return `postgres://${user}@${host}:${profile.port}/${encodeURIComponent(profile.database)}?${query.toString()}`;
}

/** Takes a connection URL apart, so that the secret part can be kept elsewhere. Throws UsageError (badUrl). */
export function profileOfUrl(url: string, name: string, role: ConnectionRole): { readonly profile: ConnectionProfile; readonly password: string | undefined } {
  const file = /^(?:sqlite|file):(?:\/\/(?=\/))?(.+)$/i.exec(url.trim())?.[1];
  if (file !== undefined) return { profile: { name, role, engine: "sqlite", path: file }, password: undefined };
  if (!/^postgres(?:ql)?:\/\//i.test(url.trim()) || !URL.canParse(url.trim())) {
    throw new UsageError("badUrl", "This is no connection URL that is known here.", { next: "Write it as postgres://user@host:5432/database or sqlite:path/to/file.db." });
  }
  const parsed = new URL(url.trim());
  const decode = (part: string): string => decodeURIComponent(part);
  const host = parsed.searchParams.get("host") ?? decode(parsed.hostname).replace(/^\[(.*)\]$/, "$1");
  const sslmode = parsed.searchParams.get("sslmode");
  const local = host === "" || host.startsWith("/") || host === "localhost" || host === "127.0.0.1" || host === "::1";
  const user = decode(parsed.username);
  const database = decode(parsed.pathname.slice(1)) || user;
  if (user === "") throw new UsageError("badUrl", "The URL names no user.", { next: "Write it as postgres://user@host:5432/database." });
  return {
    profile: {
      name, role, engine: "postgresql", host: host || "localhost", port: Number(parsed.port || 5432), database, user,
      tls: tlsModes.find((known) => known === sslmode) ?? (local ? "disable" : "verify-full"),
    },
    password: parsed.password === "" ? undefined : decode(parsed.password),
  };
}

/** "SQLite, data/shop.db" or "PostgreSQL, app@db.example.com:5432/shop": what a person may read. */
export function describeProfile(profile: ConnectionProfile): string {
  if (profile.engine === "url") return profile.url;
  return profile.engine === "sqlite" ? `SQLite, ${profile.path}` : `PostgreSQL, ${profile.user}@${profile.host}:${profile.port}/${profile.database}`;
}

/** What a stored password belongs to: another host or user is another secret, so that an edited setting cannot send a password elsewhere. */
export function secretIdentity(profile: ServerProfile): string {
  return JSON.stringify([profile.engine, profile.host.toLowerCase(), profile.port, profile.database, profile.user]);
}
