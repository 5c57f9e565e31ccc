import type { ConnectionTarget } from "../agent/host.ts";
import type { ConnectionRole } from "../agent/permissionMode.ts";
import { UsageError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { CliOptions } from "./options.ts";

interface NamedConnection {
  readonly name: string;
  readonly url: string;
  readonly shadowUrl: string | undefined;
  readonly role: ConnectionRole | undefined;
}

/**
 * The connection of a command line: `--url` (a URL, or a name from the settings), else DATABASE_URL, else the settings' own.
 * Throws UsageError: unknownConnection, badUrl. Undefined where none is given at all.
 */
export function findConnection(options: CliOptions, environment: NodeJS.ProcessEnv, setting: (key: string) => unknown): ConnectionTarget | undefined {
  const named = namedConnections(setting("connections"));
  const chosen = choose(options, environment, setting, named);
  if (chosen === undefined) return undefined;
  const shadowUrl = options.shadowUrl ?? environment["SHADOW_DATABASE_URL"] ?? chosen.shadowUrl;
  const role = options.role ?? chosen.role ?? roleOf(setting("role")) ?? "development";
  return { name: chosen.name, url: expand(chosen.url, environment, chosen.name), role, ...(shadowUrl === undefined || shadowUrl === "" ? {} : { shadowUrl: expand(shadowUrl, environment, "shadowUrl") }) };
}

function choose(options: CliOptions, environment: NodeJS.ProcessEnv, setting: (key: string) => unknown, named: readonly NamedConnection[]): NamedConnection | undefined {
  if (options.url !== undefined) return isUrl(options.url) ? plain("--url", options.url) : byName(options.url, named);
  const fromEnvironment = environment["DATABASE_URL"];
  if (fromEnvironment !== undefined && fromEnvironment !== "") return plain("DATABASE_URL", fromEnvironment);
  const url = setting("url");
  if (typeof url === "string" && url !== "") return plain("settings", url);
  const active = setting("connection");
  if (typeof active === "string" && active !== "") return byName(active, named);
  return named.length === 1 ? named[0] : undefined;
}

function plain(name: string, url: string): NamedConnection {
  return { name, url, shadowUrl: undefined, role: undefined };
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

function namedConnections(value: unknown): NamedConnection[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== "object" || item === null) return [];
    const { name, url, shadowUrl, role } = item as Record<string, unknown>;
    if (typeof name !== "string" || typeof url !== "string") return [];
    return [{ name, url, shadowUrl: typeof shadowUrl === "string" ? shadowUrl : undefined, role: roleOf(role) }];
  });
}

function roleOf(value: unknown): ConnectionRole | undefined {
  return value === "development" || value === "staging" || value === "production" ? value : undefined;
}

/** Puts environment variables into `${env:NAME}`, so that a settings file need not hold a secret. */
function expand(url: string, environment: NodeJS.ProcessEnv, name: string): string {
  return url.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
    const value = environment[variable];
    if (value === undefined) throw new UsageError("unknownConnection", `The connection ${name} needs the environment variable ${variable}, which is not set.`, { next: `Set ${variable}, or give --url.` });
    return value;
  });
}
