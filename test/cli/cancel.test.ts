import type { ChildProcess } from "node:child_process";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { engines } from "../engine/engines.ts";
import { cliReport, workspace } from "./cli.ts";

const folder = await workspace({ "app.db": "" });

describe.concurrent("Ctrl+C", () => {
  it("ends with 130, and stops what runs", async () => {
    const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    const { code, report, stderr } = await cliReport(["run-sql", `SELECT 1; ${endless}`, "--url", "sqlite:app.db", "--cwd", folder], {
      started: (child) => {
        let said = "";
        let asked = false;
        child.stderr?.on("data", (data: Buffer) => {
          said += data.toString();
          if (asked || !said.includes("(2 of 2)")) return;
          // Once: a second Ctrl+C ends the process at once.
          asked = true;
          child.kill("SIGINT");
        });
      },
    });
    expect(code).toBe(130);
    expect(report.status).toBe("cancelled");
    expect(stderr).toContain("Cancelling");
  });

  for (const engine of engines.filter(({ dialect }) => dialect === "postgresql")) {
    it(`cancels the statement on the server of ${engine.name} too`, async ({ expect }) => {
      const database = await engine.freshDatabase();
      const observer = new pg.Client(database.url);
      let child: ChildProcess | undefined;
      await observer.connect();
      try {
        const sleeping = async (): Promise<number> => {
          const { rows } = await observer.query<{ n: number }>("SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event = 'PgSleep'");
          return rows[0]?.n ?? Number.NaN;
        };
        const done = cliReport(["run-sql", "SELECT pg_sleep(3600)", "--url", database.url, "--cwd", folder], { started: (started) => (child = started) });
        await expect.poll(sleeping, { timeout: 60_000 }).toBe(1);
        child?.kill("SIGINT");
        const { code, report, stderr } = await done;
        expect(code).toBe(130);
        expect(report).toMatchObject({ command: "run-sql", status: "cancelled", findings: [] });
        expect(stderr).toContain("Cancelling");
        expect(await sleeping()).toBe(0);
      } finally {
        child?.kill("SIGKILL");
        await observer.end();
        await database.drop();
      }
    });
  }
});
