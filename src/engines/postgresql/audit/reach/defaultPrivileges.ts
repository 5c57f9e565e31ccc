import { quoteName } from "../../quote.ts";
import type { PostgresqlRule } from "../rule.ts";
import { grantee } from "./words.ts";
import { standingOf } from "./who.ts";

/** The peers: pgrls SEC044, pglinter S001. */
export const defaultPrivileges: PostgresqlRule = {
  id: "reach/default-privileges",
  title: "New tables are open the moment they are made",
  why: "Default privileges grant on every table that is made from now on, before anybody could enable row level security. For everybody, or for those who did not sign in, a forgotten policy is then an open table.",
  scope: "rls",
  find: (facts) =>
    facts.reach.defaults.flatMap(({ role, schema, kind, privileges }) => {
      if (kind !== "TABLES") return [];
      const wide = [...new Set(privileges.map((line) => line.grantee))].filter((to) => to !== role && standingOf(facts, to) !== "account");
      return wide.flatMap((to) => {
        const given = privileges.filter((line) => line.grantee === to).map(({ privilege }) => privilege);
        if (standingOf(facts, to) === "users" && given.every((privilege) => privilege === "SELECT")) return [];
        const alter = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteName(role)}${schema === undefined ? "" : ` IN SCHEMA ${quoteName(schema)}`}`;
        return [{
          rule: defaultPrivileges.id,
          object: `default privileges of ${role}${schema === undefined ? "" : ` in ${schema}`}`,
          part: to,
          severity: "warning" as const,
          message: `Every table that ${role} makes${schema === undefined ? "" : ` in ${schema}`} is granted to ${to} at once (${given.join(", ")}). Grant table by table, together with its policies.`,
          fix: { title: `No longer grant new tables to ${to}`, statements: [`${alter} REVOKE ${given.join(", ")} ON TABLES FROM ${grantee(to)}`], undo: [`${alter} GRANT ${given.join(", ")} ON TABLES TO ${grantee(to)}`] },
        }];
      });
    }),
};
