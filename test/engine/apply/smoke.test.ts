import { expect, test } from "vitest";
import { smokeTest } from "../../../src/commands/operations/smokeTest.ts";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { describeEngines } from "../engines.ts";
import { runCommand } from "./context.ts";
import { open } from "./rig.ts";

const one = { "migrations/001_orders.up.sql": "CREATE TABLE orders (id INTEGER PRIMARY KEY, total NUMERIC);\nCREATE VIEW sums AS SELECT sum(total) AS total FROM orders;\n", "migrations/001_orders.down.sql": "DROP VIEW sums;\nDROP TABLE orders;\n" };

describeEngines("smoke-test", (engine) => {
  test("names every check, and tells what waits, and finds drift and the wrong version", async () => {
    const { session, asked, files } = await open(engine, one);
    await runCommand(applyMigration, asked, { path: "migrations" });
    const good = await runCommand(smokeTest, asked, { version: "1" });
    expect(good).toMatchObject({ status: "passed", findings: [] });
    expect((good.data?.["checks"] as { name: string }[]).map((check) => check.name)).toEqual([
      "server", "migrations of migrations", "version", "schema as applied", "integrity", "views readable", "constraints validated", "indexes valid", "triggers enabled", "row security has policies", "sequences ahead", "rows",
    ]);
    await session.run("CREATE TABLE by_hand (a INTEGER)");
    await files.writeText("migrations/002_more.up.sql", "CREATE TABLE more (a INTEGER);\n");
    const changed = await runCommand(smokeTest, asked, { version: "2" });
    expect(changed).toMatchObject({ status: "failed" });
    expect(changed.findings!.map((finding) => [finding.rule, finding.severity])).toEqual([["smoke/version", "error"], ["smoke/schema-as-applied", "warning"]]);
    expect(changed.data?.["checks"]).toContainEqual(expect.objectContaining({ name: "migrations of migrations", status: "passed", detail: "1 of 2 are applied as their files say; waiting: 002." }));
  });

  test("finds what is broken in the database itself", async () => {
    const { session, asked } = await open(engine, {});
    if (engine.dialect === "sqlite") {
      await session.run("CREATE TABLE orders (id INTEGER PRIMARY KEY)");
      await session.run("CREATE TABLE items (order_id INTEGER REFERENCES orders (id))");
      await session.run("PRAGMA foreign_keys = OFF");
      await session.run("INSERT INTO items VALUES (7)");
      await session.run("CREATE VIEW broken AS SELECT gone FROM orders");
      const report = await runCommand(smokeTest, asked, {});
      expect(report).toMatchObject({ status: "failed" });
      expect(report.findings!.map((finding) => finding.rule)).toEqual(["smoke/integrity", "smoke/views-readable"]);
      return;
    }
    for (const sql of [
      "CREATE TABLE orders (id serial PRIMARY KEY, total integer)", "INSERT INTO orders (id, total) VALUES (5, 1), (6, 1)",
      "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 5) NOT VALID", "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "CREATE TRIGGER quiet BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION nothing()", "ALTER TABLE orders DISABLE TRIGGER quiet",
      "CREATE FUNCTION fails() RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 1; END'", "CREATE VIEW broken AS SELECT fails() AS f",
    ]) await session.run(sql);
    await expect(session.run("CREATE UNIQUE INDEX CONCURRENTLY twice ON orders (total)")).rejects.toMatchObject({ kind: "statement" });
    const report = await runCommand(smokeTest, asked, {});
    expect(report).toMatchObject({ status: "failed" });
    const found = report.findings!.map((finding) => [finding.rule, finding.object]);
    expect(found).toEqual(expect.arrayContaining([
      ["smoke/constraints-validated", "public.orders.positive"], ["smoke/indexes-valid", "public.orders.twice"], ["smoke/triggers-enabled", "public.orders.quiet"],
      ["smoke/row-security-has-policies", "public.orders"], ["smoke/sequences-ahead", "public.orders_id_seq"],
    ]));
    const sequence = report.findings!.find((finding) => finding.rule === "smoke/sequences-ahead")!.fix!.sql!;
    await session.run(sequence);
    expect((await runCommand(smokeTest, asked, {})).findings!.map((finding) => finding.rule)).not.toContain("smoke/sequences-ahead");
  });
});
