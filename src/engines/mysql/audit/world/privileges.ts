import type { Flavour } from "../../flavourName.ts";
import { accountOf, joined } from "./accountName.ts";
import type { Asking, Texts } from "./asking.ts";
import type { Membership, Privileges, Proxy } from "./world.ts";

const next = "grant the auditing account SELECT on the database mysql";

/** What accounts and roles hold on the server and on databases. */
export async function readPrivileges(ask: Asking): Promise<Privileges[]> {
  const rows = await ask.read(
    "privileges",
    `SELECT GRANTEE, '', PRIVILEGE_TYPE, IS_GRANTABLE, 0 FROM information_schema.USER_PRIVILEGES
     UNION ALL SELECT GRANTEE, TABLE_SCHEMA, PRIVILEGE_TYPE, IS_GRANTABLE, 1 FROM information_schema.SCHEMA_PRIVILEGES`,
    next,
  );
  const groups = new Map<string, Texts[]>();
  for (const row of rows ?? []) {
    const key = `${row[4]} ${row[0]}\0${row[1]}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((items): Privileges => {
    const [grantee = "", database = "", , , level] = items[0] ?? [];
    const names = new Set(items.map((item) => item[2] ?? "").filter((name) => name !== "USAGE"));
    return { account: accountOf(grantee), ...(level === "1" ? { database } : {}), names, grantable: items.some((item) => item[3] === "YES") };
  });
}

/** Who was given which role. */
export async function readMemberships(ask: Asking, flavour: Flavour): Promise<Membership[]> {
  const sql = flavour === "mariadb" ? "SELECT Role, '', User, Host, Admin_option FROM mysql.roles_mapping" : "SELECT FROM_USER, FROM_HOST, TO_USER, TO_HOST, WITH_ADMIN_OPTION FROM mysql.role_edges";
  const rows = await ask.read("roles", sql, next);
  return (rows ?? []).map(([role = "", roleHost = "", user = "", host = "", admin]) => ({ role: joined(role, roleHost), member: joined(user, host), admin: admin === "Y" }));
}

/** Who may log in as whom. */
export async function readProxies(ask: Asking): Promise<Proxy[]> {
  const rows = await ask.read("proxies", "SELECT User, Host, Proxied_user, Proxied_host, With_grant FROM mysql.proxies_priv", next);
  return (rows ?? []).map(([user = "", host = "", of = "", ofHost = "", grantable]) => ({ account: joined(user, host), of: joined(of, ofHost), grantable: grantable === "1" }));
}
