import type { Catalog, ColumnObject, RoutineObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import { namesUsers, ownerTier, plain } from "./names.ts";
import { references } from "./owner.ts";

export type PermittedCommand = "SELECT" | "INSERT" | "UPDATE" | "DELETE";

/** Which role may do what, as rows say it. */
export interface PermissionTable {
  readonly table: TableObject;
  readonly role: ColumnObject;
  readonly permission: ColumnObject;
}

/** Which user has which role, as rows say it. */
export interface RoleTable {
  readonly table: TableObject;
  readonly user: ColumnObject;
  readonly role: ColumnObject;
}

/** Roles that may do more than a row's owner, as the database tells them: by a function that is asked for a permission, by rows, or by both. */
export interface Permissions {
  /** `authorize(permission)`; null where it is to be made. */
  readonly authorize: RoutineObject | null;
  /** The type of its argument. */
  readonly type: string;
  readonly granted: PermissionTable | null;
  readonly holders: RoleTable | null;
  /** The permission of each command on this table; absent where none is told. */
  readonly words: Readonly<Partial<Record<PermittedCommand, string>>>;
}

const verbs: Readonly<Record<PermittedCommand, readonly string[]>> = {
  SELECT: ["select", "read", "view", "list"], INSERT: ["insert", "create", "add", "write"], UPDATE: ["update", "edit", "change", "write"], DELETE: ["delete", "remove", "destroy"],
};

/** Finds them for a table; null where the database has none for it and none were asked for. Throws UsageError where they were, and says what is missing. */
export async function findPermissions(session: Pick<Session, "run">, catalog: Catalog, table: TableObject, request: PolicyRequest): Promise<Permissions | null> {
  if (request.mode === "kiss") {
    if (request.rbac === true) throw new UsageError("badArgument", "--rbac goes with granular: one policy for all commands cannot ask for a permission of each.");
    return null;
  }
  const granted = permissionTable(catalog);
  const holders = granted === null ? null : roleTable(catalog, granted);
  const authorize = catalog.routines.find(asksForPermission) ?? null;
  if (authorize === null && granted === null) {
    if (request.rbac === true) throw new UsageError("badArgument", "Nothing says which role may do what: there is no function authorize(permission) and no table with a role and a permission.", { next: "Make one, as in CREATE TABLE role_permissions (role text, permission text, PRIMARY KEY (role, permission)), with rows such as ('moderator', 'messages.delete')." });
    return null;
  }
  if (table === granted?.table || table === holders?.table) {
    if (request.rbac === true) throw new UsageError("badArgument", `${qualified(table)} says who may do what, so asking it for permissions would ask without end.`, { next: "Leave it to roles that bypass row security: revoke it from the application." });
    return null;
  }
  const type = authorize === null ? (granted?.permission.type ?? "text") : authorize.signature;
  const words = wordsFor(table, await permissionWords(session, catalog, type, granted));
  if (Object.keys(words).length > 0) return { authorize, type, granted, holders, words };
  if (request.rbac !== true) return null;
  throw new UsageError("badArgument", `No permission is about ${qualified(table)}.`, { next: `Add one for each thing that roles may do with it, as in '${table.name}.delete'.` });
}

function asksForPermission({ form, name, signature, definition }: RoutineObject): boolean {
  return form === "function" && /^(?:authori[sz]e|has_?permission|check_?permission|is_?authori[sz]ed|user_has_permission)$/i.test(name) && signature !== "" && !signature.includes(",") && /\bRETURNS boolean\b/i.test(definition);
}

function permissionTable(catalog: Catalog): PermissionTable | null {
  for (const table of catalog.tables) {
    const role = table.columns.find(({ name }) => /^(?:role|rolename|roleid)$/.test(plain(name)));
    const permission = table.columns.find((column) => /^(?:permission|permissionname|action|privilege)$/.test(plain(column.name)) && !references(table).some(({ columns }) => columns[0] === column.name));
    if (role !== undefined && permission !== undefined && !table.columns.some((column) => isUser(table, column))) return { table, role, permission };
  }
  return null;
}

function roleTable(catalog: Catalog, granted: PermissionTable): RoleTable | null {
  for (const table of catalog.tables) {
    const role = table.columns.find((column) => /^(?:role|rolename|roleid|userrole)$/.test(plain(column.name)) && column.type === granted.role.type);
    const user = table.columns.find((column) => isUser(table, column));
    if (table !== granted.table && role !== undefined && user !== undefined && /role/i.test(table.name)) return { table, user, role };
  }
  return null;
}

function isUser(table: TableObject, column: ColumnObject): boolean {
  return ownerTier(column.name) !== undefined || references(table).some(({ columns, references: to }) => columns[0] === column.name && namesUsers(to.table));
}

async function permissionWords(session: Pick<Session, "run">, catalog: Catalog, type: string, granted: PermissionTable | null): Promise<readonly string[]> {
  const bare = type.split(".").at(-1)?.replaceAll('"', "");
  const values = catalog.types.find((one) => one.form === "enum" && one.name === bare)?.values;
  if (values !== undefined) return values;
  if (granted === null) return [];
  const { rows } = await session.run(`SELECT DISTINCT ${quoteName(granted.permission.name)}::text FROM ${quoteObject(granted.table)} ORDER BY 1 LIMIT 500`);
  return rows.map(([word]) => String(word));
}

/** "messages.delete", "delete:message", "message_delete": of a table of that name, in one or in several. */
function wordsFor(table: TableObject, permissions: readonly string[]): Permissions["words"] {
  const names = new Set([table.name, `${table.schema}.${table.name}`, table.name.replace(/s$/i, ""), table.name.replace(/ies$/i, "y")].map(plain));
  const found: Partial<Record<PermittedCommand, string>> = {};
  for (const [command, known] of Object.entries(verbs) as [PermittedCommand, readonly string[]][]) {
    for (const verb of known) {
      const word = permissions.find((one) => [...names].some((name) => plain(one) === `${name}${verb}` || plain(one) === `${verb}${name}`));
      if (word !== undefined) found[command] ??= word;
    }
  }
  return found;
}
