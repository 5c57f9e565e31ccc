import { expect, it } from "vitest";
import { run } from "../../../src/agent/agent.ts";
import { fakeHost } from "../../unit/agent/fakeHost.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { describeDialects } from "../engines.ts";

interface Check {
  readonly key: string;
  readonly status: string;
  readonly detail: string;
  readonly next?: string;
}

describeDialects("env-check of rights", ["mysql", "mariadb"], (engine) => {
  it("names what a user with few rights is missing, and the statement that gives it", async () => {
    const database = await engine.freshDatabase();
    const name = `editor_${Math.random().toString(36).slice(2, 10)}`;
    const session = await (await loadEngine(engine.dialect)).connect({ url: database.url, cwd: database.cwd, readOnly: false, timeouts: { connect: 10_000, lock: 5_000, statement: 0, idleInTransaction: 0 }, signal: new AbortController().signal });
    const url = Object.assign(new URL(database.url), { username: name, password: "not-shown-9" });
    const schema = url.pathname.slice(1);
    try {
      await session.run(`CREATE USER '${name}'@'%' IDENTIFIED BY 'not-shown-9'`);
      await session.run(`GRANT SELECT, INSERT ON \`${schema}\`.* TO '${name}'@'%'`);
      const { report } = await run({ command: "env-check", args: [], flags: {} }, fakeHost({ connection: () => Promise.resolve({ name: "test", url: url.href, role: "production" }) }));
      const checks = new Map((report.data["checks"] as unknown as readonly Check[]).map((check) => [check.key, check]));
      expect(["rights", "shadow", "activity", "superuser"].map((key) => checks.get(key)?.status)).toEqual(["warning", "warning", "warning", "passed"]);
      expect(checks.get("rights")?.next).toMatch(new RegExp(`^GRANT UPDATE, DELETE, CREATE, .*TRIGGER.* ON \`${schema}\`\\.\\* TO '${name}'@'%';$`));
      expect(checks.get("shadow")?.next).toContain(`TO '${name}'@'%'`);
      expect(JSON.stringify(report)).not.toContain("not-shown-9");
      await session.run(checks.get("rights")?.next?.replace(/;$/, "") ?? "");
      await session.run(/^GRANT[^;]*/.exec(checks.get("shadow")?.next ?? "")?.[0] ?? "");
      const again = await run({ command: "env-check", args: [], flags: {} }, fakeHost({ connection: () => Promise.resolve({ name: "test", url: url.href, role: "production" }) }));
      if (again.report.data["checks"] === undefined) throw new Error(JSON.stringify(again.report.data));
      const now = new Map((again.report.data["checks"] as unknown as readonly Check[]).map((check) => [check.key, check.status]));
      expect([now.get("rights"), now.get("shadow")]).toEqual(["passed", "passed"]);
    } finally {
      await session.run(`DROP USER IF EXISTS '${name}'@'%'`);
      await session.close();
      await database.drop();
    }
  });
});
