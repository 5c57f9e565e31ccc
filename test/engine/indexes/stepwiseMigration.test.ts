import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { describeStepwise } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { advise } from "./advising.ts";

const digits = "(SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";

const inSql = {
  made: [
    "CREATE TABLE visits (id integer PRIMARY KEY, guest integer NOT NULL, note varchar(60) NOT NULL)",
    `INSERT INTO visits SELECT n, n % 500, CONCAT('a note about visit ', n) FROM (SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n FROM ${digits} a, ${digits} b, ${digits} c, ${digits} d) numbers`,
    "ANALYZE TABLE visits",
  ],
  query: "SELECT * FROM visits WHERE guest = 7",
  up: "ADD INDEX `",
  down: "DROP INDEX `",
};

const inCommands = {
  made: Array.from({ length: 4 }, (_, batch) => JSON.stringify({ insert: "visits", documents: Array.from({ length: 1000 }, (_unused, at) => ({ _id: batch * 1000 + at, guest: at % 500, note: "a note about this visit" })) })),
  query: JSON.stringify({ find: "visits", filter: { guest: 7 } }),
  up: '"createIndexes"',
  down: '"dropIndexes"',
};

describeStepwise("indexes as a migration", (engine) => {
  const harness = useDatabase(engine);

  test("are written with a way back that was tried, and nothing is applied", async () => {
    const session = await harness.open();
    const { made, query, up, down } = engine.dialect === "mongodb" ? inCommands : inSql;
    for (const statement of made) await session.run(statement);
    const before = fingerprint(await session.catalog());
    const folder = await mkdtemp(path.join(tmpdir(), "indexes-"));
    try {
      const { report, indexes } = await advise(session, query, { migration: true }, new WorkspaceFiles(folder));
      expect(report.status, report.summary).toBe("passed");
      expect(indexes.map(({ definition }) => definition), report.summary).toEqual(["(guest)"]);
      expect(report.data?.["rollbackVerified"], report.summary).toBe(true);
      const files = await readdir(path.join(folder, "migrations"));
      expect(files).toHaveLength(2);
      const text = async (ending: string): Promise<string> => await readFile(path.join(folder, "migrations", files.find((name) => name.includes(ending)) ?? ""), "utf8");
      expect(await text(".up.")).toContain(up);
      expect(await text(".down.")).toContain(down);
      expect(fingerprint(await session.catalog())).toBe(before);
      const scripts = report.evidence?.filter(({ kind }) => kind === "sql").map((one) => ("sql" in one ? one.sql : "")) ?? [];
      expect(scripts.length).toBe(2);
      expect(scripts.every((script) => script.endsWith(";") === (engine.dialect !== "mongodb"))).toBe(true);
      expect(JSON.stringify(report)).not.toMatch(/data_engineer_try_|_shadow_/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
