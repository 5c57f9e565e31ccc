import type { ChildProcess } from "node:child_process";
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

  for (const engine of engines) {
    const { endlessRunning } = engine;
    if (endlessRunning === undefined) continue;
    it(`cancels the statement on the server of ${engine.name} too`, async ({ expect }) => {
      const database = await engine.freshDatabase();
      /** By the id alone: what else the process list says of a statement may round differently the next time. */
      const running = async (): Promise<readonly string[]> => (await endlessRunning(database)).map((one) => one.split(" ")[0] ?? "");
      let child: ChildProcess | undefined;
      try {
        const others = await running();
        let mine: readonly string[] = [];
        const done = cliReport(["run-sql", engine.words.endless, "--url", database.url, "--cwd", folder], { started: (started) => (child = started) });
        // The process may have to wait for its turn: what others begin until then is not its own.
        await expect.poll(() => child, { timeout: 60_000 }).toBeDefined();
        await expect.poll(async () => (mine = (await running()).filter((one) => !others.includes(one))), { timeout: 60_000 }).not.toEqual([]);
        child?.kill("SIGINT");
        const { code, report, stderr } = await done;
        expect(code).toBe(130);
        expect(report).toMatchObject({ command: "run-sql", status: "cancelled", findings: [] });
        expect(stderr).toContain("Cancelling");
        expect((await running()).filter((one) => mine.includes(one))).toEqual([]);
      } finally {
        child?.kill("SIGKILL");
        await database.drop();
      }
    });
  }
});
