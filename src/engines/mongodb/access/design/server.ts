import { orDenied } from "../../audit/denied.ts";
import { docIn } from "../../bson/value.ts";
import type { MongodbLink } from "../../link.ts";

const withUserRoles = 70_000;

/** What the server has for this: roles, and views that know the asker's. Found by asking, as what a server calls itself is not always what it is. */
export async function serverHas(own: MongodbLink): Promise<{ readonly roles: boolean; readonly userRoles: boolean; readonly why: string }> {
  const listed = await orDenied(own.aside({ listCommands: 1 }));
  const roles = "value" in listed && docIn(listed.value, "commands").has("createRole");
  if (own.versionNumber < withUserRoles) return { roles, userRoles: false, why: "views know the asker's roles ($$USER_ROLES) from MongoDB 7.0 on" };
  const asked = await orDenied(own.asideDocuments({ aggregate: 1, pipeline: [{ $documents: [{}] }, { $project: { roles: "$$USER_ROLES" } }], cursor: {} }));
  if ("denied" in asked) return { roles, userRoles: false, why: "this server's views do not know the asker's roles ($$USER_ROLES)" };
  return { roles, userRoles: true, why: "views of this server know the asker's roles ($$USER_ROLES)" };
}
