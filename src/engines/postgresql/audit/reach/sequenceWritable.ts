import { quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { grantee } from "./words.ts";
import { granted, standingOf } from "./who.ts";

type Sequence = AuditFacts["reach"]["sequences"][number];

export const sequenceWritable: PostgresqlRule = {
  id: "reach/sequence",
  title: "Sequences that roles of the application may set back",
  why: "UPDATE on a sequence allows setval: set back, it hands out keys that are taken and stops every insert; set to its end, too. Inserting needs USAGE alone.",
  scope: "rls",
  untried: "Setting a sequence is not undone by a rollback, so that it was not tried.",
  find: (facts) =>
    grouped(facts).map(({ schema, role, sequences }) => {
      const names = sequences.map((sequence) => `${sequence.schema}.${sequence.name}`);
      const all = sequences.map(quoteObject).join(", ");
      const without = sequences.filter(({ privileges }) => !privileges.some((line) => line.grantee === role && line.privilege === "USAGE"));
      return {
        rule: sequenceWritable.id,
        object: `schema ${schema}`,
        part: role,
        severity: standingOf(facts, role) === "anonymous" ? ("warning" as const) : ("info" as const),
        message: `${role} may set ${names.length > 3 ? `${names.length} sequences of ${schema}` : names.length === 1 ? `the sequence ${names[0]!}` : `the sequences ${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`} to any value (UPDATE allows setval), which stops inserts for everybody. USAGE is enough to insert.`,
        evidence: names.length < 2 ? [] : [{ kind: "table" as const, title: "The sequences", columns: ["Sequence"], rows: names.map((name) => [name]) }],
        fix: {
          title: `Leave USAGE and take UPDATE from ${role}`,
          statements: [`GRANT USAGE ON SEQUENCE ${all} TO ${grantee(role)}`, `REVOKE UPDATE ON SEQUENCE ${all} FROM ${grantee(role)}`],
          undo: [...(without.length === 0 ? [] : [`REVOKE USAGE ON SEQUENCE ${without.map(quoteObject).join(", ")} FROM ${grantee(role)}`]), `GRANT UPDATE ON SEQUENCE ${all} TO ${grantee(role)}`],
        },
      };
    }),
};

/** By schema and role: a GRANT on all sequences of a schema is one mistake. */
function grouped(facts: AuditFacts): readonly { readonly schema: string; readonly role: string; readonly sequences: readonly Sequence[] }[] {
  const groups = new Map<string, { schema: string; role: string; sequences: Sequence[] }>();
  for (const sequence of facts.reach.sequences) {
    for (const role of granted(facts, sequence, ["UPDATE"])) {
      if (standingOf(facts, role) === "account") continue;
      const key = JSON.stringify([sequence.schema, role]);
      const group = groups.get(key) ?? { schema: sequence.schema, role, sequences: [] };
      groups.set(key, group);
      group.sequences.push(sequence);
    }
  }
  return [...groups.values()];
}
