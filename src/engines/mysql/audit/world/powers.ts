import type { Grant } from "../../../../core/catalog/catalog.ts";
import { accountOf } from "./accountName.ts";
import type { Account, Privileges, World } from "./world.ts";

/** What must be known to tell who holds what. */
export type Holders = Pick<World, "flavour" | "variables" | "privileges" | "memberships">;

/** With the accounts, and the database that grants on databases are looked at for. */
export type Inhabited = Holders & Pick<World, "accounts" | "database">;

/** Accounts that the servers make for themselves. */
export function isOwn(account: Account): boolean {
  return /^(?:mysql\.(?:sys|session|infoschema)|mariadb\.sys)@localhost$/.test(account.name);
}

/** Those that somebody can log in with. */
export function logins(world: Pick<World, "accounts">): readonly Account[] {
  return (world.accounts ?? []).filter((account) => !account.role && !account.locked && !isOwn(account));
}

/** The account itself and all roles that it has or may take on, also through other roles. */
export function selves(world: Holders, account: string): readonly string[] {
  const found = [account];
  for (const one of found) for (const { role, member } of world.memberships) if (member === one && !found.includes(role)) found.push(role);
  for (const role of mandatory(world)) if (!found.includes(role)) found.push(role);
  return found;
}

/** Roles that everybody has. */
function mandatory(world: Holders): string[] {
  if (world.flavour === "mariadb") return ["PUBLIC"];
  return (world.variables.get("mandatory_roles") ?? "").split(",").map((role) => role.trim()).filter((role) => role !== "").map((role) => (/@/.test(role) ? accountOf(role.replaceAll('"', "'")) : `${accountOf(role)}@%`));
}

/** What it holds on the whole server, by itself and through roles. */
export function onServer(world: Holders, account: string): ReadonlySet<string> {
  return new Set(held(world, account).filter(({ database }) => database === undefined).flatMap(({ names }) => [...names]));
}

export function held(world: Holders, account: string): readonly Privileges[] {
  const names = new Set(selves(world, account));
  return world.privileges.filter((one) => names.has(one.account));
}

/** Does a grant on databases reach this one? */
export function reaches(pattern: string, database: string, world: Pick<World, "variables">): boolean {
  if (/^ON$/i.test(world.variables.get("partial_revokes") ?? "")) return pattern.replace(/\\([_%\\])/g, "$1") === database;
  const text = pattern.replace(/\\[_%\\]|[_%]|[\\^$.*+?()[\]{}|]/g, (part) => (part === "_" ? "." : part === "%" ? ".*" : part.length === 2 ? part.slice(1) : `\\${part}`));
  return new RegExp(`^${text}$`, "is").test(database);
}

/** May rule the server, or make itself able to. */
export function isAdministrator(world: Holders, account: string): boolean {
  const server = onServer(world, account);
  if (server.has("SUPER") && server.has("CREATE USER")) return true;
  return held(world, account).some(({ database, names, grantable }) => database === undefined && grantable && names.has("CREATE USER"));
}

/** A right on one object, and where it comes from. */
export interface Right {
  readonly account: Account;
  readonly privileges: ReadonlySet<string>;
  /** "server", "database" or "object": the narrowest grant that gives any of them. */
  readonly from: "server" | "database" | "object";
  /** The grants on the object itself, whoever of its selves holds them. */
  readonly own: readonly Grant[];
}

/** Who of those that can log in and do not rule the server holds any of the privileges on an object of the database. */
export function lowRights(world: Inhabited, grants: readonly Grant[], wanted: readonly string[]): Right[] {
  return logins(world).filter(({ name }) => !isAdministrator(world, name)).flatMap((account): Right[] => {
    const names = new Set(selves(world, account.name));
    const own = grants.filter(({ grantee, column, privileges }) => names.has(accountOf(grantee)) && column === undefined && privileges.some((one) => wanted.includes(one)));
    const wide = held(world, account.name).filter(({ database }) => database === undefined || reaches(database, world.database, world));
    const privileges = new Set([...own.flatMap((grant) => grant.privileges), ...wide.flatMap((one) => [...one.names])].filter((one) => wanted.includes(one)));
    if (privileges.size === 0) return [];
    const from = own.length > 0 ? "object" : wide.some(({ database, names: all }) => database !== undefined && wanted.some((one) => all.has(one))) ? "database" : "server";
    return [{ account, privileges, from, own }];
  });
}
