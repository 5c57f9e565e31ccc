import { expect, it } from "vitest";
import { cliReport, workspace } from "./cli.ts";

it("is cancelled by Ctrl+C with 130, and stops what runs", async () => {
  const folder = await workspace({ "app.db": "" });
  const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  const { code, report, stderr } = await cliReport(["run-sql", `SELECT 1; ${endless}`, "--url", "sqlite:app.db", "--cwd", folder], {
    started: (child) => {
      let said = "";
      child.stderr?.on("data", (data: Buffer) => {
        said += data.toString();
        if (said.includes("(2 of 2)")) child.kill("SIGINT");
      });
    },
  });
  expect(code).toBe(130);
  expect(report.status).toBe("cancelled");
  expect(stderr).toContain("Cancelling");
});
