import type { ConnectionProfile } from "../agent/connectionProfile.ts";
import { isServer, passwordSource } from "../agent/connectionProfile.ts";
import type { ConnectionTarget } from "../agent/host.ts";
import type { ConnectionRole } from "../agent/permissionMode.ts";
import { environmentVariable, expandEnvironment } from "../agent/profiles/environment.ts";
import { readProfiles } from "../agent/profiles/read.ts";
import { serverKinds } from "../agent/profiles/serverKinds.ts";
import { profileUrl } from "../agent/profiles/profileUrl.ts";
import { UsageError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { CliOptions } from "./options.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The connection of a command line: `--url` (a URL, or the name of a connection in the settings), else DATABASE_URL, else the
 * settings' active connection, or their only one. Throws UsageError unknownConnection. Undefined where none is given at all.
 */
export function findConnection(options: CliOptions, environment: Environment, setting: (key: string) => unknown): ConnectionTarget | undefined {
  const given = options.url ?? environment["DATABASE_URL"];
  const found = given !== undefined && given !== "" && isUrl(given) ? ofUrl(given, options) : fromSettings(options, environment, setting);
  if (found === undefined) return undefined;
  const shadowUrl = options.shadowUrl ?? environment["SHADOW_DATABASE_URL"] ?? found.shadowUrl;
  return { name: found.name, url: found.url, role: options.role ?? found.role, ...(shadowUrl === undefined || shadowUrl === "" ? {} : { shadowUrl }) };
}

interface Found {
  readonly name: string;
  readonly url: string;
  readonly role: ConnectionRole;
  readonly shadowUrl?: string;
}

function isUrl(text: string): boolean {
  return /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|(?:sqlite|file):)/i.test(text);
}

function ofUrl(url: string, options: CliOptions): Found {
  return { name: options.url === undefined ? "DATABASE_URL" : "--url", url: url.trim(), role: "development" };
}

function fromSettings(options: CliOptions, environment: Environment, setting: (key: string) => unknown): Found | undefined {
  const { profiles, problems } = readProfiles(setting("connections"));
  const active = setting("activeConnection");
  if (options.url === undefined && (environment["DATABASE_URL"] ?? "") !== "") {
    throw new UsageError("badUrl", "DATABASE_URL is set and is no connection URL.", { next: "Start it with sqlite:, postgres://, mysql://, mariadb:// or mongodb://; its value is not shown here." });
  }
  const name = options.url ?? (typeof active === "string" && active !== "" ? active : undefined);
  if (name === undefined) return profiles.length === 1 ? ofProfile(profiles[0]!, environment) : undefined;
  const profile = profiles.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (profile === undefined) throw unknown(name, profiles, problems);
  return ofProfile(profile, environment);
}

function unknown(name: string, profiles: readonly ConnectionProfile[], problems: readonly string[]): UsageError {
  if (/[@/=]|:\S/.test(name)) {
    return new UsageError("badUrl", "What --url gives is neither a connection URL nor the name of a connection.", { next: "Start it with sqlite:, postgres://, mysql://, mariadb:// or mongodb://; its value is not shown here." });
  }
  const names = profiles.map((profile) => profile.name);
  const meant = nearest(name, names);
  const known = names.length > 0 ? `The settings know ${names.join(", ")}.` : "Give a URL such as sqlite:data/app.db, or one that starts with postgres://, mysql://, mariadb:// or mongodb:// .";
  return new UsageError("unknownConnection", `There is no connection "${name}".`, { next: [meant === undefined ? known : `Did you mean ${meant}?`, ...problems].join(" ") });
}

/** The editor's secret storage cannot be reached from here: without `${env:NAME}` it is the variable that the engine's own tools read, or the password file of PostgreSQL's driver. */
function ofProfile(profile: ConnectionProfile, environment: Environment): Found {
  const source = passwordSource(profile);
  const usual = isServer(profile) && source.kind !== "none" ? environment[serverKinds[profile.engine].passwordVariable] : undefined;
  const password = source.kind === "environment" ? expandEnvironment(`\${env:${source.variable}}`, environment, profile.name) : usual;
  const shadow = isServer(profile) && profile.shadowUrl !== undefined ? environmentVariable(profile.shadowUrl) : undefined;
  const shadowUrl = shadow === undefined ? undefined : environment[shadow];
  return { name: profile.name, url: profileUrl(profile, password, environment), role: profile.role, ...(shadowUrl === undefined ? {} : { shadowUrl }) };
}
