import { expandEnvironment, passwordSource, profileUrl, readProfiles } from "../agent/connectionProfile.ts";
import type { ConnectionTarget } from "../agent/host.ts";
import type { ConnectionRole } from "../agent/permissionMode.ts";
import { UsageError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { CliOptions } from "./options.ts";

interface NamedConnection {
  readonly name: string;
  readonly url: () => string;
  readonly shadowUrl: string | undefined;
  readonly role: ConnectionRole | undefined;
}

/**
 * The connection of a command line: `--url` (a URL, or a name from the settings), else DATABASE_URL, else the settings' own.
 * Throws UsageError: unknownConnection, badUrl. Undefined where none is given at all.
 */
export function findConnection(options: CliOptions, environment: NodeJS.ProcessEnv, setting: (key: string) => unknown): ConnectionTarget | undefined {
  const named = namedConnections(setting("connections"), environment);
  const chosen = choose(options, environment, setting, named);
  if (chosen === undefined) return undefined;
  const shadowUrl = options.shadowUrl ?? environment["SHADOW_DATABASE_URL"] ?? chosen.shadowUrl;
  const role = options.role ?? chosen.role ?? roleOf(setting("role")) ?? "development";
  return { name: chosen.name, url: chosen.url(), role, ...(shadowUrl === undefined || shadowUrl === "" ? {} : { shadowUrl: expandEnvironment(shadowUrl, environment, chosen.name) }) };
}

function choose(options: CliOptions, environment: NodeJS.ProcessEnv, setting: (key: string) => unknown, named: readonly NamedConnection[]): NamedConnection | undefined {
  if (options.url !== undefined) return isUrl(options.url) ? plain("--url", options.url) : byName(options.url, named);
  const fromEnvironment = environment["DATABASE_URL"];
  if (fromEnvironment !== undefined && fromEnvironment !== "") return plain("DATABASE_URL", fromEnvironment);
  const url = setting("url");
  if (typeof url === "string" && url !== "") return plain("settings", expandEnvironment(url, environment, "settings"));
  const active = setting("activeConnection");
  if (typeof active === "string" && active !== "") return byName(active, named);
  return named.length === 1 ? named[0] : undefined;
}

function plain(name: string, url: string): NamedConnection {
  return { name, url: () => url, shadowUrl: undefined, role: undefined };
}

function isUrl(text: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:sqlite|file):)/i.test(text);
}

function byName(name: string, named: readonly NamedConnection[]): NamedConnection {
  const found = named.find((connection) => connection.name === name);
  if (found !== undefined) return found;
  const names = named.map((connection) => connection.name);
  const meant = nearest(name, names);
  throw new UsageError("unknownConnection", `There is no connection "${name}".`, {
    next: meant !== undefined ? `Did you mean ${meant}?` : names.length > 0 ? `The settings know ${names.join(", ")}.` : "Give a URL such as sqlite:data/app.db or postgres://user@host/database.",
  });
}

/** The settings' own connections. A password that the editor keeps is not known here; the driver's environment (PGPASSWORD) has it. */
function namedConnections(value: unknown, environment: NodeJS.ProcessEnv): NamedConnection[] {
  return readProfiles(value).profiles.map((profile) => {
    const source = passwordSource(profile);
    const password = (): string | undefined => (source.kind === "environment" ? expandEnvironment(`\${env:${source.variable}}`, environment, profile.name) : undefined);
    const shadowUrl = profile.engine === "postgresql" ? profile.shadowUrl : undefined;
    return { name: profile.name, url: () => profileUrl(profile, password(), environment), shadowUrl, role: profile.role };
  });
}

function roleOf(value: unknown): ConnectionRole | undefined {
  return value === "development" || value === "staging" || value === "production" ? value : undefined;
}
