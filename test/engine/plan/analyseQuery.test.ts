import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { analyzePerformance } from "../../../src/commands/performance/analyzePerformance.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { Plan, PlanNode } from "../../../src/core/plan/plan.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import type { Asked } from "../apply/context.ts";
import { describeDialects, describeEveryEngine } from "../engines.ts";
import { ids, useDatabase } from "../fixture/harness.ts";

function planOf(report: ReportBody): Plan {
  return report.data?.["plan"] as unknown as Plan;
}

function relations(node: PlanNode): string[] {
  return [...(node.relation === undefined ? [] : [node.relation.name]), ...node.children.flatMap(relations)];
}

describeEveryEngine("the plan of a query", (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);
  const ask = (session: Session, more: Partial<Asked["context"]> = {}, options: { readonly declines?: boolean } = {}): Asked => {
    const asked = contextFor(new WorkspaceFiles(harness.folder), session, options);
    return { ...asked, context: { ...asked.context, ...more } };
  };
  const explain = (asked: Asked, query: string, flags: Record<string, string | true> = {}): Promise<ReportBody> => runCommand(analyzePerformance, asked, { type: "query", query }, flags);

  beforeAll(async () => {
    const session = await harness.open();
    await session.run(words.createTable("things", { id: "integer", v: "integer" }));
    await session.run(words.insert("things", Array.from({ length: 50 }, (_, at) => ({ id: at + 1, v: at % 7 }))));
  });

  test("is had without running it, and read into the tree that every engine shares", async () => {
    const session = await harness.open();
    const report = await explain(ask(session), words.select("things", ["id"]));
    expect(report.status).toBe("passed");
    const plan = planOf(report);
    expect(plan).toMatchObject({ dialect: fixture.dialect, executed: false, notes: [] });
    expect(relations(plan.root)).toContain("things");
    expect(report.evidence?.[0]).toMatchObject({ kind: "text", title: "Plan" });
  });

  test("of a statement that writes is had without asking, and nothing changes", async () => {
    const session = await harness.open();
    const asked = ask(session);
    await explain(asked, words.remove("things", 1));
    expect(asked.questions).toEqual([]);
    expect(await ids(session, words, "things")).toHaveLength(50);
  });

  test("is executed when asked, with rows that came", async () => {
    const session = await harness.open();
    const asked = ask(session);
    const report = await explain(asked, words.select("things", ["id", "v"]), { analyze: true });
    expect(asked.questions).toEqual([]);
    expect(planOf(report).executed).toBe(true);
    expect(report.summary).toMatch(/^Executed/);
  });

  test("is executed for a statement that writes only after a question in every mode, and undone", async () => {
    const session = await harness.open();
    for (const mode of ["ask", "auto"] as const) {
      const declined = ask(session, { mode }, { declines: true });
      await expect(explain(declined, words.update("things", { v: 9 }, 2), { analyze: true })).rejects.toMatchObject({ kind: "refused" });
      expect(declined.questions).toMatchObject([{ always: true, sql: [expect.stringContaining("things")] }]);
    }
    const agreed = ask(session);
    await explain(agreed, words.update("things", { v: 9 }, 2), { analyze: true }).catch((error: unknown) => expect(error).toMatchObject({ kind: expect.stringMatching(/unsupported|statement/) as string }));
    expect(agreed.questions).toHaveLength(1);
    const kept = await session.run(words.select("things", ["v"]));
    expect(kept.rows.map(([v]) => Number(v))).not.toContain(9);
  });

  test("is not executed for a statement that writes on a connection that only reads", async () => {
    const session = await harness.open({ readOnly: true });
    const asked = ask(session);
    await expect(explain(asked, words.remove("things", 2), { analyze: true })).rejects.toMatchObject({ kind: "refused" });
    expect(asked.questions).toEqual([]);
  });

  test("on a production connection is executed only after a question", async () => {
    const session = await harness.open();
    const asked = ask(session, { role: "production" }, { declines: true });
    await expect(explain(asked, words.select("things", ["id"]), { analyze: true })).rejects.toMatchObject({ kind: "refused" });
    expect(asked.questions).toHaveLength(1);
  });

  test("kept as a file reads to the same tree without a server, and compares with itself", async () => {
    const session = await harness.open();
    const query = words.select("things", ["id"]);
    await writeFile(path.join(harness.folder, "kept.plan"), (await session.explain(query)).text);
    const asked = ask(session, { session: () => Promise.reject(new Error("no connection may be opened")), dialect: undefined });
    const report = await runCommand(analyzePerformance, asked, { type: "query" }, { plan: "kept.plan", compare: "kept.plan" });
    const { root, dialect } = planOf(report);
    const live = planOf(await explain(ask(session), query));
    expect([relations(root), root.operation, dialect === "mariadb" ? "mysql" : dialect]).toEqual([relations(live.root), live.root.operation, fixture.dialect === "mariadb" ? "mysql" : fixture.dialect]);
    expect(report.data?.["before"]).toEqual(report.data?.["plan"]);
  });

  test("with a mistake points at it, and of two statements says to take one", async () => {
    const session = await harness.open();
    await expect(explain(ask(session), `${words.select("things", ["id"])}${words.ending === ".sql" ? ";" : ""}\n${words.select("things", ["id"])}`)).rejects.toMatchObject({ kind: expect.stringMatching(/usage|statement/) as string });
    await expect(runCommand(analyzePerformance, ask(session), { type: "query" })).rejects.toMatchObject({ kind: "usage", reason: "missingArgument" });
  });
});

