import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { hotPaths } from "../../../src/commands/performance/hotPaths.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { Workload } from "../../../src/core/workload/workload.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";

function workloadOf(report: ReportBody): Workload {
  return report.data?.["workload"] as unknown as Workload;
}

describeDialects("hot paths of a file", ["sqlite"], (fixture) => {
  const harness = useDatabase(fixture);
  const look = async (session: Session, script?: string): Promise<ReportBody> => {
    if (script !== undefined) await writeFile(path.join(harness.folder, "queries.sql"), script);
    return await runCommand(hotPaths, contextFor(new WorkspaceFiles(harness.folder), session), { type: "hotpaths" }, script === undefined ? {} : { workload: "queries.sql" });
  };
  const shop = async (): Promise<Session> => {
    const session = await harness.open();
    for (const sql of [
      "DROP TABLE IF EXISTS visits", "DROP TABLE IF EXISTS people",
      "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT, city TEXT)", "CREATE TABLE visits (person_id INTEGER REFERENCES people (id), at TEXT) ",
      "CREATE INDEX people_email ON people (email)", "CREATE INDEX people_city ON people (city)", "CREATE INDEX visits_person ON visits (person_id)",
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) INSERT INTO people SELECT i, 'e' || i, 'c' || (i % 9) FROM n",
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) INSERT INTO visits SELECT i, 't' || i FROM n",
    ]) await session.run(sql);
    return session;
  };

  test("runs the statements where it is undone and ranks them by time and calls; tables, indexes and the file are measured", async () => {
    const session = await shop();
    const report = await look(session, `-- calls: 40\nSELECT * FROM visits WHERE at = 't77';\n-- calls: 1\nSELECT * FROM people WHERE email = 'e5';\n-- calls: 2\nDELETE FROM visits WHERE person_id < 100;\nSELECT * FROM people WHERE id = ?1 AND missing = 3;\nPRAGMA user_version = 4;\n`);
    const work = workloadOf(report);
    expect(work.statements.map(({ text, calls }) => [text, calls])[0]).toEqual(["SELECT * FROM visits WHERE at = ?", 40]);
    expect(work.statements.map(({ calls }) => calls).sort()).toEqual([1, 2, 40]);
    expect(work.statements.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(work.statements[0]?.notes).toContain("full scan although rows are looked for");
    expect(work.tables).toMatchObject([{ table: "people", rows: 30000, fullScans: 0, indexScans: 1 }, { table: "visits", rows: 30000, fullScans: 40, indexScans: 2, fullScanRows: 1_200_000 }]);
    expect(work.indexes.every(({ bytes }) => (bytes ?? 0) > 100_000)).toBe(true);
    expect(work.facts.find(({ name }) => name.startsWith("indexes that no"))?.value).toMatch(/^people_city \(/);
    expect(work.unseen.map(({ why }) => why)).toEqual([expect.stringMatching(/missing/), expect.stringMatching(/PRAGMA/)]);
    expect((await session.run("SELECT count(*) FROM visits")).rows).toEqual([[30000]]);
    expect((await session.run("PRAGMA user_version")).rows).toEqual([[0]]);
    expect(report.findings?.map(({ rule }) => rule)).toContain("workload/read-whole");
    expect(report.findings?.map(({ rule }) => rule)).toContain("workload/stale-statistics");
  });

  test("statistics that ANALYZE made are no concern, room that deletes left is", async () => {
    const session = await shop();
    await session.run("ANALYZE");
    expect((await look(session, "SELECT 1;")).findings?.map(({ rule }) => rule)).not.toContain("workload/stale-statistics");
    await session.run("WITH RECURSIVE n (i) AS (SELECT 30001 UNION ALL SELECT i + 1 FROM n WHERE i < 130000) INSERT INTO people SELECT i, printf('%.60c', 'x') || i, 'c' FROM n");
    await session.run("DELETE FROM people WHERE id > 30000");
    const free = workloadOf(await look(session, "SELECT 1;")).facts.find(({ name }) => name === "free pages");
    expect(free?.concern).toMatch(/nothing uses/);
  });

  test("without a file it says what to write", async () => {
    await expect(look(await harness.open())).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining("--workload") as string });
  });
});

describeDialects("hot paths", ["mongodb"], (fixture) => {
  const harness = useDatabase(fixture);
  const look = (session: Session, flags: Record<string, string> = {}): Promise<ReportBody> => runCommand(hotPaths, contextFor(new WorkspaceFiles(harness.folder), session), { type: "hotpaths" }, flags);

  test("collections and the use of indexes are told; what the server lacks is told with what gives it", async () => {
    const session = await harness.open();
    await session.run(JSON.stringify({ insert: "orders", documents: Array.from({ length: 3000 }, (_, at) => ({ _id: at, customer: at % 50, note: `n${at}` })) }));
    await session.run('{"createIndexes": "orders", "indexes": [{"key": {"customer": 1}, "name": "customer_1"}]}');
    const work = workloadOf(await look(session));
    expect(work.tables).toMatchObject([{ table: "orders", rows: 3000, bytes: expect.any(Number) as number }]);
    expect(work.indexes).toMatchObject([{ table: "orders", index: "customer_1", scans: expect.any(Number) as number }]);
    expect(work.countersSince).toMatch(/^\d{4}-/);
    expect(work.facts.map(({ name }) => name)).toContain("connections");
    expect(work.unseen.find(({ what }) => what.startsWith("Which commands"))?.run?.[0]).toContain('"profile": 1');
  });

  test("the commands of a file are run without their writes and ranked", async () => {
    const session = await harness.open();
    await session.run(JSON.stringify({ insert: "people", documents: Array.from({ length: 3000 }, (_, at) => ({ _id: at, city: `c${at % 50}` })) }));
    await writeFile(path.join(harness.folder, "queries.json"), '[\n// calls: 30\n{"find": "people", "filter": {"city": "c7"}},\n// calls: 2\n{"delete": "people", "deletes": [{"q": {"_id": 4}, "limit": 1}]},\n{"aggregate": "people", "pipeline": [{"$out": "copy"}], "cursor": {}},\n{"find": "people", "filter": {"$nonsense": 1}}\n]');
    const work = workloadOf(await look(session, { workload: "queries.json" }));
    expect(work.statements.map(({ text, calls }) => [text, calls])).toContainEqual(['{"find":"people","filter":{"city":"?"}}', 30]);
    expect(work.totals.calls).toBe(32);
    expect(work.unseen.map(({ why }) => why)).toEqual(expect.arrayContaining([expect.stringMatching(/\$out or \$merge/), expect.stringMatching(/nonsense/)]));
    expect((await session.run('{"count": "people"}')).rows).toEqual([[3000]]);
  });
});
