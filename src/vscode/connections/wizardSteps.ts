import type { ConnectionProfile, ServerProfile } from "../../agent/connectionProfile.ts";
import { isServer } from "../../agent/connectionProfile.ts";
import type { ConnectionRole } from "../../agent/permissionMode.ts";
import type { ServerKind } from "../../agent/profiles/serverKinds.ts";
import { isServerDialect, serverKinds } from "../../agent/profiles/serverKinds.ts";
import type { TlsMode } from "../../agent/profiles/tls.ts";
import { profileOfUrl, readServerUrl } from "../../agent/profiles/url.ts";

export type StepId = "engine" | "url" | "file" | "topology" | "host" | "port" | "replicaSet" | "database" | "user" | "passwordFrom" | "password" | "variable" | "authSource" | "tls" | "name" | "role" | "save";

/** What was answered so far; every answer is text. `options` and `shadowUrl` are of a profile that is edited, and kept. */
export type Draft = Readonly<Partial<Record<StepId | "options" | "shadowUrl", string>>>;

/** The kind of server that the answers are about; PostgreSQL until one is chosen. */
export function kindOf({ engine }: Draft): ServerKind {
  return serverKinds[isServerDialect(engine) ? engine : "postgresql"];
}

/** The steps that the answers so far lead through; their number is known from the first answer on. */
export function stepsOf(draft: Draft): readonly StepId[] {
  const end: readonly StepId[] = ["name", "role", "save"];
  if (draft.engine === "sqlite") return ["engine", "file", ...end];
  if (draft.engine === "url") return ["engine", "url", ...end];
  const typed: readonly StepId[] = draft.passwordFrom === "type" ? ["password"] : draft.passwordFrom === "environment" ? ["variable"] : [];
  const secret: readonly StepId[] = ["passwordFrom", ...typed];
  if (!kindOf(draft).clusters) return ["engine", "host", "port", "database", "user", ...secret, "tls", ...end];
  const place: readonly StepId[] = draft.topology === "srv" ? ["host"] : draft.topology === "replicaSet" ? ["host", "port", "replicaSet"] : ["host", "port"];
  const login: readonly StepId[] = draft.user?.trim() === "" ? [] : [...secret, "authSource"];
  return ["engine", "topology", ...place, "database", "user", ...login, "tls", ...end];
}

/** Takes an answer; what depended on another one is forgotten. A whole URL in the place of a host fills the steps after it. */
export function answered(draft: Draft, step: StepId, value: string): Draft {
  if (step === "engine" && draft.engine !== undefined && draft.engine !== value) return { engine: value };
  const pasted = step === "host" ? draftOfUrl(value) : null;
  return pasted === null ? { ...draft, [step]: value } : { ...draft, ...pasted };
}

/** The answers that a server's URL stands for; null for any other text. */
export function draftOfUrl(text: string): Draft | null {
  if (!/^[a-z+]+:\/\//i.test(text.trim())) return null;
  try {
    const { server, password } = readServerUrl(text);
    const { name: _name, role: _role, ...draft } = draftOf({ name: "", role: "development", ...server });
    return { ...draft, ...(password === undefined ? { passwordFrom: "ask" } : { passwordFrom: "type", password }) };
  } catch {
    return null;
  }
}

/** The profile and the password that the answers make. Throws UsageError for a URL that names no engine known here. */
export function profileOf(draft: Draft): { readonly profile: ConnectionProfile; readonly password: string | undefined } {
  const text = (step: keyof Draft): string => (draft[step] ?? "").trim();
  const name = text("name");
  const role = (draft.role ?? "development") as ConnectionRole;
  const url = text("url");
  if (draft.engine === "url") return url.includes("${env:") ? { profile: { name, role, engine: "url", url }, password: undefined } : profileOfUrl(url, name, role);
  if (draft.engine === "sqlite") return { profile: { name, role, engine: "sqlite", path: text("file") }, password: undefined };
  const { engine, clusters } = kindOf(draft);
  const reference = draft.passwordFrom === "environment" ? `\${env:${text("variable")}}` : draft.passwordFrom === "ask" ? "${ask}" : undefined;
  const options = optionsOf(draft);
  const srv = clusters && draft.topology === "srv";
  const profile: ServerProfile = {
    name, role, engine, host: text("host"), port: Number(text("port") || "27017"), database: text("database"), user: text("user"),
    tls: (draft.tls ?? "verify-full") as TlsMode,
    ...(srv ? { srv } : {}),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(reference === undefined || text("user") === "" ? {} : { password: reference }),
    ...(draft.shadowUrl === undefined ? {} : { shadowUrl: draft.shadowUrl }),
  };
  return { profile, password: draft.passwordFrom === "type" ? draft.password : draft.passwordFrom === "none" ? "" : undefined };
}

function optionsOf(draft: Draft): Readonly<Record<string, string>> {
  const { authSource: _source, replicaSet: _set, directConnection: _direct, ...others } = JSON.parse(draft.options ?? "{}") as Record<string, string>;
  if (!kindOf(draft).clusters) return JSON.parse(draft.options ?? "{}") as Record<string, string>;
  const source = (draft.user ?? "").trim() === "" ? "" : (draft.authSource ?? "").trim();
  return {
    ...others,
    ...(draft.topology === "replicaSet" ? { replicaSet: (draft.replicaSet ?? "").trim() } : draft.topology === "direct" ? { directConnection: "true" } : {}),
    ...(source === "" ? {} : { authSource: source }),
  };
}

/** The answers that an existing profile stands for, to edit it. The stored password is kept unless another is typed. */
export function draftOf(profile: ConnectionProfile): Draft {
  const { name, role } = profile;
  if (profile.engine === "url") return { engine: "url", url: profile.url, name, role };
  if (!isServer(profile)) return { engine: "sqlite", file: profile.path, name, role };
  const variable = /^\$\{env:(.+)\}$/.exec(profile.password ?? "")?.[1];
  const passwordFrom = profile.password === undefined ? "keep" : variable === undefined ? "ask" : "environment";
  const { options = {} } = profile;
  const topology = profile.srv === true ? "srv" : options["replicaSet"] !== undefined ? "replicaSet" : options["directConnection"] === "true" ? "direct" : "single";
  return {
    engine: profile.engine, host: profile.host, port: String(profile.port), database: profile.database, user: profile.user, passwordFrom,
    ...(variable === undefined ? {} : { variable }), tls: profile.tls, name, role, options: JSON.stringify(options),
    ...(serverKinds[profile.engine].clusters ? { topology, replicaSet: options["replicaSet"] ?? "", authSource: options["authSource"] ?? "" } : {}),
    ...(profile.shadowUrl === undefined ? {} : { shadowUrl: profile.shadowUrl }),
  };
}
