import type { MongodbLink } from "../link.ts";
import { docIn, docsIn, textOf, truthy, type Doc, type Value } from "../bson/value.ts";
import { orDenied } from "./denied.ts";

export interface GrantedRole {
  readonly role: string;
  readonly db: string;
}

export interface Account {
  readonly user: string;
  /** Where it logs in. */
  readonly db: string;
  readonly roles: readonly GrantedRole[];
  /** "SCRAM-SHA-1", "SCRAM-SHA-256"; empty where the server does not tell. */
  readonly mechanisms: readonly string[];
}

export interface CustomRole extends GrantedRole {
  readonly privileges: readonly Privilege[];
}

export interface Privilege {
  /** "" stands for any. Absent: the whole cluster, or any resource at all. */
  readonly database?: string;
  readonly collection?: string;
  readonly anyResource: boolean;
  readonly actions: readonly string[];
}

interface Accounts {
  readonly accounts: readonly Account[] | null;
  readonly roles: readonly CustomRole[] | null;
  readonly unseen: readonly string[];
}

/** Those of the whole server where they may be read, else of the connection's database. */
export async function readAccounts(access: MongodbLink, signal: AbortSignal): Promise<Accounts> {
  const admin = { signal, database: "admin" };
  const everywhere = await orDenied(access.aside({ usersInfo: { forAllDBs: true } }, admin));
  const users = "value" in everywhere ? everywhere : await orDenied(access.aside({ usersInfo: 1 }, { signal }));
  const asked = await Promise.all([...new Set(["admin", access.database])].map((database) => orDenied(access.aside({ rolesInfo: 1, showPrivileges: true }, { signal, database }))));
  const roles = asked.flatMap((one) => ("value" in one ? [docsIn(one.value, "roles").map(roleOf)] : []));
  const unseen = [
    ...("denied" in users ? [`users: ${users.denied} Give this account the role userAdmin on ${access.database}, or viewUser, to have them looked at.`] : "denied" in everywhere ? ["users of other databases: this account may only read those of its own."] : []),
    ...(roles.length === 0 ? ["roles that were made on this server, which may not be read by this account (viewRole)."] : []),
  ];
  return { accounts: "value" in users ? docsIn(users.value, "users").map(accountOf) : null, roles: roles.length === 0 ? null : roles.flat(), unseen };
}

function accountOf(user: Doc): Account {
  return { user: String(user.get("user")), db: String(user.get("db")), roles: docsIn(user, "roles").map(grantedOf), mechanisms: texts(user.get("mechanisms")) };
}

function roleOf(role: Doc): CustomRole {
  return { ...grantedOf(role), privileges: docsIn(role, "privileges").map(privilegeOf) };
}

function grantedOf(role: Doc): GrantedRole {
  return { role: String(role.get("role")), db: String(role.get("db")) };
}

function privilegeOf(privilege: Doc): Privilege {
  const resource = docIn(privilege, "resource");
  const [database, collection] = [textOf(resource.get("db")), textOf(resource.get("collection"))];
  return { ...(database === undefined ? {} : { database }), ...(collection === undefined ? {} : { collection }), anyResource: truthy(resource.get("anyResource")), actions: texts(privilege.get("actions")) };
}

function texts(value: Value): readonly string[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter((one): one is string => typeof one === "string") : [];
}
