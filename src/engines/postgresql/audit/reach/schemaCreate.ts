import { quoteName } from "../../quote.ts";
import type { PostgresqlRule } from "../rule.ts";
import { grantee } from "./words.ts";
import { granted, gravest, standingOf, toldRoles } from "./who.ts";

/** The peers: splinter has none; CIS 4.x and pglinter S003 look for it. The default of servers before PostgreSQL 15, kept by databases that were upgraded. */
export const schemaCreate: PostgresqlRule = {
  id: "reach/schema-create",
  title: "Anybody may create objects in a schema that others look names up in",
  why: "Who may create in a schema on others' search path can put a function or operator there that is taken for the server's own, and runs with the rights of whoever calls it (CVE-2018-1058). A schema that belongs to one role alone is its own business.",
  scope: "rls",
  find: (facts) =>
    [...facts.reach.schemas.values()].flatMap((schema) => {
      const roles = granted(facts, { ...schema, schema: schema.name }, ["CREATE"]).filter((role) => standingOf(facts, role) !== "account");
      const standing = gravest(facts, roles);
      if (standing === undefined) return [];
      return [{
        rule: schemaCreate.id,
        object: `schema ${schema.name}`,
        severity: standing === "anonymous" ? ("error" as const) : ("warning" as const),
        message: `${toldRoles(roles)} may create objects in ${schema.name}: a function or operator put there can be taken for another by whoever has the schema on the search path.`,
        fix: {
          title: `Take CREATE on ${schema.name} from ${toldRoles(roles)}`,
          statements: [`REVOKE CREATE ON SCHEMA ${quoteName(schema.name)} FROM ${roles.map(grantee).join(", ")}`],
          undo: roles.map((role) => `GRANT CREATE ON SCHEMA ${quoteName(schema.name)} TO ${grantee(role)}`),
        },
      }];
    }),
};
