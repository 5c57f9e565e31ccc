import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { describeEngines } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { advise } from "./advising.ts";

describeEngines("indexes as a migration", (engine) => {
  const harness = useDatabase(engine);

  test("are written with a way back that restores what was there, each dry-run", async () => {
    const session = await harness.open();
    const rows = engine.dialect === "sqlite" ? "WITH RECURSIVE n(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < 20000) SELECT g, g % 500, 'x' FROM n" : "SELECT g, g % 500, 'x' FROM generate_series(1, 20000) g";
    for (const sql of ["CREATE TABLE visits (id integer PRIMARY KEY, guest integer NOT NULL, note text NOT NULL)", "CREATE INDEX visits_guest ON visits (guest)", `INSERT INTO visits ${rows}`, "ANALYZE"]) await session.run(sql);
    const folder = await mkdtemp(path.join(tmpdir(), "indexes-"));
    try {
      const { report, indexes } = await advise(session, "SELECT * FROM visits WHERE guest = 7 AND note = 'y'", { migration: true }, new WorkspaceFiles(folder));
      expect(report.status, report.summary).toBe("passed");
      expect(indexes, report.summary).toHaveLength(1);
      expect(report.data?.["rollbackVerified"]).toBe(true);
      const files = (await readdir(path.join(folder, "migrations"))).sort();
      expect(files).toHaveLength(2);
      const up = await readFile(path.join(folder, "migrations", files.find((name) => name.includes(".up.")) ?? ""), "utf8");
      expect(up).toContain(engine.dialect === "sqlite" ? "CREATE INDEX" : "CREATE INDEX CONCURRENTLY");
      expect((await session.catalog()).tables.flatMap(({ indexes: there }) => there.map(({ name }) => name)).filter((name) => name === indexes[0]?.name)).toEqual([]);
      const redundant = report.data?.["redundant"] as unknown as readonly { readonly index: string }[];
      if (indexes[0]?.definition.startsWith("(guest, ") === true) expect(redundant.map(({ index }) => index)).toEqual(["visits_guest"]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("are not advised where one is there, or nothing asks for one", async () => {
    const session = await harness.open();
    const { indexes, report } = await advise(session, "SELECT note FROM visits WHERE id = 5");
    expect(indexes, report.summary).toEqual([]);
  });
});
