import type { Check } from "../check.ts";
import type { Grants } from "./grants.ts";
import { may, mayEverywhere } from "./grants.ts";

/** Scratch databases are named so. */
const scratch = "data_engineer_shadow_x";

/** What the commands need in the database itself, and which of them. */
const needed: readonly { readonly privileges: readonly string[]; readonly what: string }[] = [
  { privileges: ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX", "REFERENCES"], what: "apply-migration, rollback and the history table" },
  { privileges: ["CREATE VIEW", "SHOW VIEW"], what: "views in migrations and snapshots" },
  { privileges: ["TRIGGER"], what: "triggers in migrations and snapshots" },
  { privileges: ["CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE"], what: "stored programs in migrations and restores" },
  { privileges: ["EVENT"], what: "events in migrations and snapshots" },
  { privileges: ["LOCK TABLES"], what: "a snapshot of rows that holds writers off" },
];

/** What the user may do, against what each command will want to do. */
export function rightsChecks(grants: Grants, database: string, user: string, performanceSchema: boolean): Check[] {
  return [database === "" ? noDatabase : databaseRights(grants, database, user), shadowCheck(grants, user), watchingCheck(grants, user, performanceSchema)];
}

const noDatabase: Check = { key: "rights", name: "Rights", status: "failed", detail: "The connection names no database.", next: "Put its name behind the host: mysql://user@host:3306/database." };

function databaseRights(grants: Grants, database: string, user: string): Check {
  const missing = needed.map(({ privileges, what }) => ({ privileges: privileges.filter((privilege) => !may(grants, privilege, database)), what })).filter(({ privileges }) => privileges.length > 0);
  if (missing.length === 0) return { key: "rights", name: "Rights", status: "passed", detail: `${user} may do in ${database} what every command needs.` };
  return {
    key: "rights", name: "Rights", status: "warning", detail: missing.map(({ privileges, what }) => `Without ${privileges.join(", ")}: no ${what}.`).join(" "),
    next: `GRANT ${missing.flatMap(({ privileges }) => privileges).join(", ")} ON ${quoted(database)}.* TO ${user};`,
  };
}

function shadowCheck(grants: Grants, user: string): Check {
  const found = { key: "shadow", name: "Shadow database" };
  if (["CREATE", "DROP", "ALTER", "SELECT", "INSERT"].every((privilege) => may(grants, privilege, scratch))) return { ...found, status: "passed", detail: "The user may create databases, so scratch databases are made on this server." };
  return { ...found, status: "warning", detail: "The user may not create scratch databases, and this engine has no transactions around changes of structure: a dry-run cannot be had.", next: `GRANT ALL ON \`data\\_engineer\\_%\`.* TO ${user}; or give --shadow-url a server of the same version.` };
}

function watchingCheck(grants: Grants, user: string, performanceSchema: boolean): Check {
  const found = { key: "activity", name: "Who works there" };
  const mayLook = mayEverywhere(grants, "PROCESS") && (mayEverywhere(grants, "SELECT") || may(grants, "SELECT", "performance_schema"));
  if (performanceSchema && mayLook) return { ...found, status: "passed", detail: "Sessions and metadata locks can be seen before a table is locked." };
  if (!performanceSchema) return { ...found, status: "warning", detail: "performance_schema is off: who holds a metadata lock on a table cannot be told.", next: "Start the server with performance_schema=ON where an ALTER must not wait unseen." };
  return { ...found, status: "warning", detail: "Other users' sessions and locks cannot be seen: an ALTER may wait for them without a word why.", next: `GRANT PROCESS ON *.* TO ${user}; GRANT SELECT ON performance_schema.* TO ${user};` };
}

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** CURRENT_USER() as a GRANT writes it: 'me'@'%'. */
export function account(currentUser: string): string {
  const at = currentUser.lastIndexOf("@");
  const part = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  return at === -1 ? part(currentUser) : `${part(currentUser.slice(0, at))}@${part(currentUser.slice(at + 1))}`;
}