describeDialects("plans of two users", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);

  test("differ where a policy decides for one of them", async () => {
    const session = await harness.open();
    const role = `wt_plan_${Math.random().toString(36).slice(2, 10)}`;
    for (const sql of [
      "CREATE TABLE notes (id int PRIMARY KEY, owner_id int NOT NULL, body text)", `CREATE ROLE ${role}`, `GRANT SELECT ON notes TO ${role}`,
      "ALTER TABLE notes ENABLE ROW LEVEL SECURITY", `CREATE POLICY own ON notes FOR SELECT TO ${role} USING (owner_id = (SELECT nullif(current_setting('app.user_id', true), '')::int))`,
      "INSERT INTO notes SELECT n, n % 50, 'x' FROM generate_series(1, 5000) n", "ANALYZE notes",
    ]) await session.run(sql);
    try {
      const report = await runCommand(analyzePerformance, contextFor(new WorkspaceFiles(harness.folder), session), { type: "query", query: "SELECT body FROM notes" }, { user: "3", "compare-user": "4", "db-role": role, analyze: true });
      expect(report.data).toMatchObject({ title: expect.stringContaining("4") as string, beforeTitle: expect.stringContaining("3") as string });
      expect(planOf(report).root.actual?.rows).toBe(100);
      expect(JSON.stringify(planOf(report))).toContain("owner_id");
      expect((await session.run("SELECT current_user = session_user")).rows).toEqual([[true]]);
    } finally {
      await session.run("DROP TABLE notes");
      await session.run(`DROP ROLE ${role}`);
    }
  });
});

describeDialects("a query that calls what writes", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);

  test("is executed for its plan only after a question, and undone", async () => {
    const session = await harness.open();
    for (const sql of [
      "CREATE TABLE seen (id int)", "CREATE SEQUENCE visits",
      "CREATE FUNCTION look() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO seen VALUES (1) RETURNING id'",
    ]) await session.run(sql);
    const explain = (asked: Asked, query: string): Promise<ReportBody> => runCommand(analyzePerformance, asked, { type: "query", query }, { analyze: true });
    for (const query of ["SELECT look()", "SELECT nextval('visits')"]) {
      const declined = contextFor(new WorkspaceFiles(harness.folder), session, { declines: true });
      await expect(explain(declined, query)).rejects.toMatchObject({ kind: "refused" });
      expect(declined.questions).toMatchObject([{ always: true, detail: expect.stringMatching(/A function that it calls writes|does not take back/) as string }]);
    }
    expect((await session.run("SELECT is_called FROM visits")).rows).toEqual([[false]]);
    const agreed = contextFor(new WorkspaceFiles(harness.folder), session);
    expect(planOf(await explain(agreed, "SELECT look()")).executed).toBe(true);
    expect(agreed.questions).toHaveLength(1);
    expect((await session.run("SELECT count(*)::int FROM seen")).rows).toEqual([[0]]);
    await expect(explain(contextFor(new WorkspaceFiles(harness.folder), await harness.open({ readOnly: true })), "SELECT look()")).rejects.toMatchObject({ kind: expect.stringMatching(/statement|refused/) as string });
  });
});
