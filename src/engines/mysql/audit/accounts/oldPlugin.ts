import type { MysqlRule } from "../rule.ts";
import { logins } from "../world/powers.ts";
import type { World } from "../world/world.ts";

/** Source: MySQL 8.4 and 9 release notes; MySQLTuner. */
export const oldPlugin: MysqlRule = {
  id: "server/old-authentication",
  title: "An account logs in in an outdated way",
  why: "mysql_old_password is broken, mysql_native_password keeps SHA-1 without salt and is gone from MySQL 9, and clear text gives the password to whoever listens. On MariaDB mysql_native_password is the usual way; ed25519 and parsec are better.",
  scope: "full",
  find: (world) =>
    logins(world).flatMap(({ name, plugins, requiresTls }) =>
      plugins.flatMap((plugin) => {
        const wrong = reason(plugin, world, requiresTls);
        return wrong === undefined ? [] : [{ rule: "server/old-authentication", object: name, part: plugin, severity: plugin === "mysql_old_password" ? ("error" as const) : ("warning" as const), message: `${name} logs in with ${plugin}: ${wrong}.` }];
      }),
    ),
};

function reason(plugin: string, { flavour, version }: World, tls: boolean): string | undefined {
  if (plugin === "mysql_old_password") return "its hashes are broken in seconds";
  if (plugin === "mysql_native_password" && flavour === "mysql" && version >= 80400) return "SHA-1 without salt, off by default since MySQL 8.4 and gone from 9.0, after which nobody can log in as it; use caching_sha2_password";
  if (/^(?:mysql_clear_password|authentication_pam|pam|dialog|authentication_ldap_simple)$/.test(plugin) && !tls) return "the password travels as it is, and the account does not require TLS";
  return undefined;
}
