import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { held, isAdministrator, logins, onServer, reaches } from "../world/powers.ts";
import type { World } from "../world/world.ts";

const ways: Readonly<Record<string, string>> = {
  "CREATE USER": "it may give every account but the most protected a new password",
  SUPER: "it may change the server's settings and give views and routines the definer root",
  SET_ANY_DEFINER: "it may give a routine the definer root and so run anything as root",
  SET_USER_ID: "it may give a routine the definer root and so run anything as root",
  "SET USER": "it may give a routine the definer root and so run anything as root",
  ROLE_ADMIN: "it may give itself any role",
};

/** Source: MySQL manual, "Privileges Provided by MySQL": those to be granted with particular care. */
export const becomesAdministrator: MysqlRule = {
  id: "server/can-become-administrator",
  title: "An account can make itself an administrator",
  why: "Some rights give all the others in one step: new passwords for others, routines that run as root, rows of the grant tables. They belong to administrators alone.",
  scope: "full",
  find: (world) =>
    logins(world).filter(({ name }) => !isAdministrator(world, name)).flatMap(({ name }) => {
      const steps = stepsOf(world, name);
      return steps.length === 0 ? [] : [{ rule: "server/can-become-administrator", object: name, severity: "error" as const, message: `${name} can make itself an administrator: ${listed(steps)}.` }];
    }),
};

function stepsOf(world: World, account: string): string[] {
  const server = onServer(world, account);
  const everything = held(world, account);
  const written = everything.some(({ database, names }) => (database === undefined || reaches(database, "mysql", world)) && (names.has("UPDATE") || names.has("INSERT")));
  return [...new Set([
    ...Object.entries(ways).flatMap(([privilege, way]) => (server.has(privilege) ? [way] : [])),
    ...(written ? ["it may write the grant tables of the database mysql"] : []),
    ...(everything.some(({ database, grantable }) => database === undefined && grantable) ? ["it may pass its rights on the whole server to any account"] : []),
  ])];
}
