import type { MysqlRule } from "../rule.ts";
import { advised } from "../told.ts";
import { quoteAccount } from "../world/accountName.ts";
import { logins } from "../world/powers.ts";

/** Source: MySQL manual, "Securing the Initial MySQL Account"; MySQLTuner. */
export const anonymousAccount: MysqlRule = {
  id: "server/anonymous-account",
  title: "Anybody may log in without a name",
  why: "An account without a name takes every name that no other account has, and USER() then tells what the client chose. Views that compare with USER() show such a client whatever rows it names.",
  scope: "full",
  find: (world) =>
    logins(world).filter(({ user }) => user === "").map(({ host, password }) => ({
      rule: "server/anonymous-account",
      object: `''@${host}`,
      severity: "error",
      message: `Anybody may log in from ${place(host)} under any name${password === "none" ? " and without a password" : ""}; USER() tells the name that the client chose.`,
      evidence: [advised(`DROP USER ${quoteAccount(`@${host}`)}`)],
    })),
};

function place(host: string): string {
  return host === "%" || host === "" ? "anywhere" : host;
}
