import { quoteObject } from "../../quote.ts";
import type { PostgresqlRule } from "../rule.ts";
import { grantee } from "./words.ts";
import { granted, gravest, mayCreate, toldRoles } from "./who.ts";

/** CREATE TRIGGER and foreign keys act for whoever writes the table later. */
export const triggerGranted: PostgresqlRule = {
  id: "reach/trigger-or-references",
  title: "TRIGGER or REFERENCES granted to a role of the application",
  why: "A role with TRIGGER may hang its own function on the table, which then runs with the rights of whoever writes to it next, the owner included. REFERENCES lets it ask which keys exist, rows of others included. GRANT ALL gives both, and no application needs them.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      const relation = facts.relations.get(`${table.schema}.${table.name}`);
      if (relation === undefined || table.partitionOf !== undefined) return [];
      const [triggers, references] = [granted(facts, relation, ["TRIGGER"]), granted(facts, relation, ["REFERENCES"])];
      const hidden = table.rowSecurity.enabled ? references : [];
      const roles = [...new Set([...triggers, ...hidden])];
      const standing = gravest(facts, roles);
      if (standing === undefined || (standing === "account" && triggers.length === 0)) return [];
      const privileges = [...(triggers.length > 0 ? ["TRIGGER"] : []), ...(hidden.length > 0 ? ["REFERENCES"] : [])];
      const lines = relation.privileges.filter((line) => privileges.includes(line.privilege) && roles.includes(line.grantee));
      return [{
        rule: triggerGranted.id,
        object: `${table.schema}.${table.name}`,
        severity: standing !== "account" && triggers.some((role) => mayCreate(facts, role)) ? ("warning" as const) : ("info" as const),
        message: `${toldRoles(roles)} ${roles.length === 1 ? "has" : "have"} ${privileges.join(" and ")} on ${table.schema}.${table.name}.${triggers.length > 0 ? " With a schema to create a function in, a trigger of theirs runs with the rights of whoever writes to the table next." : ""}${hidden.length > 0 ? " A foreign key of theirs tells which keys exist, also of rows that policies hide." : ""}`,
        fix: {
          title: `Take ${privileges.join(" and ")} from ${toldRoles(roles)}`,
          statements: [`REVOKE ${privileges.join(", ")} ON ${quoteObject(table)} FROM ${roles.map(grantee).join(", ")}`],
          undo: lines.map((line) => `GRANT ${line.privilege} ON ${quoteObject(table)} TO ${grantee(line.grantee)}${line.grantable ? " WITH GRANT OPTION" : ""}`),
        },
      }];
    }),
};
