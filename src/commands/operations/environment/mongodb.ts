import { isDataEngineerError } from "../../../core/errors.ts";
import type { Cell, Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { Check } from "./check.ts";
import { clockCheck, encryptionCheck } from "./clock.ts";

const oldest = 5;
const newest = 8;

type Document = Readonly<Record<string, Cell>>;

/** What the commands need in the database itself, and which of them. */
const needed: readonly { readonly actions: readonly string[]; readonly what: string; readonly role: string }[] = [
  { actions: ["find", "insert", "update", "remove"], what: "apply-migration, rollback and the history collection", role: "readWrite" },
  { actions: ["createCollection", "dropCollection", "createIndex", "dropIndex"], what: "changes of structure", role: "readWrite" },
  { actions: ["collMod", "listCollections", "listIndexes", "validate", "collStats"], what: "changed validators, snapshots of the structure and the smoke test", role: "dbAdmin" },
];

/** Version, topology, transactions, encryption, login, roles and clock of a MongoDB server. */
export async function checkMongodb(context: CommandContext, session: Session): Promise<Check[]> {
  const ask = async (command: object): Promise<Document> => {
    const { columns, rows } = await session.run(JSON.stringify(command), { signal: context.signal });
    return Object.fromEntries(columns.map(({ name }, index) => [name, rows[0]?.[index] ?? null]));
  };
  const sent = context.now().getTime();
  const hello = await ask({ hello: 1 });
  const received = context.now().getTime();
  const seenAs = textOf((await ask({ whatsmyuri: 1 }).catch(notAllowed))["you"]);
  const status = objectOf((await ask({ connectionStatus: 1, showPrivileges: true }))["authInfo"]);
  const users = listOf(status["authenticatedUsers"]).length;
  return [
    version(session),
    topology(session),
    transactions(session),
    encryptionCheck(session.facts.tls, /^(?:127\.|\[?::1)/.test(seenAs), "tls=true"),
    login(context, session, users),
    ...(users === 0 ? [] : rights(session, listOf(status["authenticatedUserPrivileges"]).map(objectOf))),
    writable(context, hello),
    clockCheck(timeOf(hello["localTime"]), sent, received),
  ];
}

/** A hosting company may not answer what tells no more than our own address. */
function notAllowed(error: unknown): Document {
  if (isDataEngineerError(error) && error.kind === "statement") return {};
  throw error;
}

function version({ facts }: Session): Check {
  const major = Math.floor(facts.versionNumber / 10_000);
  const found = { key: "version", name: "Version" };
  if (major < oldest) return { ...found, status: "failed", detail: `MongoDB ${facts.version} is older than ${oldest}.`, next: `Upgrade the server; ${oldest} to ${newest} are supported.` };
  if (major > newest) return { ...found, status: "warning", detail: `MongoDB ${facts.version} is newer than ${newest}, the newest that this version was tested with.`, next: "Look for an update of Data Engineer." };
  return { ...found, status: "passed", detail: `MongoDB ${facts.version} is supported (${oldest} to ${newest}).` };
}

function topology({ facts }: Session): Check {
  return { key: "topology", name: "Topology", status: "passed", detail: `It is a ${facts.settings["topology"] ?? "server"}.` };
}

function transactions({ migrations }: Session): Check {
  const found = { key: "transactions", name: "Transactions" };
  if (migrations.undoes !== "nothing") return { ...found, status: "passed", detail: "Changes of documents can be taken back as a whole. Changes of structure (collections, indexes, validators) never can; their way back is a down script or a snapshot." };
  return { ...found, status: "warning", detail: "A standalone server has no transactions: what a run has written stays, also where it fails in the middle. A dry-run works on a scratch database all the same.", next: "Start it as a replica set of one member (mongod --replSet rs0, then rs.initiate())." };
}

function login(context: CommandContext, { facts }: Session, users: number): Check {
  const found = { key: "superuser", name: "Role" };
  if (users === 0) return { ...found, status: context.role === "production" ? "failed" : "warning", detail: "The server asks nobody for a login: whoever reaches it may do everything.", next: "Start it with --auth, and give this connection a user." };
  if (!facts.superuser) return { ...found, status: "passed", detail: `${facts.user} has no rights over the whole server.` };
  return { ...found, status: context.role === "production" ? "failed" : "warning", detail: `${facts.user} may do everything on the server.`, next: "Use a user with readWrite and dbAdmin on this database and on scratch databases, and nothing more." };
}

function rights({ facts }: Session, privileges: readonly Document[]): Check[] {
  const may = (action: string, database: string): boolean => privileges.some((privilege) => covers(objectOf(privilege["resource"]), database) && listOf(privilege["actions"]).some((known) => known === action || known === "anyAction"));
  const missing = needed.map(({ actions, what, role }) => ({ actions: actions.filter((action) => !may(action, facts.database)), what, role })).filter(({ actions }) => actions.length > 0);
  const scratch = ["createCollection", "dropDatabase", "insert", "find"].every((action) => may(action, "data_engineer_shadow_x"));
  const user = JSON.stringify(facts.user.split("@")[0] ?? "");
  const grant = (roles: readonly { readonly role: string; readonly db: string }[]): string => `Run on the database that knows the user: { "grantRolesToUser": ${user}, "roles": ${JSON.stringify(roles)} }`;
  return [
    missing.length === 0
      ? { key: "rights", name: "Rights", status: "passed", detail: `${facts.user} may do in ${facts.database} what every command needs.` }
      : { key: "rights", name: "Rights", status: "warning", detail: missing.map(({ actions, what }) => `Without ${actions.join(", ")}: no ${what}.`).join(" "), next: grant([...new Set(missing.map(({ role }) => role))].map((role) => ({ role, db: facts.database }))) },
    scratch
      ? { key: "shadow", name: "Shadow database", status: "passed", detail: "The user may work in other databases, so scratch databases are made on this server." }
      : { key: "shadow", name: "Shadow database", status: "warning", detail: "The user may not make scratch databases: a dry-run cannot be had on this server.", next: `${grant([{ role: "readWriteAnyDatabase", db: "admin" }, { role: "dbAdminAnyDatabase", db: "admin" }])}, or give --shadow-url another server.` },
  ];
}

/** A privilege on every database has "" as its database; one on a single collection does not cover the database. */
function covers(resource: Document, database: string): boolean {
  if (resource["anyResource"] === true) return true;
  return (resource["db"] === "" || resource["db"] === database) && resource["collection"] === "";
}

function writable(context: CommandContext, hello: Document): Check {
  const found = { key: "writable", name: "Writing" };
  if (hello["isWritablePrimary"] === false) return { ...found, status: "warning", detail: "This member is not the primary: nothing can be written.", next: "Connect by the replica set's name (replicaSet=…), without directConnection." };
  return { ...found, status: "passed", detail: context.mode === "explore" ? "The mode is explore, so only commands that read are sent." : "The server accepts writes." };
}

function timeOf(cell: Cell | undefined): number {
  const text = typeof cell === "string" ? cell : textOf(objectOf(cell)["$date"]);
  return Date.parse(text);
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell : "";
}

function listOf(cell: Cell | undefined): readonly Cell[] {
  return Array.isArray(cell) ? (cell as readonly Cell[]) : [];
}

function objectOf(cell: Cell | undefined): Document {
  return cell !== null && typeof cell === "object" && !Array.isArray(cell) ? (cell as Document) : {};
}
