import type { Doc } from "../bson/value.ts";

/** A role as the server knows it. */
export interface RoleName {
  readonly role: string;
  readonly db: string;
}

/** Roles that every database has. */
const builtIn: ReadonlySet<string> = new Set(["read", "readWrite", "dbAdmin", "dbOwner", "userAdmin", "enableSharding"]);
/** What roles of all databases are on one of them. */
const onOne: Readonly<Record<string, string>> = { readAnyDatabase: "read", readWriteAnyDatabase: "readWrite", dbAdminAnyDatabase: "dbAdmin", userAdminAnyDatabase: "userAdmin", root: "dbOwner", __system: "dbOwner" };

/** "reports" of the connection's own database, "readAnyDatabase@admin" of another; several are separated by a comma and a blank. */
export function rolesText(roles: readonly RoleName[], own: string): string {
  return roles.map(({ role, db }) => (db === own ? role : `${role}@${db}`)).join(", ");
}

export function rolesIn(text: string, own: string): RoleName[] {
  return text.split(", ").filter((one) => one !== "").map((one) => {
    const at = one.lastIndexOf("@");
    return at < 1 ? { role: one, db: own } : { role: one.slice(0, at), db: one.slice(at + 1) };
  });
}

/** The role of a scratch database that gives there what this one gives on the database it stands for; undefined for a role that somebody made, and for what says nothing of one database. */
export function builtInOnScratch({ role, db }: RoleName, own: string): string | undefined {
  if (db === own && builtIn.has(role)) return role;
  return db === "admin" && Object.hasOwn(onOne, role) ? onOne[role] : undefined;
}

export function roleNameOf(role: Doc): RoleName {
  return { role: String(role.get("role")), db: String(role.get("db")) };
}
