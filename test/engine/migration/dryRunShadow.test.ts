import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { postgresqlRig, postgresqlServers } from "./rig.ts";
import type { Rig } from "./rig.ts";

describe.each(postgresqlServers())("$name", { timeout: 180_000 }, ({ url }) => {
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

  test("what a transaction cannot hold runs on a scratch database", async () => {
    rig.write({
      "a/001_concurrently.up.sql": "CREATE INDEX CONCURRENTLY orders_total ON orders (total);\n",
      "a/001_concurrently.down.sql": "DROP INDEX CONCURRENTLY orders_total;\n",
      "a/002_after.up.sql": "CREATE TABLE x (id integer);\n",
      "a/002_after.down.sql": "DROP TABLE x;\n",
      "b/001_enum.up.sql": "ALTER TYPE mood ADD VALUE 'glad';\nUPDATE users SET mood = 'glad';\n",
      "c/001_add.up.sql": "ALTER TYPE mood ADD VALUE 'glad';\n",
      "c/002_use.up.sql": "ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'glad';\n",
      "d/001_vacuum.up.sql": "VACUUM users;\n",
      "e/001_setval.up.sql": "SELECT setval('tickets', 100);\n",
    });
    const before = await rig.state();
    for (const folder of ["a", "b", "c", "d", "e"]) {
      const report = await rig.dryRun(folder);
      expect(report.findings?.filter((finding) => finding.severity === "error")).toEqual([]);
      expect(report.migrations.map((one) => [one.status, one.proof])).toEqual(report.migrations.map(() => ["passed", "shadow"]));
      if (folder === "a") expect(report.migrations.map((one) => one.rollback.verified)).toEqual([true, true]);
      expect(await rig.state()).toEqual(before);
    }
  });

  test("what would outlast the scratch database is not run, and said", async () => {
    rig.write({
      "m/001_index.up.sql": "CREATE INDEX CONCURRENTLY orders_total ON orders (total);\n",
      "m/002_role.up.sql": "DO $$ BEGIN\n  CREATE ROLE wt_migrate_stays;\nEND $$;\n",
      "m/003_more.up.sql": "CREATE TABLE x (id integer);\n",
      "n/001_do.up.sql": "DO $$ BEGIN PERFORM setval('tickets', 100); END $$;\n",
      "o/001_role.up.sql": "CREATE ROLE wt_migrate_stays;\n",
      "o/001_role.down.sql": "DROP ROLE wt_migrate_stays;\n",
    });
    const before = await rig.state();
    const report = await rig.dryRun("m");
    expect(report.status).toBe("failed");
    expect(report.migrations.map((one) => [one.status, one.proof])).toEqual([["passed", "shadow"], ["skipped", "none"], ["skipped", "none"]]);
    expect(report.findings?.filter((finding) => finding.rule === "dry-run/not-proven").map((finding) => finding.file)).toEqual(["m/002_role.up.sql", "m/003_more.up.sql"]);
    expect((await rig.dryRun("n")).migrations).toMatchObject([{ status: "passed", proof: "shadow" }]);
    expect((await rig.dryRun("o")).migrations).toMatchObject([{ status: "passed", proof: "transaction", rollback: { verified: true } }]);
    expect((await rig.observer.run("SELECT count(*) FROM pg_roles WHERE rolname = 'wt_migrate_stays'")).rows).toEqual([["0"]]);
    expect(await rig.state()).toEqual(before);
  });

  test("explore mode runs on a shadow; cancelling leaves nothing", async () => {
    rig.write({ "m/001_a.up.sql": "CREATE TABLE a (id integer);", "m/001_a.down.sql": "DROP TABLE a;", "n/001_slow.up.sql": "CREATE TABLE b (id integer);\nSELECT pg_sleep(30);" });
    const before = await rig.state();
    const explored = await rig.dryRun("m", { mode: "explore", shadowUrl: url });
    expect(explored.findings?.filter((finding) => finding.severity === "error")).toEqual([]);
    expect(explored.migrations).toMatchObject([{ status: "passed", proof: "shadow", rollback: { verified: true } }]);
    expect(explored.rules).not.toContain("dry-run/other-version");
    const inProcess = await rig.dryRun("m", { mode: "explore" });
    const where = JSON.stringify(inProcess.evidence?.find((one) => one.title === "Where it ran"));
    const [, shadow, target] = /PostgreSQL (\d+)\.\d+ in-process shadow, target (\d+)\./.exec(where) ?? [];
    const other = inProcess.findings?.filter((finding) => finding.rule === "dry-run/other-version");
    expect(shadow).toBeDefined();
    expect(other).toMatchObject(shadow === target ? [] : [{ severity: "warning", message: expect.stringContaining(`ran on PostgreSQL ${shadow}.`) as unknown }]);
    await expect(rig.dryRun("n", { signal: AbortSignal.timeout(400) })).rejects.toMatchObject({ kind: "cancelled" });
    const all = await rig.dryRun("m", { flags: { all: true } });
    expect(all.migrations).toMatchObject([{ status: "passed", proof: "shadow" }]);
    expect(await rig.state()).toEqual(before);
  });
});
