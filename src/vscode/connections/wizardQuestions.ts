import { connectionRoles, isServer } from "../../agent/connectionProfile.ts";
import type { ConnectionRole } from "../../agent/permissionMode.ts";
import { serverKinds } from "../../agent/profiles/serverKinds.ts";
import { profileOfUrl } from "../../agent/profiles/url.ts";
import type { Draft, StepId } from "./wizardSteps.ts";
import { draftOfUrl, kindOf } from "./wizardSteps.ts";

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

export function question(step: StepId, draft: Draft, facts: WizardFacts): Question {
  const ask = questions[step](draft, facts);
  return { ...ask, value: draft[step] ?? ask.value ?? "" };
}

const filled = (what: string) => (value: string): string | null => (value.trim() === "" ? `Type ${what}.` : null);
const chosen = (choices: readonly Choice[]) => (value: string): string | null => (choices.some((choice) => choice.value === value) ? null : "Choose one of them.");
const pick = (title: string, prompt: string, choices: readonly Choice[]): Question => ({ title, prompt, choices, validate: chosen(choices) });

const questions: Readonly<Record<StepId, (draft: Draft, facts: WizardFacts) => Question>> = {
  engine: () => pick("Engine", "Which database is it?", [
    { value: "sqlite", label: "$(file) SQLite", detail: "A database file; needs no server" },
    ...Object.values(serverKinds).map(({ engine, label, versions }) => ({ value: engine, label: `$(server) ${label}`, detail: versions })),
    { value: "url", label: "$(link) Connection URL", detail: "Paste postgres://…, mysql://…, mariadb://…, mongodb://… or sqlite:…; its password goes to the secret storage" },
  ]),
  url: () => ({ title: "URL", prompt: "The connection URL; its password goes to the secret storage. ${env:NAME} stands for an environment variable.", secret: true, validate: (value) => urlProblem(value) }),
  file: (_draft, facts) => ({
    title: "Database file", prompt: "Choose a file, or type its path; relative to the workspace folder", free: true,
    choices: facts.databaseFiles.map((file) => ({ value: file, label: `$(database) ${file}` })), validate: filled("the path of the database file"),
  }),
  topology: () => pick("Topology", "What answers there?", [
    { value: "single", label: "$(server) One server, or mongos", detail: "Finds the other members by itself where it belongs to a replica set" },
    { value: "replicaSet", label: "$(server-environment) Replica set", detail: "By its name and one or more of its members" },
    { value: "srv", label: "$(globe) Cluster by DNS name", detail: "mongodb+srv, as MongoDB Atlas gives it" },
    { value: "direct", label: "$(plug) This very server only", detail: "directConnection: right behind a tunnel, or in a container" },
  ]),
  host: (draft) => ({ title: "Host", prompt: `${hostPrompt(draft)}. A pasted URL fills the other steps.`, ...(draft.topology === "srv" ? {} : { value: "localhost" }), validate: (value) => (draftOfUrl(value) !== null ? null : hostProblem(value)) }),
  replicaSet: () => ({ title: "Replica set", prompt: "The name of the replica set", value: "rs0", validate: filled("the replica set's name") }),
  authSource: () => ({ title: "Authentication database", prompt: "The database that knows the user; empty: the database itself", value: "admin", validate: () => null }),
  port: (draft) => ({ title: "Port", prompt: `${kindOf(draft).label} listens on ${kindOf(draft).port} unless configured otherwise`, value: String(kindOf(draft).port), validate: (value) => (/^\d{1,5}$/.test(value.trim()) && Number(value) >= 1 && Number(value) <= 65535 ? null : "Type a number from 1 to 65535.") }),
  database: () => ({ title: "Database", prompt: "Name of the database", validate: filled("the database's name") }),
  user: (draft) => ({ title: "User", prompt: kindOf(draft).userOptional ? "The user to connect as; empty where the server asks for none" : "The user to connect as", value: kindOf(draft).user, validate: kindOf(draft).userOptional ? () => null : filled("the user's name") }),
  passwordFrom: (draft) => pick("Password", "Where does the password come from?", [
    ...(draft.passwordFrom === "keep" ? [{ value: "keep", label: "$(lock) Keep what is stored", detail: "The password that the secret storage holds for this server and user" }] : []),
    { value: "type", label: "$(key) Type it now", detail: "Kept in the editor's secret storage, never in settings" },
    { value: "ask", label: "$(comment) Ask each time", detail: "Kept nowhere" },
    { value: "environment", label: "$(symbol-variable) Environment variable", detail: `Read when connecting, for example ${kindOf(draft).passwordVariable}` },
    { value: "none", label: "$(unlock) None needed", detail: "The server trusts the user, or uses another way" },
  ]),
  password: (draft) => ({ title: "Password", prompt: `Password of ${draft.user ?? "the user"}; kept in the secret storage`, secret: true, validate: (value) => (value === "" ? "Type the password, or go back and choose None needed." : null) }),
  variable: (draft) => ({ title: "Environment variable", prompt: "Its name", value: kindOf(draft).passwordVariable, validate: (value) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(value.trim()) ? null : "A variable's name is letters, digits and underscores.") }),
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
  staging: { label: "$(versions) Staging", detail: "Shared with others; named in every question and report" },
  production: { label: "$(warning) Production", detail: "Shown in the status bar as a warning; every write asks, destructive ones by name" },
};

function hostPrompt(draft: Draft): string {
  if (draft.topology === "srv") return "The cluster's name, such as cluster0.example.mongodb.net";
  return draft.topology === "replicaSet" ? "One member, or several as a:27017,b:27017" : kindOf(draft).hostWords;
}

function hostProblem(value: string): string | null {
  if (/^[a-z+]+:\/\//i.test(value.trim())) return "This URL cannot be read here; go back and choose Connection URL, which says what is wrong with it.";
  return /[\s@/]/.test(value.trim()) && !value.startsWith("/") ? "A host has no blanks, no @ and no slash. For a whole URL go back and choose Connection URL." : filled("a host")(value);
}

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
    return isServer(profile) ? profile.database : "path" in profile ? suggestedName({ engine: "sqlite", file: profile.path }) : "";
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
