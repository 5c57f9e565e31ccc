import type { ConnectionRole } from "./permissionMode.ts";
import { environmentVariable } from "./profiles/environment.ts";
import type { ServerDialect } from "./profiles/serverKinds.ts";
import { serverKinds } from "./profiles/serverKinds.ts";
import type { TlsMode } from "./profiles/tls.ts";

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

/** A server of any engine. */
export interface ServerProfile extends ProfileBase {
  readonly engine: ServerDialect;
  /** A host name, an address, or a Unix socket (PostgreSQL: its folder); for MongoDB also several members as "a:27017,b:27017". */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** "" where the server lets everyone in (MongoDB). */
  readonly user: string;
  readonly tls: TlsMode;
  /** MongoDB: the host is looked up as mongodb+srv does, and brings the ports along. */
  readonly srv?: true;
  /** Further parameters of the connection URL, none of them secret: authSource, replicaSet, directConnection, … */
  readonly options?: Readonly<Record<string, string>>;
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

export function isServer(profile: ConnectionProfile): profile is ServerProfile {
  return "host" in profile;
}

/** Where a profile's password comes from. */
export type PasswordSource = { readonly kind: "none" } | { readonly kind: "stored" } | { readonly kind: "ask" } | { readonly kind: "environment"; readonly variable: string };

/** Without a user there is nothing that a password would belong to. */
export function passwordSource(profile: ConnectionProfile): PasswordSource {
  if (!isServer(profile) || profile.user === "") return { kind: "none" };
  if (profile.password === undefined) return { kind: "stored" };
  const variable = environmentVariable(profile.password);
  return variable === undefined ? { kind: "ask" } : { kind: "environment", variable };
}

/** "SQLite, data/shop.db" or "PostgreSQL, app@db.example.com:5432/shop": what a person may read. */
export function describeProfile(profile: ConnectionProfile): string {
  if (profile.engine === "url") return profile.url;
  if (!isServer(profile)) return `SQLite, ${profile.path}`;
  const hosts = profile.srv === true || profile.host.includes(",") ? profile.host : `${profile.host}:${profile.port}`;
  return `${serverKinds[profile.engine].label}, ${profile.user === "" ? "" : `${profile.user}@`}${hosts}/${profile.database}`;
}

/** What a stored password belongs to: another host, user or parameter (it may name another host) is another secret, so that an edited setting cannot send a password elsewhere. */
export function secretIdentity(profile: ServerProfile): string {
  const options = Object.entries(profile.options ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([profile.engine, profile.host.toLowerCase(), profile.port, profile.database, profile.user, ...(profile.srv === true ? ["srv"] : []), ...options]);
}
