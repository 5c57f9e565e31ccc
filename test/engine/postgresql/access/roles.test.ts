import { expect, describe, test } from "vitest";
import { servers } from "../ddl/database.ts";
import { accessRig, attempt, told } from "./rig.ts";

describe.each(servers)("plain roles on $name", ({ url }) => {
  test("a policy on CURRENT_USER lets a role reach what it owns, and the other role is tried beside it", async () => {
    const rig = await accessRig(url);
    try {
      await rig.script(`CREATE TABLE drafts (id integer PRIMARY KEY, owner name NOT NULL DEFAULT CURRENT_USER, body text); ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON drafts USING (owner = CURRENT_USER); GRANT SELECT, INSERT, UPDATE ON drafts TO {user}, {anon};`);
      const people = await rig.access.identities({ user: rig.user, claims: {} }, await rig.session.catalog());
      expect(people.map(({ role }) => role)).toEqual([rig.user, rig.anon]);
      for (const who of people) {
        const outcomes = await rig.tried(...(["own", "foreign"] as const).flatMap((row) => (["select", "insert", "update", "delete"] as const).map((operation) => attempt(who, operation, "drafts", row))), attempt(who, "takeOver", "drafts", "foreign"));
        expect(outcomes.map(told)).toEqual(["allowed policy", "allowed policy", "allowed policy", "denied grant", "denied using", "denied check", "denied using", "denied grant", "denied using"]);
      }
      await expect(rig.access.identities({ user: "nobody at all", claims: {} }, await rig.session.catalog())).rejects.toMatchObject({ kind: "usage" });
    } finally {
      await rig.drop();
    }
  });
});
