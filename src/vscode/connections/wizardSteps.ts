import { connectionRoles, profileOfUrl } from "../../agent/connectionProfile.ts";
import type { ConnectionProfile, ServerProfile, TlsMode } from "../../agent/connectionProfile.ts";
import type { ConnectionRole } from "../../agent/permissionMode.ts";

export type StepId = "engine" | "url" | "file" | "host" | "port" | "database" | "user" | "passwordFrom" | "password" | "variable" | "tls" | "name" | "role" | "save";

/** What was answered so far; every answer is text. */
export type Draft = Readonly<Partial<Record<StepId, string>>>;

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

export interface Question {
  readonly title: string;
  readonly prompt: string;
  /** Absent: a free text. */
  readonly choices?: readonly Choice[];
  /** The choices are proposals; anything may be typed. */
  readonly free?: boolean;
  readonly value?: string;
  readonly secret?: boolean;
  /** Null where the answer is good, else what to change. */
  readonly validate: (value: string) => string | null;
}

export interface WizardFacts {
  readonly takenNames: readonly string[];
  readonly databaseFiles: readonly string[];
  readonly hasFolder: boolean;
}

/** The steps that the answers so far lead through; their number is known from the first answer on. */
export function stepsOf(draft: Draft): readonly StepId[] {
  const end: readonly StepId[] = ["name", "role", "save"];
  if (draft.engine === "sqlite") return ["engine", "file", ...end];
  if (draft.engine === "url") return ["engine", "url", ...end];
  const secret: readonly StepId[] = draft.passwordFrom === "type" ? ["password"] : draft.passwordFrom === "environment" ? ["variable"] : [];
  return ["engine", "host", "port", "database", "user", "passwordFrom", ...secret, "tls", ...end];
}

export function question(step: StepId, draft: Draft, facts: WizardFacts): Question {
  const ask = questions[step](draft, facts);
  return { ...ask, value: draft[step] ?? ask.value ?? "" };
}

/** Takes an answer; what depended on another one is forgotten. */
export function answered(draft: Draft, step: StepId, value: string): Draft {
  if (step === "engine" && draft.engine !== undefined && draft.engine !== value) return { engine: value };
  return { ...draft, [step]: value };
}

/** The profile and the password that the answers make. Throws UsageError for a URL that names no engine known here. */
export function profileOf(draft: Draft): { readonly profile: ConnectionProfile; readonly password: string | undefined } {
  const name = (draft.name ?? "").trim();
  const role = (draft.role ?? "development") as ConnectionRole;
  const url = (draft.url ?? "").trim();
  if (draft.engine === "url") return url.includes("${env:") ? { profile: { name, role, engine: "url", url }, password: undefined } : profileOfUrl(url, name, role);
  if (draft.engine === "sqlite") return { profile: { name, role, engine: "sqlite", path: (draft.file ?? "").trim() }, password: undefined };
  const reference = draft.passwordFrom === "environment" ? `\${env:${(draft.variable ?? "").trim()}}` : draft.passwordFrom === "ask" ? "${ask}" : undefined;
  const profile: ServerProfile = {
    name, role, engine: "postgresql", host: (draft.host ?? "").trim(), port: Number(draft.port), database: (draft.database ?? "").trim(), user: (draft.user ?? "").trim(),
    tls: (draft.tls ?? "verify-full") as TlsMode,
    ...(reference === undefined ? {} : { password: reference }),
  };
  return { profile, password: draft.passwordFrom === "type" ? draft.password : draft.passwordFrom === "none" ? "" : undefined };
}

/** The answers that an existing profile stands for, to edit it. The stored password is kept unless another is typed. */
export function draftOf(profile: ConnectionProfile): Draft {
  if (profile.engine === "sqlite") return { engine: "sqlite", file: profile.path, name: profile.name, role: profile.role };
  if (profile.engine === "url") return { engine: "url", url: profile.url, name: profile.name, role: profile.role };
  const variable = /^\$\{env:(.+)\}$/.exec(profile.password ?? "")?.[1];
  const passwordFrom = profile.password === undefined ? "keep" : variable === undefined ? "ask" : "environment";
  return {
    engine: "postgresql", host: profile.host, port: String(profile.port), database: profile.database, user: profile.user, passwordFrom,
    ...(variable === undefined ? {} : { variable }), tls: profile.tls, name: profile.name, role: profile.role,
  };
}

const filled = (what: string) => (value: string): string | null => (value.trim() === "" ? `Type ${what}.` : null);
const chosen = (choices: readonly Choice[]) => (value: string): string | null => (choices.some((choice) => choice.value === value) ? null : "Choose one of them.");
const pick = (title: string, prompt: string, choices: readonly Choice[]): Question => ({ title, prompt, choices, validate: chosen(choices) });

