import { StatementError } from "../../../core/errors.ts";
import { orDenied } from "../audit/denied.ts";
import { docIn, docsIn, type Doc, type Value } from "../bson/value.ts";
import type { MongodbLink } from "../link.ts";

/** Makes the roles that somebody made for a database on its scratch one, with what they give there; where roles may not be read or made, none. */
export async function copyRoles(from: MongodbLink, to: MongodbLink): Promise<void> {
  const found = await orDenied(from.aside({ rolesInfo: 1, showPrivileges: true }));
  if ("denied" in found) return;
  for (const role of docsIn(found.value, "roles")) await orDenied(makeRole(role, from.database, to));
}

/** The role with the privileges that it has, inherited ones too, on the database `standsFor`. */
export async function makeRole(role: Doc, standsFor: string, to: MongodbLink): Promise<void> {
  const privileges = docsIn(role, role.has("inheritedPrivileges") ? "inheritedPrivileges" : "privileges").flatMap((one) => moved(one, standsFor, to.database));
  await to.aside({ createRole: String(role.get("role")), privileges, roles: [] });
}

function moved(privilege: Doc, from: string, to: string): Doc[] {
  const resource = docIn(privilege, "resource");
  if (resource.get("db") !== from && resource.get("db") !== "") return [];
  return [new Map<string, Value>([["resource", new Map<string, Value>([["db", to], ["collection", resource.get("collection")]])], ["actions", privilege.get("actions")]])];
}

/** Drops all users and roles of a scratch database, which would outlive it; where the server knows such. */
export async function dropPeople(scratch: MongodbLink, database = scratch.database): Promise<void> {
  for (const command of ["dropAllUsersFromDatabase", "dropAllRolesFromDatabase"]) {
    await scratch.aside({ [command]: 1 }, { database }).catch((error: unknown) => {
      if (!(error instanceof StatementError)) throw error;
    });
  }
}
