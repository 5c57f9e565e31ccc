import type { MysqlRule } from "../rule.ts";

/** Source: MySQL manual, mysql_secure_installation; MySQLTuner. */
export const testDatabase: MysqlRule = {
  id: "server/test-database",
  title: "Everybody may use databases whose names begin with test",
  why: "Old installations let every account fill such databases, and with them the disk. mysql_secure_installation takes the grants away.",
  scope: "full",
  find: (world) =>
    world.privileges.filter(({ account, database }) => database !== undefined && /^test/i.test(database) && /^(?:@|PUBLIC$|$)|^@?%$/.test(account)).map(({ account, database = "" }) => ({
      rule: "server/test-database",
      object: database,
      part: account,
      severity: "warning",
      message: `Everybody who can log in may use databases called ${database}, and fill the disk through them.`,
    })),
};
