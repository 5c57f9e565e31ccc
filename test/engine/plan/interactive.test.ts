import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { analyzePerformance } from "../../../src/commands/performance/analyzePerformance.ts";
import type { Question } from "../../../src/commands/context.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { makeShop } from "../workload/load.ts";

/** A person who takes, of each question, the choice that begins so; undefined: wants no more. */
type Wish = string | undefined;

describeDialects("a guided session", ["postgresql", "sqlite", "mysql", "mariadb"], (fixture) => {
  const harness = useDatabase(fixture);
  const query = "SELECT note FROM orders WHERE customer_id = 77";

  async function guided(session: Session, ...wishes: Wish[]): Promise<{ readonly report: ReportBody; readonly asked: Question[]; readonly left: number }> {
    const asked: Question[] = [];
    const { context } = contextFor(new WorkspaceFiles(harness.folder), session);
    const ask = (question: Question): Promise<string | undefined> => {
      asked.push(question);
      const wish = wishes.shift();
      if (wish === undefined) return Promise.resolve(undefined);
      const choice = question.choices?.find(({ label }) => label.startsWith(wish));
      expect(choice, `${wish} of ${question.choices?.map(({ label }) => label).join(", ") ?? "no choices"}`).toBeDefined();
      return Promise.resolve(choice?.value);
    };
    const report = await runCommand(analyzePerformance, { context: { ...context, ask }, questions: [] }, { type: "interactive", query });
    return { report, asked, left: wishes.length };
  }

  beforeAll(async () => {
    const session = await harness.open();
    await makeShop(session);
    if (fixture.dialect !== "sqlite") await session.run(fixture.dialect === "postgresql" ? "ANALYZE" : "ANALYZE TABLE customers, orders");
    await mkdir(path.join(harness.folder, "migrations"), { recursive: true });
  });

  test("looks, runs, tries an index, compares and discards: the database is as it was", async () => {
    const session = await harness.open();
    const before = fingerprint(await session.catalog());
    const { report, asked } = await guided(session, "Run it", "Compare", "Try an index", "Try orders (customer_id", "Discard all", "End");
    expect(report.summary).toContain("2 plans looked at, 1 index tried, 0 kept");
    const tried = (report.data?.["steps"] as unknown as { what: string; words: string; before: number; after: number }[]).find(({ what }) => what === "try");
    expect(tried).toMatchObject({ words: "the plan uses it" });
    expect(tried!.after).toBeLessThan(tried!.before / 5);
    expect(asked.some(({ detail }) => detail?.includes("Before: Planned") === true)).toBe(true);
    expect(fingerprint(await session.catalog())).toBe(before);
  });

  test("keeps an index as a migration with a way back that was tried, and applies nothing", async () => {
    const session = await harness.open();
    const before = fingerprint(await session.catalog());
    const { report } = await guided(session, "Try an index", "Try orders (customer_id", "Keep what stands", "Write a migration", "End");
    expect(report.files?.length, JSON.stringify(report.data)).toBeGreaterThan(0);
    const text = (await Promise.all(report.files!.map((file) => readFile(path.join(harness.folder, file), "utf8")))).join("\n");
    expect(text).toMatch(/(?:CREATE|ADD) INDEX/);
    expect(text).toMatch(/DROP INDEX/);
    expect(report.data?.["kept"]).toHaveLength(1);
    expect(report.evidence?.map(({ title }) => title)).toContain("The plan with them, where they were tried");
    expect(fingerprint(await session.catalog())).toBe(before);
  });

  test("ends with what was done so far wherever the person stops", async () => {
    const session = await harness.open();
    for (const wishes of [[undefined], ["Run it", undefined], ["Try an index", undefined, "End"], ["Try an index", "Try orders (customer_id", "Keep what stands", undefined, "End"]] as Wish[][]) {
      const { report, left } = await guided(session, ...wishes);
      expect(report.status).toBe("passed");
      expect(left).toBe(0);
    }
  });
});
