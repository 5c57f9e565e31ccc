import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hotPaths } from "../../../src/commands/performance/hotPaths.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { HotStatement, Workload } from "../../../src/core/workload/workload.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { generateLoad, makeShop } from "./load.ts";

/** As the server keeps it: without quotes, blanks and case. */
const plain = (text: string): string => text.replace(/[\s`"]/g, "").toLowerCase();

function workloadOf(report: ReportBody): Workload {
  return report.data?.["workload"] as unknown as Workload;
}

function statement(report: ReportBody, start: string): HotStatement | undefined {
  return workloadOf(report).statements.find(({ text }) => plain(text).startsWith(plain(start)));
}

describeDialects("hot paths", ["postgresql", "mysql", "mariadb"], (fixture) => {
  const harness = useDatabase(fixture);
  const postgresql = fixture.dialect === "postgresql";
  const look = (session: Session, flags: Record<string, string> = {}): Promise<ReportBody> => runCommand(hotPaths, contextFor(new WorkspaceFiles(harness.folder), session), { type: "hotpaths" }, flags);

  beforeAll(async () => {
    const session = await harness.open();
    // A server that ran thousands of other tests has no room left in its list of statements, and counts no new ones.
    await session.run(postgresql ? "CREATE EXTENSION pg_stat_statements" : "TRUNCATE TABLE performance_schema.events_statements_summary_by_digest");
    await makeShop(session);
    await session.run(postgresql ? "ANALYZE" : "ANALYZE TABLE customers, orders");
    await session.close();
    await generateLoad(harness.open, [
      { sql: (at) => `SELECT count(*) FROM orders WHERE customer_id = ${at}`, times: 60 },
      { sql: (at) => `SELECT note FROM orders WHERE id = ${at}`, times: 300 },
      { sql: (at) => `UPDATE customers SET email = 'b' WHERE id = ${at}`, times: 40 },
    ]);
  });

  test("ranks what the load ran by the time it took, without its values, counted exactly", async () => {
    const report = await look(await harness.open());
    const whole = statement(report, "SELECT count(*) FROM orders WHERE customer_id =");
    const single = statement(report, "SELECT note FROM orders WHERE id =");
    expect([whole?.calls, single?.calls, statement(report, "UPDATE customers SET email =")?.calls]).toEqual([60, 300, 40]);
    expect(whole?.text).not.toMatch(/= *\d/);
    expect(whole!.totalMs).toBeGreaterThan(single!.totalMs);
    const { statements, totals } = workloadOf(report);
    expect(statements.map(({ totalMs }) => totalMs)).toEqual(statements.map(({ totalMs }) => totalMs).sort((a, b) => b - a));
    expect(statements.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1.000001);
    expect(whole!.share).toBeCloseTo(whole!.totalMs / totals.ms!, 3);
  });

  test("leaves out what tools ask of the server's own tables", async () => {
    const session = await harness.open();
    await look(session);
    const report = await look(session);
    expect(workloadOf(report).statements.filter(({ text }) => /pg_catalog|performance_schema|information_schema/i.test(text))).toEqual([]);
  });

  test("gives no more statements than asked for, and refuses a number that is none", async () => {
    const session = await harness.open();
    expect(workloadOf(await look(session, { top: "2" })).statements).toHaveLength(2);
    await expect(look(session, { top: "many" })).rejects.toMatchObject({ kind: "usage" });
  });

  test("finds the table that is read whole, the doubled index and the foreign key's column with no index", async () => {
    const session = await harness.open();
    await vi.waitFor(async () => {
      const findings = (await look(session)).findings ?? [];
      const rules = findings.map(({ rule, object }) => `${rule} ${object?.replace(/^\w+\./, "") ?? ""}`);
      expect(rules).toContain("workload/read-whole orders");
      expect(rules).toContain("schema/duplicate-index orders");
      expect(findings.find(({ rule }) => rule === "workload/read-whole")).toMatchObject({ severity: "warning" });
      expect(rules.filter((rule) => rule.startsWith("workload/read-whole"))).toHaveLength(1);
    }, { timeout: 20_000, interval: 250 });
  });

  test("names who waits for whom, and what ends the one in the way", async () => {
    const [holder, waiter, watcher] = [await harness.open(), await harness.open(), await harness.open()];
    const pid = String((await holder.run(postgresql ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()")).rows[0]?.[0]);
    await holder.run("BEGIN");
    await holder.run("UPDATE orders SET note = 'held' WHERE id = 7");
    const waiting = waiter.run("UPDATE orders SET note = 'wants' WHERE id = 7");
    try {
      await vi.waitFor(async () => {
        const report = await look(watcher);
        const wait = workloadOf(report).waits.find(({ blockedBy }) => blockedBy.endsWith(` ${pid}`));
        expect(wait?.waitingText).toContain("UPDATE orders SET note = ?");
        const finding = report.findings?.find(({ rule, key }) => rule === "workload/lock-wait" && key?.endsWith(` ${pid}`));
        expect(finding?.fix?.sql).toBe(postgresql ? `SELECT pg_terminate_backend(${pid})` : `KILL ${pid}`);
        expect(finding?.message).not.toContain("held");
      }, { timeout: 15_000, interval: 200 });
    } finally {
      await holder.run("ROLLBACK");
      await waiting;
    }
  });

  test("writes nothing: it works on a connection that only reads", async () => {
    const session = await harness.open({ readOnly: true });
    expect(workloadOf(await look(session)).statements.length).toBeGreaterThan(2);
  });
});

describeDialects("hot paths without rights", ["postgresql", "mysql", "mariadb"], (fixture) => {
  const harness = useDatabase(fixture);
  const postgresql = fixture.dialect === "postgresql";
  const who = `wt_poor_${randomBytes(4).toString("hex")}`;
  let url = "";

  beforeAll(async () => {
    const session = await harness.open();
    await session.run(fixture.words.createTable("kept", { id: "integer" }));
    const made = new URL(harness.database.url);
    for (const sql of postgresql ? [`CREATE ROLE ${who} LOGIN PASSWORD 'poor-Pa55'`] : [`CREATE USER '${who}'@'%' IDENTIFIED BY 'poor-Pa55'`, `GRANT SELECT ON \`${decodeURIComponent(made.pathname.slice(1))}\`.kept TO '${who}'@'%'`]) await session.run(sql);
    url = Object.assign(made, { username: who, password: "poor-Pa55" }).href;
  });

  afterAll(async () => {
    const session = await harness.open();
    await session.run(postgresql ? `DROP ROLE ${who}` : `DROP USER '${who}'@'%'`);
    await session.close();
  });

  test("says what cannot be seen and what gives it, and tells the rest", async () => {
    const session = await harness.open({ url });
    const report = await runCommand(hotPaths, contextFor(new WorkspaceFiles(harness.folder), session), { type: "hotpaths" });
    const { unseen, facts } = workloadOf(report);
    expect(unseen.find(({ what }) => what === "Which statements take the time")?.run?.join("; ")).toContain(postgresql ? "CREATE EXTENSION pg_stat_statements" : "GRANT SELECT ON performance_schema.*");
    expect(facts.map(({ name }) => name)).toContain("connections");
    expect(report.findings?.filter(({ rule }) => rule === "workload/unseen")).toHaveLength(unseen.length);
    expect(report.summary).toContain("Nobody counted statements here");
  });
});
