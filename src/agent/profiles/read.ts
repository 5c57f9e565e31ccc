import type { ConnectionProfile, ServerProfile } from "../connectionProfile.ts";
import { connectionRoles } from "../connectionProfile.ts";
import type { ConnectionRole } from "../permissionMode.ts";
import { environmentVariable } from "./environment.ts";
import { readOptions } from "./options.ts";
import { isServerDialect, serverKinds } from "./serverKinds.ts";
import { tlsModes } from "./tls.ts";
import { profileOfUrl } from "./url.ts";

type Fields = Readonly<Record<string, unknown>>;

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
  const fields = entry as Fields;
  const name = textOf(fields, "name");
  if (name === "") return "it needs a name.";
  const role = connectionRoles.find((known) => known === textOf(fields, "role"));
  if (role === undefined) return `its role must be one of ${connectionRoles.join(", ")}.`;
  const url = textOf(fields, "url");
  if (url !== "") return readUrl(name, role, url);
  if (isServerDialect(fields["engine"])) return readServer(fields, { name, role, engine: fields["engine"] });
  if (fields["engine"] !== "sqlite") return `its engine must be one of sqlite, ${Object.keys(serverKinds).join(", ")}.`;
  return textOf(fields, "path") === "" ? "a SQLite connection needs a path." : { name, role, engine: "sqlite", path: textOf(fields, "path") };
}

function textOf(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === "string" ? value.trim() : "";
}

function readServer(fields: Fields, who: Pick<ServerProfile, "name" | "role" | "engine">): ServerProfile | string {
  const text = (key: string): string => textOf(fields, key);
  const kind = serverKinds[who.engine];
  for (const key of ["host", "database", "user"]) if (text(key) === "" && !(key === "user" && kind.userOptional)) return `it needs a ${key}.`;
  const port = fields["port"] ?? kind.port;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535) return "its port must be a number from 1 to 65535.";
  const tls = tlsModes.find((known) => known === (fields["tls"] ?? "verify-full"));
  if (tls === undefined) return `its tls must be one of ${tlsModes.join(", ")}.`;
  const password = text("password");
  if (password !== "" && password !== "${ask}" && environmentVariable(password) === undefined) {
    return "a password does not belong into settings; write ${env:NAME} or ${ask}, or leave it out and it is kept in the secret storage.";
  }
  const shadowUrl = text("shadowUrl");
  if (shadowUrl !== "" && environmentVariable(shadowUrl) === undefined) return "its shadowUrl must be ${env:NAME}, since a URL may hold a password.";
  const options = readOptions(fields["options"]);
  if (typeof options === "string") return options;
  if (fields["srv"] === true && !kind.clusters) return "srv is known for mongodb only.";
  return {
    ...who, host: text("host"), port, database: text("database"), user: text("user"), tls,
    ...(fields["srv"] === true ? { srv: true as const } : {}),
    ...(Object.keys(options).length === 0 ? {} : { options }),
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
