import type { PostgresqlRule } from "../rule.ts";
import { grantedTables, listing, revoking, toldTables } from "./grantedTables.ts";
import { mayCreate, standingOf } from "./who.ts";

/** CREATE TRIGGER and foreign keys act for whoever writes the table later. */
export const triggerGranted: PostgresqlRule = {
  id: "reach/trigger-or-references",
  title: "TRIGGER or REFERENCES granted to a role of the application",
  why: "A role with TRIGGER may hang its own function on the table, which then runs with the rights of whoever writes to it next, the owner included. REFERENCES lets it ask which keys exist, rows of others included. GRANT ALL gives both, and no application needs them.",
  scope: "rls",
  untried: "It takes a function of the role's own on a table and somebody else who writes to it; a trial plants no code of that kind.",
  find: (facts) =>
    grantedTables(facts, (table) => (table.partitionOf !== undefined ? [] : table.rowSecurity.enabled ? ["TRIGGER", "REFERENCES"] : ["TRIGGER"])).flatMap((group) => {
      const privileges = ["TRIGGER", "REFERENCES"].filter((privilege) => group.tables.some((one) => one.privileges.includes(privilege)));
      const standing = standingOf(facts, group.role);
      const triggers = privileges.includes("TRIGGER");
      if (standing === "account" && !triggers) return [];
      return [{
        rule: triggerGranted.id,
        object: `schema ${group.schema}`,
        part: group.role,
        about: group.tables.map(({ table }) => `${table.schema}.${table.name}`),
        severity: standing !== "account" && triggers && mayCreate(facts, group.role) ? ("warning" as const) : ("info" as const),
        message: `${group.role} has ${privileges.join(" and ")} on ${toldTables(group)}.${triggers ? " With a schema to create a function in, a trigger of theirs runs with the rights of whoever writes to the table next." : ""}${privileges.includes("REFERENCES") ? " A foreign key of theirs tells which keys exist, also of rows that policies hide." : ""}`,
        evidence: listing(group),
        fix: { title: `Take ${privileges.join(" and ")} from ${group.role}`, ...revoking(facts, group) },
      }];
    }),
};
