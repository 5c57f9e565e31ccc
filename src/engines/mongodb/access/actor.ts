import type { Attempt } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Value } from "../bson/value.ts";
import { canonical } from "../bson/write.ts";
import type { MongodbLink } from "../link.ts";
import { rolesIn } from "./roleNames.ts";
import { type Scope, scopeOf, scopesOf } from "./scope.ts";
import type { Trial } from "./trial.ts";

/** As whom `Identity.role` says that the connection itself works: an application's writer, whom no role holds back. */
export const connectionRole = "the connection's own rights";

/** Who sends the commands of a try, or why nobody can. */
export type Actor = { readonly link: MongodbLink; readonly as: string } | { readonly why: string };

/**
 * A login with the identity's roles, where the server has such. Without, the connection itself tells what does not depend on rights: what a view of the
 * identity's own documents shows, what a view or collection that nothing scopes shows to whoever may find on it. The rest is not tried.
 */
export async function actorOf(trial: Trial, catalog: Catalog, { identity, object }: Attempt, own: Value): Promise<Actor> {
  const connection: Actor = { link: trial.link, as: "the connection" };
  const { role } = identity;
  if (role === connectionRole) return connection;
  const view = catalog.views.find(({ name }) => name === object.name);
  const scope = view === undefined ? undefined : scopeOf(view, catalog);
  const open = scope === undefined && (view !== undefined || !scopesOf(catalog).some(({ base }) => base === object.name));
  const why = await trial.logins.refusal();
  if (why !== undefined) {
    const itself = role !== "" && (open || (scope !== undefined && isOf(scope, own)));
    return itself || trial.lifted ? connection : { why: `${why}.` };
  }
  const { link, missing } = await trial.logins.as(trial.lifted ? [{ role: "readWrite", db: trial.standsFor }] : role === undefined ? [] : rolesIn(role, trial.standsFor));
  if (role === undefined || missing.length > 0) {
    if (open) return connection;
    return { why: role === undefined ? `no role of the server is known to be of ${identity.name}; name one with --db-role.` : `there is no role ${missing.join(", ")}.` };
  }
  return { link, as: role === "" ? "a user without roles" : `a user with ${role}` };
}

function isOf({ value }: Scope, own: Value): boolean {
  return value !== undefined && own !== undefined && canonical(value) === canonical(own);
}
