import { describe, expect, test } from "vitest";
import { servers } from "../ddl/database.ts";
import { accessRig, type AccessRig, attempt, person, table, told } from "./rig.ts";

const own = "user_id = NULLIF(current_setting('app.user_id', true), '')::integer";
const notes = `
  CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id integer NOT NULL, body text);
  ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON notes USING (${own});
  GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO {user};
  CREATE VIEW asking WITH (security_invoker = true) AS SELECT id AS note, user_id AS whose, body FROM notes;
  CREATE VIEW owning AS SELECT id, user_id, body FROM notes;
  CREATE VIEW checked AS SELECT id, user_id, body FROM notes WHERE ${own} WITH CHECK OPTION;
  CREATE VIEW counted AS SELECT user_id, count(*) AS notes FROM notes GROUP BY user_id;
  CREATE VIEW narrow AS SELECT id, body FROM notes;
  GRANT SELECT, INSERT, UPDATE, DELETE ON asking, owning, checked, counted, narrow TO {user};
`;

/** A view whose triggers write instead of it, as who asks or as the owner. */
const instead = (name: string, definer: boolean): string => `
  CREATE VIEW ${name} WITH (security_invoker = true) AS SELECT n.id, n.user_id, upper(n.body) AS body FROM notes n JOIN generate_series(1, 1) g ON true;
  CREATE FUNCTION ${name}_write() RETURNS trigger LANGUAGE plpgsql ${definer ? "SECURITY DEFINER" : ""} AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN INSERT INTO public.notes (user_id, body) VALUES (NEW.user_id, NEW.body); RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN UPDATE public.notes SET user_id = NEW.user_id, body = NEW.body WHERE id = OLD.id; RETURN NEW; END IF;
    DELETE FROM public.notes WHERE id = OLD.id; RETURN OLD; END $$;
  CREATE TRIGGER writes INSTEAD OF INSERT OR UPDATE OR DELETE ON ${name} FOR EACH ROW EXECUTE FUNCTION ${name}_write();
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO {user};
`;

async function on(url: string, script: string, work: (rig: AccessRig) => Promise<void>): Promise<void> {
  const rig = await accessRig(url);
  try {
    await rig.script(script);
    await work(rig);
  } finally {
    await rig.drop();
  }
}

const all = [["insert", "own"], ["insert", "foreign"], ["insertReturning", "own"], ["update", "own"], ["update", "foreign"], ["changeOwner", "own"], ["takeOver", "foreign"], ["delete", "own"], ["delete", "foreign"]] as const;

async function through(rig: AccessRig, name: string): Promise<string[]> {
  const me = person(rig.user, "7");
  return (await rig.tried(...all.map(([operation, row]) => attempt(me, operation, table(name, "view"), row)))).map(told);
}

describe.each(servers)("writing through views on $name", ({ url }) => {
  test("a view that reads as who asks holds writers to the policies, also under other names of columns", () =>
    on(url, notes, async (rig) => {
      expect(await through(rig, "asking")).toEqual(["allowed policy", "denied check", "allowed policy", "allowed policy", "denied using", "denied check", "denied using", "allowed policy", "denied using"]);
      const [planted] = await rig.tried(attempt(person(rig.user, "7"), "insert", table("asking", "view"), "foreign"));
      expect(planted?.policies).toEqual(["own"]);
    }));

  test("a view of the owner lets everything through, and a check option what its condition shows", () =>
    on(url, notes, async (rig) => {
      expect(await through(rig, "owning")).toEqual(all.map(() => "allowed owner"));
      expect(await through(rig, "checked")).toEqual(["allowed owner", "denied definition", "allowed owner", "allowed owner", "denied definition", "denied definition", "denied definition", "allowed owner", "denied definition"]);
    }));

  test("what a trigger writes instead is looked for in the table, since its statement's count tells nothing", () =>
    on(url, `${notes}${instead("careful", false)}${instead("careless", true)}`, async (rig) => {
      expect(await through(rig, "careful")).toEqual(["allowed policy", "denied check", "allowed policy", "allowed policy", "denied using", "denied check", "denied using", "allowed policy", "denied using"]);
      expect(await through(rig, "careless")).toEqual(["allowed owner", "allowed owner", "allowed owner", "allowed owner", "denied using", "allowed owner", "denied using", "allowed owner", "denied using"]);
    }));

  test("a trigger that writes nothing, whatever it says, is no way to write", () =>
    on(url, `${notes} CREATE VIEW still AS SELECT id, user_id, body FROM notes; CREATE FUNCTION still() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
      CREATE TRIGGER still INSTEAD OF INSERT OR DELETE ON still FOR EACH ROW EXECUTE FUNCTION still(); GRANT SELECT, INSERT, DELETE ON still TO {user};`, async (rig) => {
      const me = person(rig.user, "7");
      expect((await rig.tried(attempt(me, "insert", table("still", "view")), attempt(me, "delete", table("still", "view")))).map(told)).toEqual(["denied definition", "denied using"]);
    }));

  test("what nobody can write is not asked for, and a column that a view hides is named", () =>
    on(url, `${notes} ALTER TABLE notes ADD kind text NOT NULL DEFAULT 'x'; CREATE VIEW unfillable AS SELECT id, kind FROM notes;`, async (rig) => {
      const possible = await rig.access.possible!(await rig.session.catalog());
      const writable = (name: string): string[] => (["select", "insert", "update", "delete"] as const).filter((operation) => possible(table(name, "view"), operation));
      expect([writable("counted"), writable("unfillable"), writable("owning")]).toEqual([["select"], ["select", "update", "delete"], ["select", "insert", "update", "delete"]]);
      const [hidden] = await rig.tried(attempt(person(rig.user, "7"), "insert", table("narrow", "view"), "foreign"));
      expect(hidden?.message).toBe("Not tested: public.narrow does not show user_id, so nobody can say through it whose a new row is.");
    }));

  test("nothing is left of it", () =>
    on(url, `${notes}${instead("careful", false)}`, async (rig) => {
      await through(rig, "careful");
      expect([...(await rig.session.countRows())].map(([, rows]) => Number(rows))).toEqual([0]);
    }));
});
