import type { MysqlRule } from "../rule.ts";
import { logins } from "../world/powers.ts";

/** Source: MySQLTuner. Told from what is kept of the password, where that has no salt; nothing logs in to find it. */
export const passwordIsName: MysqlRule = {
  id: "server/password-is-name",
  title: "The password is the account's name",
  why: "It is the first guess of every attacker. It can be told of mysql_native_password alone, whose hashes have no salt.",
  scope: "full",
  find: (world) => logins(world).filter(({ password }) => password === "name").map(({ name }) => ({ rule: "server/password-is-name", object: name, severity: "error", message: `The password of ${name} is its name.` })),
};
