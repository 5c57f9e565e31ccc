import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { run } from "../../../src/agent/agent.ts";
import type { PermissionMode } from "../../../src/agent/permissionMode.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { fakeHost } from "../../unit/agent/fakeHost.ts";
import { describeEveryEngine } from "../engines.ts";
import type { FreshDatabase } from "../fixture/fixture.ts";

interface Check {
  readonly key: string;
  readonly status: string;
}

const statusOf = (report: Report, key: string): string | undefined => (report.data["checks"] as unknown as readonly Check[]).find((check) => check.key === key)?.status;

describeEveryEngine("env-check", (engine) => {
  let database: FreshDatabase;
  const check = (url: string, cwd: string, startMode: PermissionMode = "ask") => run({ command: "env-check", args: [], flags: {} }, fakeHost({ cwd, startMode, connection: () => Promise.resolve({ name: "test", url, role: "development" }) }));

  beforeAll(async () => {
    database = await engine.freshDatabase();
  });
  afterAll(() => database.drop());

  it("looks at the server and says what it found", async () => {
    const url = engine.dialect === "sqlite" ? `sqlite:${path.join(database.cwd, "fresh.db")}` : database.url;
    const { report } = await check(url, fakeHost().cwd);
    for (const key of ["connection", "version", "writable", "snapshots", "runtime"]) expect(statusOf(report, key), key).toBe("passed");
    expect(report.data["server"]).toMatchObject({ engine: engine.dialect, version: expect.stringMatching(/^\d/) as string });
    expect(statusOf(report, "migrations")).toBe("warning");
    expect(report.target?.engine).toBe(engine.dialect);
  });

  it("has a connection that only reads in explore mode, and in no other", async () => {
    const url = database.url.replace(/^sqlite:/, `sqlite:${database.cwd}/`);
    for (const mode of ["ask", "auto", "explore"] as const) expect((await check(url, fakeHost().cwd, mode)).report.data["server"], mode).toMatchObject({ readOnly: mode === "explore" });
  });

  it("fails with the reason where no connection can be had, and still shows the rest", async () => {
    const cwd = engine.dialect === "sqlite" ? database.cwd : fakeHost().cwd;
    for (const { url, reason } of engine.badUrls(database)) {
      const { report, exitCode } = await check(url, cwd);
      expect(exitCode, reason).toBe(4);
      expect(report.data).toMatchObject({ server: null, error: { kind: "connection", reason } });
      expect(statusOf(report, "runtime")).toBe("passed");
      for (const secret of engine.secrets) expect(JSON.stringify(report)).not.toContain(secret);
    }
  });
});
