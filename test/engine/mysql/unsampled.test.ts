import { expect, test } from "vitest";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { dryRun } from "../../../src/commands/migration/dryRun.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { runCommand } from "../apply/context.ts";
import { open } from "../apply/rig.ts";
import { describeDialects } from "../engines.ts";

const rules: Readonly<Record<string, string>> = {
  "NOT NULL": "ALTER TABLE people MODIFY note varchar(20) NOT NULL",
  UNIQUE: "ALTER TABLE people ADD UNIQUE KEY by_email (email)",
  "a unique index": "CREATE UNIQUE INDEX by_email ON people (email)",
  CHECK: "ALTER TABLE people ADD CONSTRAINT grown CHECK (age > 0)",
  "FOREIGN KEY": "ALTER TABLE people ADD CONSTRAINT of_city FOREIGN KEY (city) REFERENCES cities (id)",
};

describeDialects("what only rows outside of the sample break,", ["mysql", "mariadb"], (engine) => {
  const seeded = async (files: Readonly<Record<string, string>>): ReturnType<typeof open> => {
    const rig = await open(engine, files);
    for (const sql of [
      "CREATE TABLE cities (id int PRIMARY KEY)",
      "INSERT INTO cities VALUES (1)",
      "CREATE TABLE people (id int PRIMARY KEY, email varchar(40), note varchar(20), age int, city int)",
      "INSERT INTO people WITH digits AS (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) SELECT a.d * 1000 + b.d * 100 + c.d * 10 + e.d, concat('p', a.d * 1000 + b.d * 100 + c.d * 10 + e.d), 'n', 30, 1 FROM digits a, digits b, digits c, digits e",
      "UPDATE people SET email = 'p4000', note = NULL, age = -1, city = 7 WHERE id = 5000",
    ]) await rig.session.run(sql);
    return rig;
  };

  test.each(Object.entries(rules))("%s is found before it is applied", async (_name, sql) => {
    const rig = await seeded({ "migrations/001_rule.up.sql": `${sql};\n` });
    const before = fingerprint(await rig.session.catalog());
    const report = await runCommand(dryRun, rig.asked, { path: "migrations" });
    expect(report.status).toBe("failed");
    expect(report.findings).toContainEqual(expect.objectContaining({ rule: "dry-run/shut-out", severity: "error", object: "people" }));
    expect((await runCommand(applyMigration, rig.asked, { path: "migrations" })).status).toBe("failed");
    expect(fingerprint(await rig.session.catalog())).toBe(before);
    await expect(rig.session.run(sql)).rejects.toMatchObject({ kind: "statement" });
  });

  test("rows that the script mends first are not held against it, and that is said", async () => {
    const rig = await seeded({ "migrations/001_rule.up.sql": `UPDATE people SET note = '' WHERE note IS NULL;\n${rules["NOT NULL"] ?? ""};\n` });
    const report = await runCommand(dryRun, rig.asked, { path: "migrations" });
    expect(report.status).toBe("passed");
    expect(report.findings).toContainEqual(expect.objectContaining({ rule: "dry-run/sampled", severity: "warning" }));
    expect((await runCommand(applyMigration, rig.asked, { path: "migrations" })).status).toBe("passed");
  });

  test("rules that every row holds to pass", async () => {
    const rig = await seeded({ "migrations/001_rule.up.sql": "ALTER TABLE people MODIFY city int NOT NULL, ADD CONSTRAINT grown CHECK (age > -2);\n" });
    const report = await runCommand(dryRun, rig.asked, { path: "migrations" });
    expect(report.findings?.filter(({ rule }) => rule === "dry-run/shut-out" || rule === "dry-run/sampled")).toEqual([]);
    expect(report.status).toBe("passed");
  });
});
