import { describe, expect, test } from "vitest";
import type { Attempt } from "../../../../src/core/access/attempt.ts";
import { servers } from "../ddl/database.ts";
import { type AccessRig, accessRig, attempt, nobody, person, table, told } from "./rig.ts";

const notes = `
  CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id integer NOT NULL, body text);
  ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
  GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO {user}, {anon};
`;
const own = "user_id = NULLIF(current_setting('app.user_id', true), '')::integer";

async function on(url: string, script: string, work: (rig: AccessRig) => Promise<void>): Promise<void> {
  const rig = await accessRig(url);
  try {
    await rig.script(script);
    await work(rig);
  } finally {
    await rig.drop();
  }
}

/** One attempt as the user 7 (or as nobody), on `notes` unless told. */
function toldOn(rig: AccessRig, ...attempts: readonly Attempt[]): Promise<string[]> {
  return rig.tried(...attempts).then((outcomes) => outcomes.map(told));
}

describe.each(servers)("what row security does, on $name", ({ url }) => {
  test("A: an UPDATE policy without WITH CHECK refuses to move a row to somebody else", () =>
    on(url, `${notes} CREATE POLICY s ON notes FOR SELECT USING (true); CREATE POLICY u ON notes FOR UPDATE USING (${own});`, async (rig) => {
      const me = person(rig.user, "7");
      const [kept, moved, taken] = await rig.tried(attempt(me, "update", "notes"), attempt(me, "changeOwner", "notes"), attempt(me, "takeOver", "notes", "foreign"));
      expect([told(kept), told(moved), told(taken)]).toEqual(["allowed policy", "denied check", "denied using"]);
      expect([kept?.policies, moved?.policies, taken?.policies]).toEqual([["u"], ["u"], ["u"]]);
    }));

  test("B: a trigger function runs as who changes the row, so that what it may not reach fails", () =>
    on(url, `${notes} CREATE POLICY all_own ON notes USING (${own}); CREATE TABLE journal (who text);
      CREATE FUNCTION journal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.journal VALUES (current_user); RETURN new; END $$;
      CREATE TRIGGER journal BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION journal();`, async (rig) => {
      const [update] = await rig.tried(attempt(person(rig.user, "7"), "update", "notes"));
      expect([told(update), update?.message]).toEqual(["denied grant", "permission denied for table journal"]);
    }));

  test("C: a permissive USING (false) denies nothing, a restrictive one does", () =>
    on(url, `${notes} CREATE POLICY open ON notes USING (true); CREATE POLICY deny ON notes FOR SELECT TO {anon} USING (false);`, async (rig) => {
      const read = attempt(nobody(rig.anon), "select", "notes", "any");
      const [before] = await rig.tried(read);
      expect([told(before), before?.policies]).toEqual(["allowed policy", ["open"]]);
      await rig.script("DROP POLICY deny ON notes; CREATE POLICY deny ON notes AS RESTRICTIVE FOR SELECT TO {anon} USING (false);");
      const [after] = await rig.tried(read);
      expect([told(after), after?.policies]).toEqual(["denied using", ["deny"]]);
    }));

  test("E: an owner is held by its policies only where they are forced", () =>
    on(url, `${notes} CREATE POLICY own ON notes USING (${own}); GRANT USAGE, CREATE ON SCHEMA public TO {user}; ALTER TABLE notes OWNER TO {user};`, async (rig) => {
      const foreign = attempt(person(rig.user, "7"), "select", "notes", "foreign");
      expect(await toldOn(rig, foreign)).toEqual(["allowed owner"]);
      await rig.script("ALTER TABLE notes FORCE ROW LEVEL SECURITY;");
      expect(await toldOn(rig, foreign)).toEqual(["denied using"]);
    }));

  test("F: without a SELECT policy an UPDATE with WHERE reaches nothing, and one without WHERE does", () =>
    on(url, `${notes} CREATE POLICY u ON notes FOR UPDATE USING (${own});`, async (rig) => {
      const [read, update] = await rig.tried(attempt(person(rig.user, "7"), "select", "notes"), attempt(person(rig.user, "7"), "update", "notes"));
      expect([told(read), read?.message]).toEqual(["denied using", "No policy of public.notes for this command applies to user 7."]);
      expect(told(update)).toBe("allowed policy");
      expect(JSON.stringify(update?.witness)).not.toContain("WHERE \\\"id\\\"");
    }));

  test("I: TRUNCATE asks no policy", () =>
    on(url, `${notes} CREATE POLICY own ON notes USING (${own}); GRANT TRUNCATE ON notes TO {user};`, async (rig) => {
      expect(await toldOn(rig, attempt(person(rig.user, "7"), "truncate", "notes"), attempt(nobody(rig.anon), "truncate", "notes"))).toEqual(["allowed open", "denied grant"]);
    }));

  test("J: the WITH CHECKs of two permissive policies are an OR, whichever USING let the row through", () =>
    on(url, `${notes} CREATE POLICY s ON notes FOR SELECT USING (true);
      CREATE POLICY mine ON notes FOR UPDATE USING (${own}) WITH CHECK (${own}); CREATE POLICY done ON notes FOR UPDATE USING (body = 'DONE') WITH CHECK (true);`, async (rig) => {
      const [moved] = await rig.tried(attempt(person(rig.user, "7"), "changeOwner", "notes"));
      expect(told(moved)).toBe("allowed policy");
    }));

  test("K: INSERT … RETURNING needs a SELECT policy, a plain INSERT does not", () =>
    on(url, `${notes} CREATE POLICY i ON notes FOR INSERT WITH CHECK (${own});`, async (rig) => {
      const me = person(rig.user, "7");
      expect(await toldOn(rig, attempt(me, "insert", "notes"), attempt(me, "insertReturning", "notes"), attempt(me, "insert", "notes", "foreign"))).toEqual(["allowed policy", "denied check", "denied check"]);
    }));

  test("L: a foreign key accepts a hidden parent", () =>
    on(url, `${notes} CREATE POLICY own ON notes USING (${own});
      CREATE TABLE remarks (id integer PRIMARY KEY, note_id bigint NOT NULL REFERENCES notes); GRANT INSERT ON remarks TO {anon};`, async (rig) => {
      expect(await toldOn(rig, attempt(nobody(rig.anon), "insert", "remarks", "any"), attempt(nobody(rig.anon), "select", "notes", "any"))).toEqual(["allowed open", "denied using"]);
    }));

  test("O: a policy's helper that the caller may not call makes the table unreadable, and the message names it", () =>
    on(url, `${notes} CREATE FUNCTION me() RETURNS integer STABLE LANGUAGE sql AS $$ SELECT NULLIF(current_setting('app.user_id', true), '')::integer $$; REVOKE EXECUTE ON FUNCTION me() FROM PUBLIC;
      CREATE POLICY own ON notes USING (user_id = me());`, async (rig) => {
      const [read] = await rig.tried(attempt(person(rig.user, "7"), "select", "notes"));
      expect([told(read), read?.message]).toEqual(["denied grant", "permission denied for function me"]);
    }));

  test("P: COALESCE(setting, own column) opens everything to who sets nothing", () =>
    on(url, `${notes} CREATE POLICY own ON notes USING (user_id = COALESCE(current_setting('app.user_id', true)::integer, user_id));`, async (rig) => {
      expect(await toldOn(rig, attempt(person(rig.user, "7"), "select", "notes", "foreign"), attempt(nobody(rig.anon), "select", "notes", "any"))).toEqual(["denied using", "allowed policy"]);
    }));

  test("a policy that asks its own table is an error of the test, never a denial", () =>
    on(url, `${notes} CREATE POLICY again ON notes USING (EXISTS (SELECT 1 FROM notes n WHERE n.user_id = 7));`, async (rig) => {
      expect(await toldOn(rig, attempt(person(rig.user, "7"), "select", "notes"))).toEqual(["error 42P17"]);
    }));

  test("grants on schema, table and routine are told apart, and a bypassing role is named", () =>
    on(url, `${notes} CREATE POLICY own ON notes USING (${own}); CREATE FUNCTION secret(a integer, VARIADIC b text[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
      REVOKE EXECUTE ON FUNCTION secret FROM PUBLIC; GRANT EXECUTE ON FUNCTION secret TO {user}; REVOKE DELETE ON notes FROM {anon};
      CREATE SCHEMA hidden; CREATE TABLE hidden.things (id integer PRIMARY KEY); GRANT SELECT ON hidden.things TO {anon};`, async (rig) => {
      const routine = { form: "routine" as const, schema: "public", name: "secret", signature: "integer, text[]" };
      expect(await toldOn(rig,
        attempt(nobody(rig.anon), "delete", "notes", "any"), attempt(nobody(rig.anon), "select", { ...table("things"), schema: "hidden" }, "any"),
        attempt(nobody(rig.anon), "execute", routine, "any"), attempt(nobody(rig.user), "execute", routine, "any"),
        attempt({ name: "admin", settings: {}, owns: [] }, "select", "notes", "any"),
      )).toEqual(["denied grant", "denied schema", "denied grant", "allowed open", "allowed bypass"]);
    }));
});
