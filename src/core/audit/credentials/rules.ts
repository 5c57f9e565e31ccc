import { findCredentials } from "../../secrets/find.ts";
import type { FoundCredential, Writing } from "../../secrets/find.ts";
import type { Severity } from "../../report/report.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import type { AuditedText } from "../engineLook.ts";
import { catalogTexts } from "./catalogTexts.ts";
import type { CatalogText } from "./catalogTexts.ts";

const everybody = "Whoever may connect can mostly read it there, and it is in every dump.";

/** One rule for each place of the catalog. */
const rooms: readonly { readonly room: CatalogText["room"]; readonly id: string; readonly title: string }[] = [
  { room: "routine", id: "credentials/in-routine", title: "Credential in the body of a routine" },
  { room: "comment", id: "credentials/in-comment", title: "Credential in a comment" },
  { room: "default", id: "credentials/in-default", title: "Credential in a column's default" },
  { room: "view", id: "credentials/in-view", title: "Credential in a view's query" },
  { room: "constraint", id: "credentials/in-constraint", title: "Credential in a constraint" },
  { room: "trigger", id: "credentials/in-trigger", title: "Credential in a trigger" },
  { room: "policy", id: "credentials/in-policy", title: "Credential in a policy" },
  { room: "index", id: "credentials/in-index", title: "Credential in an index" },
  { room: "object", id: "credentials/in-definition", title: "Credential in the definition of an object" },
];

const ofCatalog = rooms.map(({ room, id, title }): CatalogRule => ({
  id, title, scope: "full",
  why: `${everybody} Placeholders, keys that are public by design, and hashes are left out.`,
  find: ({ catalog }) => catalogTexts(catalog).filter((text) => text.room === room).flatMap((text) => findingsOf(id, text, writingOf(text), (one) => ({
    severity: one.sure && !one.weak ? "error" : "warning",
    message: `In ${text.place}${lineOf(text.text, one.at)} stands ${one.kind}. ${everybody} Change it, and keep the new one out of the database.`,
  }))),
}));

const inServer: CatalogRule = {
  id: "credentials/in-server",
  title: "Credential in what the server keeps beside the catalog",
  why: "Options of foreign servers, subscriptions, jobs and settings keep it in plain text, for whoever may read them and in every dump.",
  scope: "full",
  find: ({ texts }) => texts.filter(({ file }) => file === undefined).flatMap((text) => findingsOf("credentials/in-server", { ...text, text: withName(text) }, isStatements(text) ? "code" : "options", (one) => ({
    severity: "error",
    message: `In ${placeOf(text)} stands ${one.kind}, in plain text. Give it to the server in a way that does not show it (a password file, a mapping for one user), and change it.`,
  }))),
};

const inFile: CatalogRule = {
  id: "credentials/in-file",
  title: "Credential in a file of the workspace",
  why: "It is in the history of the repository for good, for whoever gets a copy. Files that git ignores are where it may stand, and are left out; those of tests and examples weigh less.",
  scope: "full",
  find: ({ texts }) => texts.flatMap((text) => {
    const { file } = text;
    if (file === undefined) return [];
    return findingsOf("credentials/in-file", text, settingsFile.test(file) ? "settings" : "code", (one) => ({
      severity: severityInFile(file, one),
      message: `In ${file}${lineOf(text.text, one.at)} stands ${one.kind}. Change it, and read the new one from the environment.`,
      file, range: rangeAt(text.text, one.at),
    }), (one) => one.sure || !isOfTests(file));
  }),
};

/** What is looked for in every text of the catalog, of the server and of the workspace: credentials. None of them ever tells the secret. */
export const credentialRules: readonly CatalogRule[] = [...ofCatalog, inServer, inFile];

const settingsFile = /(?:^|\/)(?:\.env(?:\..+)?|[^/]+\.(?:env|ini|cfg|conf|cnf|properties|toml|ya?ml|tfvars|pgpass))$/i;

/** More of one kind in one place tell nothing new. */
const mostOfAKind = 5;

/** One finding for each credential; the place in the key is the kind's number there, not the line, which moves. */
function findingsOf(rule: string, { object, part, text }: Pick<AuditedText, "object" | "part" | "text">, writing: Writing, told: (one: FoundCredential) => Pick<AuditFinding, "severity" | "message"> & Partial<AuditFinding>, isMeant: (one: FoundCredential) => boolean = () => true): AuditFinding[] {
  const counts = new Map<string, number>();
  return findCredentials(text, writing).filter(isMeant).flatMap((one) => {
    const count = (counts.get(one.kind) ?? 0) + 1;
    counts.set(one.kind, count);
    if (count > mostOfAKind) return [];
    const kind = `${one.kind}${count === 1 ? "" : ` #${count}`}`;
    return [{ rule, object, part: part === undefined ? kind : `${part}: ${kind}`, ...told(one) }];
  });
}

function writingOf({ room }: CatalogText): Writing {
  return room === "comment" || room === "object" ? "settings" : "code";
}

/** Jobs and what the server runs for each connection are SQL, in which a name before a value is mostly a column. */
function isStatements({ object, part }: AuditedText): boolean {
  return part === "command" || /^(?:scheduled job|event|setting init_)/.test(object);
}

/** The value of a setting says by the setting's name what it is. */
function withName({ object, part, text }: AuditedText): string {
  const name = /^setting (\S+)$/.exec(object)?.[1] ?? part;
  return text.includes("=") || text.includes("://") || name === undefined ? text : `${name}=${text}`;
}

function placeOf({ object, part }: AuditedText): string {
  return part === undefined ? object : `${object} (${part})`;
}

function lineOf(text: string, at: number): string {
  const { line } = rangeAt(text, at).start;
  return text.includes("\n") ? `, line ${line + 1},` : "";
}

/** A place without an extent: that would tell how long it is. */
function rangeAt(text: string, at: number): NonNullable<AuditFinding["range"]> {
  const before = text.slice(0, at).split("\n");
  const start = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { start, end: start };
}

function severityInFile(file: string, { sure, weak }: FoundCredential): Severity {
  return weak || isOfTests(file) ? "info" : sure ? "error" : "warning";
}

/** A file of tests, examples or documentation: what only looks secret there is made up. */
function isOfTests(file: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|spec|specs|fixtures?|examples?|samples?|docs?|mocks?|e2e|benchmarks?|demo)\/|(?:^|[./_-])(?:test|spec|example|sample|md)\.\w+$|\.(?:example|sample|md|dist|template)$/i.test(file);
}
