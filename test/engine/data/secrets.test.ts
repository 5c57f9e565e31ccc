import { expect, it } from "vitest";
import { run } from "../../../src/agent/agent.ts";
import { transcriptOf } from "../../../src/agent/transcript.ts";
import { fakeHost } from "../../unit/agent/fakeHost.ts";
import { open } from "../apply/rig.ts";
import { describeDialects } from "../engines.ts";

describeDialects("a secret of the scratch database's URL", ["sqlite"], (engine) => {
  it("leaves by no way: progress, log, question, report, transcript", async () => {
    const secret = "s3cret/pw 9";
    const rig = await open(engine, { "migrations/001_a.up.sql": `CREATE TABLE a (t TEXT DEFAULT '${secret}');\nINSERT INTO a VALUES ('${secret}');\n` });
    const told: string[] = [];
    const host = fakeHost({
      cwd: rig.files.root,
      connection: () => Promise.resolve({ name: "test", url: `sqlite:${rig.database.cwd}/fresh.db`, shadowUrl: `postgres://app:${encodeURIComponent(secret)}@h/shadow`, role: "development" }),
      answer: { agreed: true },
      progress: ({ message }) => told.push(message),
    });
    const { report } = await run({ command: "apply-migration", args: ["migrations"], flags: {} }, host);
    expect(report.status).toBe("passed");
    const failed = await run({ command: "run-sql", args: [`SELECT '${secret}' FROM nowhere`], flags: {} }, host);
    expect(failed.exitCode).toBe(1);
    expect(told.join("\n")).toContain("INSERT INTO a VALUES ('***')");
    expect(host.asked[0]?.request.sql.join("\n")).toContain("***");
    for (const left of [told, host.logged, host.asked, report, failed.report, transcriptOf(host.cwd).entries]) expect(JSON.stringify(left)).not.toMatch(/s3cret/);
  });
});
