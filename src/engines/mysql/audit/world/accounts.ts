import type { Flavour } from "../../flavourName.ts";
import { isTry } from "../../access/tries.ts";
import { joined } from "./accountName.ts";
import type { Asking, Texts } from "./asking.ts";
import type { Account } from "./world.ts";

/** The hash that mysql_native_password keeps of the account's own name. */
const ownName = "CONCAT('*', UPPER(SHA1(UNHEX(SHA1(User)))))";

/** What is kept of a password is compared by the server and never read. */
const queries: Readonly<Record<Flavour, string>> = {
  mysql: `SELECT User, Host, plugin, authentication_string = '', NAMED, ssl_type <> '', account_locked = 'Y', account_locked = 'Y' AND authentication_string = '' FROM mysql.user`,
  mariadb: `SELECT User, Host, CONCAT_WS(',', COALESCE(JSON_VALUE(Priv, '$.plugin'), ''), JSON_EXTRACT(Priv, '$.auth_or[*].plugin')), COALESCE(JSON_VALUE(Priv, '$.authentication_string'), '') = '' AND NOT JSON_EXISTS(Priv, '$.auth_or'),
    COALESCE(JSON_VALUE(Priv, '$.authentication_string'), '') = ${ownName}, COALESCE(JSON_VALUE(Priv, '$.ssl_type'), 0) > 0, COALESCE(JSON_VALUE(Priv, '$.account_locked'), 0) > 0, COALESCE(JSON_VALUE(Priv, '$.is_role'), 0) > 0 FROM mysql.global_priv`,
};

const withPasswords = /^(?:mysql_native_password|mysql_old_password|caching_sha2_password|sha256_password|ed25519|parsec|)$/;

/** Accounts and roles of the server; undefined where they may not be read. */
export async function readAccounts(ask: Asking, flavour: Flavour, version: number): Promise<readonly Account[] | undefined> {
  // MySQL 9 has neither the function nor passwords kept so.
  const named = flavour === "mysql" && version >= 90_000 ? "0" : `authentication_string = ${ownName}`;
  const rows = await ask.read("accounts", queries[flavour].replace("NAMED", named), "grant the auditing account SELECT on the database mysql to have accounts, privileges and definers looked at");
  return rows?.map(accountFrom).filter(({ user }) => !isTry(user));
}

function accountFrom([user = "", host = "", plugins = "", empty, name, tls, locked, role]: Texts): Account {
  const ways = plugins.replace(/["[\]\s]/g, "").split(",").filter((way) => way !== "");
  const byPassword = ways.every((way) => withPasswords.test(way));
  const password = !byPassword ? "elsewhere" : empty === "1" ? "none" : name === "1" ? "name" : "set";
  return { name: joined(user, host), user, host, role: role === "1" || (user === "PUBLIC" && host === ""), locked: locked === "1", plugins: ways, password, requiresTls: tls === "1" };
}
