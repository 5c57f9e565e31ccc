import type { Catalog } from "../../../core/catalog/catalog.ts";
import { orDenied } from "../audit/denied.ts";
import { docIn, docsIn, truthy, type Doc, type Value } from "../bson/value.ts";
import type { MongodbLink } from "../link.ts";
import { roleNameOf, type RoleName } from "./roleNames.ts";
import { type Scope, scopesOf, shownValue } from "./scope.ts";

/** A user or a role of the server, with the roles that a try gets. */
export interface Person {
  readonly kind: "user" | "role";
  readonly roles: readonly RoleName[];
}

/** "app", "app@shop": a user of the server, or a role that somebody made. Undefined where there is none, or they may not be read. */
export async function findPerson(own: MongodbLink, text: string): Promise<Person | undefined> {
  const at = text.lastIndexOf("@");
  const [name, databases] = at < 1 ? [text, [own.database, "admin"]] : [text.slice(0, at), [text.slice(at + 1)]];
  for (const db of databases) {
    const users = await orDenied(own.aside({ usersInfo: { user: name, db } }));
    const [user] = "value" in users ? docsIn(users.value, "users") : [];
    if (user !== undefined) return { kind: "user", roles: docsIn(user, "roles").map(roleNameOf) };
    const roles = await orDenied(own.aside({ rolesInfo: { role: name, db } }));
    const [role] = "value" in roles ? docsIn(roles.value, "roles") : [];
    if (role !== undefined && !truthy(role.get("isBuiltin"))) return { kind: "role", roles: [{ role: name, db }] };
  }
  return undefined;
}

/** The roles of the database that show a value's documents: they may find on its view, or are named for it where a view asks for the asker's roles. */
export async function rolesFor(own: MongodbLink, value: string, catalog: Catalog): Promise<readonly RoleName[]> {
  const scopes = scopesOf(catalog);
  return (await rolesOf(own)).filter((role) => valuesOf(role, scopes).includes(value)).map(roleNameOf);
}

/** Whose documents some roles show. */
export async function shownTo(own: MongodbLink, roles: readonly RoleName[], catalog: Catalog): Promise<readonly string[]> {
  const scopes = scopesOf(catalog);
  const wanted = new Set(roles.map(({ role, db }) => `${db} ${role}`));
  return [...new Set((await rolesOf(own)).filter((role) => wanted.has(`${String(role.get("db"))} ${String(role.get("role"))}`)).flatMap((role) => valuesOf(role, scopes)))];
}

async function rolesOf(own: MongodbLink): Promise<Doc[]> {
  const asked = await orDenied(own.aside({ rolesInfo: 1, showPrivileges: true }));
  return "value" in asked ? docsIn(asked.value, "roles") : [];
}

function valuesOf(role: Doc, scopes: readonly Scope[]): string[] {
  const name = String(role.get("role"));
  const found = new Set(docsIn(role, "privileges").filter((one) => listed(one.get("actions")).includes("find")).map((one) => String(docIn(one, "resource").get("collection"))));
  return scopes.filter(({ view }) => found.has(view.name)).flatMap(({ value, prefix }) => (value !== undefined ? [shownValue(value)] : prefix !== undefined && name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

function listed(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
