import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { postgresqlRig, postgresqlServers } from "./rig.ts";
import type { Rig } from "./rig.ts";

describe.each(postgresqlServers())("$name", ({ url }) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await postgresqlRig(url);
    await rig.seed(
      "CREATE TYPE mood AS ENUM ('sad')",
      "CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, mood mood)",
      "CREATE TABLE orders (id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES users, total numeric)",
      "CREATE VIEW totals AS SELECT user_id, total FROM orders",
      "CREATE SEQUENCE tickets",
      "INSERT INTO users VALUES (1, 'a@x', 'sad'), (2, 'b@x', NULL)",
      "INSERT INTO orders (user_id, total) VALUES (1, 10), (1, 20), (2, 30)",
      "ANALYZE users, orders",
    );
  });
  afterEach(() => rig.close());

  test("up and down in one transaction that is rolled back, with locks, rewrites and rows", async () => {
    rig.write({
      "m/001_total.up.sql": "ALTER TABLE users ADD COLUMN phone text;\nUPDATE users SET phone = '1';\nALTER TABLE users ALTER COLUMN id TYPE bigint;\nCREATE TABLE audit (id integer);\n",
      "m/001_total.down.sql": "DROP TABLE audit;\nALTER TABLE users ALTER COLUMN id TYPE integer;\nALTER TABLE users DROP COLUMN phone;\n",
    });
    const before = await rig.state();
    const report = await rig.dryRun("m");
    expect(report.migrations).toMatchObject([{ version: "001", status: "passed", proof: "transaction", rollback: { verified: true, differences: [] } }]);
    const [add, update, type] = report.migrations[0]?.statements ?? [];
    expect(add).toMatchObject({ line: 0, status: "passed", locks: [{ object: "public.users", mode: "AccessExclusiveLock" }] });
    expect(update).toMatchObject({ rows: 2 });
    expect(type?.rewrites).toEqual(["public.users"]);
    expect(report.rules).toEqual(expect.arrayContaining(["dry-run/blocking-lock", "dry-run/table-rewrite"]));
    expect(report.findings?.filter((finding) => finding.rule === "dry-run/blocking-lock").map((finding) => finding.object)).toEqual(expect.arrayContaining(["public.users"]));
    expect(report.findings?.some((finding) => finding.object === "public.audit")).toBe(false);
    expect(await rig.state()).toEqual(before);
  });

  test("a folder: a down script that does not restore, one that fails, then a failing up script", async () => {
    rig.write({
      "m/001_a.up.sql": "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE INDEX a_half ON a (id) WHERE id > 5;",
      "m/001_a.down.sql": "ALTER TABLE a RENAME TO b;",
      "m/002_b.up.sql": "ALTER TABLE a ADD COLUMN x text;",
      "m/002_b.down.sql": "ALTER TABLE a DROP COLUMN x;\nALTER TABLE a DROP COLUMN nothing;",
      "m/003_c.up.sql": "INSERT INTO a (id, x) VALUES (1, 'é');\nINSERT INTO a (id, x)\n  VALUES (2, 'ü'), (1, 'again');",
      "m/004_d.up.sql": "CREATE TABLE d (id integer);",
    });
    const before = await rig.state();
    const report = await rig.dryRun("m");
    expect(report.status).toBe("failed");
    expect(report.migrations.map((one) => [one.status, one.rollback.verified, one.proof])).toEqual([["passed", false, "transaction"], ["passed", false, "transaction"], ["failed", null, "transaction"], ["skipped", null, "none"]]);
    expect(report.migrations[0]?.rollback.differences).toContain("table public.b is new");
    expect(report.findings?.find((finding) => finding.rule === "dry-run/down-fails")).toMatchObject({ file: "m/002_b.down.sql", range: { start: { line: 1 } }, message: expect.stringContaining("42703") });
    expect(report.findings?.find((finding) => finding.rule === "dry-run/statement-failed")).toMatchObject({ file: "m/003_c.up.sql", range: { start: { line: 1 } }, message: expect.stringContaining("23505") });
    expect(await rig.state()).toEqual(before);
  });

  test("scripts that try to get out of the transaction", async () => {
    rig.write({
      "a/001_commit.up.sql": "BEGIN;\nCREATE TABLE stays (id integer);\nCOMMIT;\nDROP TABLE orders CASCADE;\n",
      "b/001_do.up.sql": "CREATE TABLE stays (id integer);\nDO $$ BEGIN INSERT INTO users VALUES (9, 'c@x'); COMMIT; END $$;\n",
      "c/001_call.up.sql": "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO users VALUES (9, 'c@x'); COMMIT; END $$;\nCALL p();\n",
      "d/001_connect.up.sql": "CREATE TABLE stays (id integer);\n\\c postgres\nCREATE TABLE elsewhere (id integer);\n",
      "e/001_two.up.sql": "CREATE TABLE stays (id integer);\nPREPARE TRANSACTION 'later';\n",
      "f/001_rollback.up.sql": "CREATE TABLE stays (id integer);\nROLLBACK;\nCREATE TABLE stays (id integer);\n",
      "g/001_end.up.sql": "CREATE TABLE stays (id integer);\n/* a /* b */ */ END;\nDELETE FROM orders;\n",
      "h/001_chain.up.sql": "CREATE TABLE stays (id integer);\nCOMMIT AND CHAIN;\nDELETE FROM orders;\n",
      "i/001_savepoint.up.sql": "SAVEPOINT a;\nCREATE TABLE stays (id integer);\nROLLBACK TO a;\nRELEASE a;\nDELETE FROM orders;\n",
      "j/001_shell.up.sql": "\\! touch gone\nCREATE TABLE stays (id integer);\n",
    });
    const before = await rig.state();
    const outcomes: Record<string, unknown> = {};
    for (const folder of ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]) {
      const report = await rig.dryRun(folder);
      outcomes[folder] = [report.migrations[0]?.status, report.rules.find((rule) => ["dry-run/statement-failed", "dry-run/not-allowed", "dry-run/own-transaction"].includes(rule))];
      expect(await rig.state()).toEqual(before);
    }
    expect(outcomes).toEqual({
      a: ["passed", "dry-run/own-transaction"],
      b: ["failed", "dry-run/statement-failed"],
      c: ["failed", "dry-run/statement-failed"],
      d: ["failed", "dry-run/not-allowed"],
      e: ["failed", "dry-run/not-allowed"],
      f: ["failed", "dry-run/not-allowed"],
      g: ["passed", "dry-run/own-transaction"],
      h: ["passed", "dry-run/own-transaction"],
      i: ["passed", undefined],
      j: ["failed", "dry-run/not-allowed"],
    });
    expect((await rig.observer.run("SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()")).rows).toEqual([["0"]]);
  });

  test("a sequence that an INSERT moves on is said", async () => {
    rig.write({ "m/001_add.up.sql": "INSERT INTO orders (user_id, total) VALUES (1, 5);\n", "m/001_add.down.sql": "DELETE FROM orders WHERE total = 5;\n" });
    const before = (await rig.state()) as { fingerprint: string; rows: unknown };
    const report = await rig.dryRun("m");
    expect(report.status).toBe("passed");
    expect(report.findings?.find((finding) => finding.rule === "dry-run/sequence-advanced")).toMatchObject({ severity: "info", object: "public.orders_id_seq" });
    expect(report.summary).toContain("Nothing was changed but the position of 1 sequence.");
    expect(await rig.state()).toMatchObject({ fingerprint: before.fingerprint, rows: before.rows });
  });

  test("what is destroyed: counted, with what depends on it", async () => {
    rig.write({ "m/001_drop.up.sql": "ALTER TABLE orders DROP COLUMN total CASCADE;\nTRUNCATE users CASCADE;\nDROP TABLE IF EXISTS nothing;\n" });
    const before = await rig.state();
    const report = await rig.dryRun("m");
    const found = report.findings?.filter((finding) => finding.rule === "dry-run/destructive") ?? [];
    expect(found.map((finding) => finding.object)).toEqual(expect.arrayContaining(["public.orders.total", "public.users"]));
    expect(found.find((finding) => finding.object === "public.orders.total")?.message).toMatch(/with 3 values.*view public\.totals/);
    expect(found.find((finding) => finding.object === "public.users")?.message).toMatch(/with 2 rows.*foreign key public\.orders/);
    expect(report.migrations[0]?.status).toBe("passed");
    expect(await rig.state()).toEqual(before);
  });

  test("a deferred constraint that only the commit would refuse; settings of one script do not reach the next", async () => {
    rig.write({
      "m/001_path.up.sql": "CREATE SCHEMA other;\nSET search_path = other;\nSELECT set_config('search_path', 'other', false);\nCREATE TABLE here (id integer);\n",
      "m/002_here.up.sql": "CREATE TABLE public_one (id integer);\n",
      "n/001_defer.up.sql": "ALTER TABLE orders ADD CONSTRAINT o FOREIGN KEY (user_id) REFERENCES users DEFERRABLE INITIALLY DEFERRED;\n",
      "n/002_break.up.sql": "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;\nINSERT INTO orders (id, user_id) VALUES (77, 77);\n",
    });
    const before = await rig.state();
    const settings = await rig.dryRun("m");
    expect(settings.status).toBe("passed");
    expect(JSON.stringify(settings.evidence)).toContain("table public.public_one");
    const deferred = await rig.dryRun("n");
    expect(deferred.migrations.map((one) => one.status)).toEqual(["passed", "failed"]);
    expect(deferred.findings?.[0]?.message).toContain("23503");
    expect((await rig.state() as { fingerprint: string }).fingerprint).toEqual((before as { fingerprint: string }).fingerprint);
  });

  test("COPY data in the script, and a statement that the parser does not know", async () => {
    rig.write({ "m/001_copy.up.sql": "COPY users (id, email) FROM stdin;\n3\tc@x\n4\td@x\n\\.\nUPDATE users SET email = email WHERE id > 2;\n", "n/001_wrong.up.sql": "SELECT 1;\n\nCRATE TABLE x (id integer);\n" });
    const before = await rig.state();
    const report = await rig.dryRun("m");
    expect(report.migrations[0]?.statements).toMatchObject([{ status: "passed", rows: 2 }, { line: 4, rows: 2 }]);
    const wrong = await rig.dryRun("n");
    expect(wrong.findings?.[0]).toMatchObject({ rule: "dry-run/statement-failed", range: { start: { line: 2, character: 0 } }, message: expect.stringContaining("42601") });
    expect(await rig.state()).toEqual(before);
  });
});
