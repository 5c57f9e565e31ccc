import type { Document } from "mongodb";

export interface People {
  /** By "database.name". */
  readonly users: Map<string, { readonly password: string; readonly roles: readonly Document[] }>;
  readonly roles: Map<string, readonly Document[]>;
}

/** Actions that commands need, by MongoDB's manual ("Privilege Actions"); others, such as hello, need none. A view needs none on what it reads. */
const actions: Readonly<Record<string, string>> = { find: "find", aggregate: "find", count: "find", insert: "insert", update: "update", delete: "remove", drop: "dropCollection", create: "createCollection", collMod: "collMod", createRole: "createRole", createUser: "createUser" };
const ofReaders = ["find"];
const ofWriters = ["find", "insert", "update", "remove"];

/** May this user ("database.name") send this command? */
export function isFree({ users, roles }: People, user: string, command: Document): boolean {
  const [name = ""] = Object.keys(command);
  const action = actions[name];
  if (action === undefined) return true;
  const privileges = (users.get(user)?.roles ?? []).flatMap(({ role, db }) => {
    if (role === "read" || role === "readWrite") return [{ resource: { db: String(db), collection: "" }, actions: role === "read" ? ofReaders : ofWriters }];
    return (roles.get(`${String(db)}.${String(role)}`) ?? []) as { resource: { db: string; collection: string }; actions: string[] }[];
  });
  return privileges.some(({ resource, actions: given }) => resource.db === command["$db"] && (resource.collection === "" || resource.collection === command[name]) && given.includes(action));
}

/** Commands about users and roles; undefined for all others. */
export function answer({ users, roles }: People, command: Document): Document | undefined {
  const [name = ""] = Object.keys(command);
  const db = String(command["$db"]);
  const value: unknown = command[name];
  const key = `${db}.${String(value)}`;
  const of = (known: ReadonlyMap<string, unknown>): string[] => {
    const { user, role, db: other } = (typeof value === "object" ? value : {}) as Record<string, string>;
    return [...known.keys()].filter((one) => (value === 1 ? one.startsWith(`${db}.`) : one === `${String(other)}.${String(user ?? role)}`));
  };
  const dropAll = (known: Map<string, unknown>): Document => {
    const all = [...known.keys()].filter((one) => one.startsWith(`${db}.`));
    for (const one of all) known.delete(one);
    return { n: all.length, ok: 1 };
  };
  switch (name) {
    case "listCommands":
      return { commands: { createRole: {}, createUser: {} }, ok: 1 };
    case "createRole":
      if (roles.has(key)) return { ok: 0, code: 51_002, codeName: "Location51002", errmsg: `Role "${String(value)}@${db}" already exists` };
      roles.set(key, command["privileges"] as Document[]);
      return { ok: 1 };
    case "dropRole":
      return roles.delete(key) ? { ok: 1 } : { ok: 0, code: 31, codeName: "RoleNotFound", errmsg: `Role '${String(value)}@${db}' not found` };
    case "createUser":
      users.set(key, { password: String(command["pwd"]), roles: command["roles"] as Document[] });
      return { ok: 1 };
    case "dropAllUsersFromDatabase":
      return dropAll(users);
    case "dropAllRolesFromDatabase":
      return dropAll(roles);
    case "usersInfo":
      return { users: of(users).map((one) => ({ user: one.slice(one.indexOf(".") + 1), db: one.slice(0, one.indexOf(".")), roles: users.get(one)?.roles })), ok: 1 };
    case "rolesInfo":
      return { roles: of(roles).map((one) => ({ role: one.slice(one.indexOf(".") + 1), db: one.slice(0, one.indexOf(".")), isBuiltin: false, privileges: roles.get(one), inheritedPrivileges: roles.get(one) })), ok: 1 };
    default:
      return undefined;
  }
}
