import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../../src/core/access/attempt.ts";
import { servers } from "../ddl/database.ts";
import { accessRig, type AccessRig, attempt, nobody, told } from "./rig.ts";

const script = `
  CREATE TABLE secrets (id integer PRIMARY KEY, word text); INSERT INTO secrets VALUES (1, 'hush');
  CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TYPE pair AS (a integer, b text); CREATE SEQUENCE counter; GRANT USAGE ON SEQUENCE counter TO {user};
  CREATE FUNCTION as_caller(id integer) RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT word FROM public.secrets WHERE id = $1 $$;
  CREATE FUNCTION as_owner(id uuid, m mood, names text[], VARIADIC more numeric[]) RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS $$ SELECT word FROM public.secrets $$;
  CREATE FUNCTION writes(word text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.secrets VALUES (2, word); END $$;
  CREATE FUNCTION guarded() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RAISE EXCEPTION 'not for you' USING ERRCODE = '42501'; END $$;
  CREATE FUNCTION particular(id integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no such thing: %', id; END $$;
  CREATE FUNCTION slow() RETURNS void LANGUAGE sql VOLATILE AS $$ SELECT pg_sleep(30) $$;
  CREATE FUNCTION of_pairs(p pair) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
  CREATE FUNCTION up() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RESET ROLE; DELETE FROM public.secrets; END $$;
  CREATE FUNCTION sets() RETURNS bigint LANGUAGE sql AS $$ SELECT setval('public.counter', 500) $$;
  CREATE FUNCTION sets_too() RETURNS bigint LANGUAGE sql AS $$ SELECT public.sets() $$;
  CREATE FUNCTION numbers() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('public.counter') $$;
  CREATE FUNCTION closed() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$; REVOKE EXECUTE ON FUNCTION closed() FROM PUBLIC;
  CREATE PROCEDURE ends() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
  CREATE PROCEDURE fills(n integer) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.secrets SELECT n, 'x'; END $$;
  CREATE PROCEDURE shut() LANGUAGE sql AS $$ SELECT 1 $$; REVOKE EXECUTE ON PROCEDURE shut() FROM PUBLIC;
`;

describe.each(servers)("bodies of routines on $name", ({ url }) => {
  async function called(rig: AccessRig, ...names: readonly string[]): Promise<Outcome[]> {
    const { routines } = await rig.session.catalog();
    const objects = names.map((name) => ({ form: "routine" as const, schema: "public", name, signature: routines.find((one) => one.name === name)!.signature }));
    return [...(await rig.tried(...objects.map((object) => attempt(nobody(rig.user), "execute", object, "any"))))];
  }

  test("they run with made-up arguments as who calls, what they reach decides, and nothing of it is left", async () => {
    const rig = await accessRig(url);
    try {
      await rig.script(script);
      const outcomes = await called(rig, "as_caller", "as_owner", "writes", "guarded", "closed", "fills", "shut");
      expect(outcomes.map(told)).toEqual(["denied grant", "allowed open", "allowed open", "denied definition", "denied grant", "allowed open", "denied grant"]);
      expect(outcomes.map(({ message }) => message)).toEqual([
        "permission denied for table secrets", "Its body ran with made-up arguments; what it did was undone.", "Its body ran with made-up arguments; what it did was undone.", "not for you", "permission denied for function closed",
        "Its body ran with made-up arguments; what it did was undone.", undefined,
      ]);
      expect(JSON.stringify(outcomes[1]?.witness)).toContain("'sad'::");
      expect((await rig.session.run("SELECT count(*)::integer FROM secrets")).rows).toEqual([[1]]);
    } finally {
      await rig.drop();
    }
  });

  test("a body that fails by itself, takes long or ends transactions is an error of the test and no pass", async () => {
    const rig = await accessRig(url);
    try {
      await rig.script(script);
      const outcomes = await called(rig, "particular", "slow", "ends");
      expect(outcomes.map(told)).toEqual(["error P0001", "error 57014", "error 2D000"]);
      expect(outcomes[0]?.message).toBe("It may be called, but its body fails with made-up arguments, so what it lets through is not known: no such thing: 2000000001");
    } finally {
      await rig.drop();
    }
  });

  test("where arguments cannot be made up, or nothing would undo the body or hold it in its role, the right alone is asked, and says so", async () => {
    const rig = await accessRig(url);
    try {
      await rig.script(script);
      const outcomes = await called(rig, "of_pairs", "up", "sets", "sets_too", "numbers");
      expect(outcomes.map(({ verdict }) => verdict)).toEqual(Array(5).fill("allowed"));
      const why = (text: string): string => `Whether it may be called; its body did not run, because ${text}.`;
      expect(outcomes.map(({ message }) => message)).toEqual([
        why("no value of its argument of type public.pair can be made up"), why("it changes roles or settings, and could leave the role that it is tried as"), why("it sets a sequence or takes a lock that no rollback takes back"),
        why("it sets a sequence or takes a lock that no rollback takes back"), "Its body ran; what it did was undone.",
      ]);
      const { rows } = await rig.session.run("SELECT last_value::integer, (SELECT count(*)::integer FROM secrets) FROM counter");
      expect(rows).toEqual([[1, 1]]);
      const catalog = await rig.session.catalog();
      expect(rig.access.traces?.(catalog, rig.access.objects(catalog).filter(({ name }) => name === "numbers" || name === "up"))).toEqual([
        "The bodies of 1 routine ran for a moment with made-up arguments wherever those could be had, and what they did was undone. The sequences that public.numbers asked move on.",
      ]);
    } finally {
      await rig.drop();
    }
  });
});
