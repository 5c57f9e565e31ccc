import type { MysqlRule } from "../rule.ts";
import { advised, listed } from "../told.ts";
import { quoteAccount } from "../world/accountName.ts";
import { reaches } from "../world/powers.ts";

const ofServer = new Set(["information_schema", "performance_schema"]);

/** Source: MySQL manual, GRANT: "_" and "%" are wildcards in the names of databases. */
export const wildcardDatabase: MysqlRule = {
  id: "server/wildcard-database",
  title: "A grant reaches databases that it does not seem to name",
  why: "In the name of a database a bare _ stands for any character: a grant on shop_eu reaches shopXeu too. It is told where such another database is there today; a % is taken as meant.",
  scope: "full",
  find: (world) => {
    if (/^ON$/i.test(world.variables.get("partial_revokes") ?? "")) return [];
    return world.privileges.flatMap(({ account, database }) => {
      if (database === undefined || !/(?<!\\)_/.test(database)) return [];
      const meant = database.replace(/(?<!\\)_/g, "\\_");
      const caught = world.databases.filter((name) => !ofServer.has(name) && reaches(database, name, world) && !reaches(meant, name, world));
      if (caught.length === 0) return [];
      return [{
        rule: "server/wildcard-database",
        object: account,
        part: database,
        severity: "warning" as const,
        message: `The grant of ${account} on ${database} also reaches ${listed(caught)}: a bare _ stands for any character.`,
        evidence: [advised(`REVOKE ALL PRIVILEGES ON \`${database}\`.* FROM ${quoteAccount(account)};\nGRANT … ON \`${meant}\`.* TO ${quoteAccount(account)}`)],
      }];
    });
  },
};