const questions: Readonly<Record<StepId, (draft: Draft, facts: WizardFacts) => Question>> = {
  engine: () => pick("Engine", "Which database is it?", [
    { value: "sqlite", label: "$(file) SQLite", detail: "A database file; needs no server" },
    { value: "postgresql", label: "$(server) PostgreSQL", detail: "A server, version 13 to 18" },
    { value: "url", label: "$(link) Connection URL", detail: "Paste postgres://… or sqlite:…; its password goes to the secret storage" },
  ]),
  url: () => ({ title: "URL", prompt: "The connection URL; its password goes to the secret storage. ${env:NAME} stands for an environment variable.", secret: true, validate: (value) => urlProblem(value) }),
  file: (_draft, facts) => ({
    title: "Database file", prompt: "Choose a file, or type its path; relative to the workspace folder", free: true,
    choices: facts.databaseFiles.map((file) => ({ value: file, label: `$(database) ${file}` })), validate: filled("the path of the database file"),
  }),
  host: () => ({ title: "Host", prompt: "Host name, address, or the folder of a Unix socket", value: "localhost", validate: (value) => (/[\s@/]/.test(value.trim()) && !value.startsWith("/") ? "A host has no blanks, no @ and no slash. For a whole URL go back and choose Connection URL." : filled("a host")(value)) }),
  port: () => ({ title: "Port", prompt: "PostgreSQL listens on 5432 unless configured otherwise", value: "5432", validate: (value) => (/^\d{1,5}$/.test(value.trim()) && Number(value) >= 1 && Number(value) <= 65535 ? null : "Type a number from 1 to 65535.") }),
  database: () => ({ title: "Database", prompt: "Name of the database", validate: filled("the database's name") }),
  user: () => ({ title: "User", prompt: "The user to connect as", value: "postgres", validate: filled("the user's name") }),
  passwordFrom: (draft) => pick("Password", "Where does the password come from?", [
    ...(draft.passwordFrom === "keep" ? [{ value: "keep", label: "$(lock) Keep what is stored", detail: "The password that the secret storage holds for this server and user" }] : []),
    { value: "type", label: "$(key) Type it now", detail: "Kept in the editor's secret storage, never in settings" },
    { value: "ask", label: "$(comment) Ask each time", detail: "Kept nowhere" },
    { value: "environment", label: "$(symbol-variable) Environment variable", detail: "Read when connecting, for example PGPASSWORD" },
    { value: "none", label: "$(unlock) None needed", detail: "The server trusts the user, or uses another way" },
  ]),
  password: (draft) => ({ title: "Password", prompt: `Password of ${draft.user ?? "the user"}; kept in the secret storage`, secret: true, validate: (value) => (value === "" ? "Type the password, or go back and choose None needed." : null) }),
  variable: () => ({ title: "Environment variable", prompt: "Its name", value: "PGPASSWORD", validate: (value) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(value.trim()) ? null : "A variable's name is letters, digits and underscores.") }),
  tls: (draft) => {
    const choices: readonly Choice[] = [
      { value: "verify-full", label: "$(shield) Verify in full", detail: "Encrypted; certificate and host name are checked. Right for everything that is not on this machine" },
      { value: "verify-ca", label: "$(shield) Verify the authority", detail: "Encrypted; the certificate is checked, the host name is not" },
      { value: "require", label: "$(lock) Encrypt only", detail: "Encrypted, but anyone could answer" },
      { value: "disable", label: "$(unlock) Off", detail: "For a server on this machine" },
    ];
    const local = /^(localhost|127\.|::1|\/)/.test(draft.host ?? "");
    return { ...pick("TLS", "How is the transport protected?", choices), value: local ? "disable" : "verify-full" };
  },
  name: (draft, facts) => ({
    title: "Name", prompt: "What do you call it?", value: suggestedName(draft),
    validate: (value) => (value.trim() === "" ? "Type a name." : facts.takenNames.some((taken) => taken.toLowerCase() === value.trim().toLowerCase()) ? "Another connection has this name; choose a different one." : null),
  }),
  role: (draft) => ({
    ...pick("Role", "What is it for? Production warns and asks more.", connectionRoles.map((role) => ({ value: role, ...roleWords[role] }))),
    value: soundsLikeProduction(draft) ? "production" : "development",
  }),
  save: (_draft, facts) => pick("Save", "Where to keep it; passwords are never written to settings", [
    ...(facts.hasFolder ? [{ value: "test-workspace", label: "$(debug-start) Test and save in this workspace", detail: ".vscode/settings.json, shared with whoever has the folder" }] : []),
    { value: "test-user", label: "$(debug-start) Test and save for all workspaces", detail: "User settings" },
    { value: facts.hasFolder ? "workspace" : "user", label: "$(save) Save without testing" },
  ]),
};

const roleWords: Readonly<Record<ConnectionRole, Omit<Choice, "value">>> = {
  development: { label: "$(beaker) Development", detail: "Yours to break" },
  staging: { label: "$(versions) Staging", detail: "Shared with others; every write asks" },
  production: { label: "$(warning) Production", detail: "Shown in the status bar as a warning; every write asks, destructive ones by name" },
};

function soundsLikeProduction({ host, database, name, url }: Draft): boolean {
  return [host, database, name, url].some((text) => /(?:^|[^a-z])(?:prod|production|live|primary)(?:[^a-z]|$)/i.test(text ?? ""));
}

function suggestedName(draft: Draft): string {
  if (draft.engine === "sqlite") return (draft.file ?? "").split(/[\\/]/).at(-1)?.replace(/\.[^.]+$/, "") ?? "";
  return draft.engine === "url" ? urlDatabase(draft.url ?? "") : (draft.database ?? "");
}

function urlDatabase(url: string): string {
  try {
    const { profile } = profileOfUrl(url, "", "development");
    return profile.engine === "sqlite" ? suggestedName({ engine: "sqlite", file: profile.path }) : profile.engine === "url" ? "" : profile.database;
  } catch {
    return "";
  }
}

function urlProblem(url: string): string | null {
  if (/\$\{env:[A-Za-z_][A-Za-z0-9_]*\}/.test(url)) return null;
  try {
    profileOfUrl(url, "", "development");
    return null;
  } catch (error) {
    return error instanceof Error && "next" in error ? `${error.message} ${String(error.next)}` : "The URL cannot be read; check its percent signs.";
  }
}
