import { quoteObject } from "../../quote.ts";
import type { PostgresqlRule } from "../rule.ts";
import { grantee } from "./words.ts";
import { granted, gravest, standingOf, toldRoles } from "./who.ts";

export const sequenceWritable: PostgresqlRule = {
  id: "reach/sequence",
  title: "A sequence that roles of the application may set back",
  why: "UPDATE on a sequence allows setval: set back, it hands out keys that are taken and stops every insert; set to its end, too. Inserting needs USAGE alone.",
  scope: "rls",
  find: (facts) =>
    facts.reach.sequences.flatMap((sequence) => {
      const roles = granted(facts, sequence, ["UPDATE"]).filter((role) => standingOf(facts, role) !== "account");
      const standing = gravest(facts, roles);
      if (standing === undefined) return [];
      const name = quoteObject(sequence);
      return [{
        rule: sequenceWritable.id,
        object: `${sequence.schema}.${sequence.name}`,
        severity: standing === "anonymous" ? ("warning" as const) : ("info" as const),
        message: `${toldRoles(roles)} may set the sequence ${sequence.schema}.${sequence.name} to any value (UPDATE allows setval), which stops inserts for everybody. USAGE is enough to insert.`,
        fix: {
          title: `Leave USAGE and take UPDATE from ${toldRoles(roles)}`,
          statements: [`GRANT USAGE ON SEQUENCE ${name} TO ${roles.map(grantee).join(", ")}`, `REVOKE UPDATE ON SEQUENCE ${name} FROM ${roles.map(grantee).join(", ")}`],
          undo: [
            ...roles.filter((role) => !sequence.privileges.some((line) => line.grantee === role && line.privilege === "USAGE")).map((role) => `REVOKE USAGE ON SEQUENCE ${name} FROM ${grantee(role)}`),
            ...roles.map((role) => `GRANT UPDATE ON SEQUENCE ${name} TO ${grantee(role)}`),
          ],
        },
      }];
    }),
};
