import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { audit, keysOf, witnessOf } from "./auditing.ts";

const mark = 42_424_242;
/** Of the same types as the server's own operators, and of pairs that it has none for and would cast. */
const pairs = [...["name", `"char"`, "oid", "text", "boolean", "smallint", "integer"].map((type) => [type, type]), ["oid", "integer"], ["oid", "bigint"], [`"char"`, "text"], ["name", "varchar"], ["regclass", "oid"], ["text", "varchar"]];
const operators = pairs.flatMap(([left, right]) => ["=", "<>"].map((sign) => ({ left, right, sign })));

/** Everything in the database takes a lock that outlives any transaction when it is touched, so that a touch cannot hide; also what shadows the server's own names. */
function hostile(role: string): string {
  return `
CREATE SCHEMA evil;
CREATE FUNCTION evil.touch() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$ BEGIN PERFORM pg_catalog.pg_advisory_lock(${mark}); RETURN true; END $$;
CREATE FUNCTION evil.touch_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.touch(); RETURN NEW; END $$;
CREATE FUNCTION evil.default_id() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$ BEGIN PERFORM evil.touch(); RETURN 1; END $$;
CREATE FUNCTION evil.format_type(oid, integer) RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT evil.touch()::text $$;
CREATE FUNCTION evil.pg_get_expr(pg_node_tree, oid) RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT evil.touch()::text $$;
CREATE FUNCTION evil.current_setting(text, boolean) RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT evil.touch()::text $$;
CREATE FUNCTION evil.has_table_privilege(oid, text) RETURNS boolean LANGUAGE sql VOLATILE AS $$ SELECT evil.touch() $$;
${operators.map(({ left, right, sign }, at) => `CREATE FUNCTION evil.op${at}(${left}, ${right}) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$ BEGIN PERFORM evil.touch(); RETURN true; END $$;
CREATE OPERATOR evil.${sign} (FUNCTION = evil.op${at}, LEFTARG = ${left}, RIGHTARG = ${right});`).join("\n")}
CREATE TABLE public.orders (id integer PRIMARY KEY DEFAULT evil.default_id(), owner_id uuid NOT NULL, CHECK (evil.touch()));
CREATE TABLE public.lines (id integer PRIMARY KEY, order_id integer REFERENCES public.orders);
CREATE VIEW public.looking AS SELECT evil.touch() AS touched, id FROM public.orders;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OR DELETE ON public.orders FOR EACH ROW EXECUTE FUNCTION evil.touch_row();
CREATE POLICY killing ON public.orders USING (evil.touch());
ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;
GRANT USAGE ON SCHEMA evil TO PUBLIC; GRANT SELECT, INSERT ON public.orders TO ${role};`;
}

describeDialects("an audit of a database that means harm", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);
  const role = `wt_hostile_${randomBytes(4).toString("hex")}`;
  let watcher: pg.Client;
  const touched = async (): Promise<number> => Number((await watcher.query(`SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype OPERATOR(pg_catalog.=) 'advisory' AND objid OPERATOR(pg_catalog.=) ${mark}`)).rows[0].count);

  beforeAll(async () => {
    watcher = new pg.Client(harness.database.url);
    await watcher.connect();
    await watcher.query(`CREATE ROLE ${role}; ${hostile(role)}`);
    const { rows } = await watcher.query<{ name: string }>("SELECT pg_catalog.current_database() AS name");
    await watcher.query(`ALTER DATABASE "${rows[0]!.name}" SET search_path = evil, pg_catalog, public`);
  });

  afterAll(async () => {
    await watcher.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await watcher.end();
  });

  test("can tell that something of it ran", async () => {
    const session = await harness.open();
    await session.run("SELECT 1 WHERE 'a'::text OPERATOR(evil.=) 'b'::text");
    expect(await touched()).toBe(1);
  });

  for (const [how, options] of [["by reading alone", { flags: { "no-witness": true as const } }], ["in explore mode", { context: { mode: "explore" as const } }]] as const) {
    test(`runs nothing of it ${how}`, async () => {
      expect(await touched()).toBe(0);
      const session = await harness.open(how === "in explore mode" ? { readOnly: true } : {});
      expect(await touched(), "connecting alone ran it").toBe(0);
      const report = await audit(session, options);
      expect(await touched()).toBe(0);
      expect(keysOf(report)).not.toEqual([]);
      expect(witnessOf(report).run).toBe(false);
    });
  }

  test("says that a run with witnesses runs it, and where", async () => {
    const report = await audit(await harness.open(), { flags: { witness: true } });
    expect(witnessOf(report)).toMatchObject({ run: true, place: "in a transaction of the target that is rolled back" });
    const how = report.evidence?.find((evidence) => evidence.title === "How it was looked");
    expect(how).toMatchObject({ text: expect.stringContaining("Triggers, defaults, policies, views and functions of the database run while it does") as string });
  });
});
