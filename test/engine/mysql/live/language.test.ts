import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../../../src/agent/agent.ts";
import type { Host } from "../../../../src/agent/host.ts";
import type { Report } from "../../../../src/core/report/report.ts";
import { fakeHost } from "../../../unit/agent/fakeHost.ts";
import { describeBoth } from "./rig.ts";

describeBoth("the server's word about its dialect", (harness, flavour) => {
  /** What the URL says, and is wrong. */
  const other = flavour === "mysql" ? "mariadb" : "mysql";
  const ownSql = flavour === "mysql" ? "CREATE TABLE t (a int);\nCREATE INDEX twice ON t ((a * 2));\n" : "CREATE SEQUENCE s;\n";
  let folder: string;
  const url = (): string => harness.database.url.replace(/^[a-z]+:/, `${other}:`);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "language-"));
    await writeFile(path.join(folder, "own.sql"), ownSql);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function verified(changes: Partial<Host>, at = url()): Promise<Report> {
    const connection = () => Promise.resolve({ name: "--url", url: at, role: "development" as const });
    return (await run({ command: "verify-order", args: ["own.sql"], flags: {} }, fakeHost({ cwd: folder, dialect: other, namedConnection: connection, connection, startMode: "explore", ...changes }))).report;
  }

  test("counts more than that of its URL", async () => {
    expect(await verified({})).toMatchObject({ status: "passed", findings: [], evidence: [], data: { dialect: flavour }, target: { engine: flavour } });
  });

  test("is not asked for where it may not or cannot be had, which is told", async () => {
    const assumed = (why: RegExp): object => ({ status: "failed", data: { dialect: other }, findings: [{ rule: "dialect/refused" }], evidence: [{ title: "Read as", text: expect.stringMatching(why) as string }] });
    for (const changes of [{ trusted: false }, { background: true }] satisfies Partial<Host>[]) expect(await verified(changes)).toMatchObject(assumed(/^M.*: the connection is called so, and its server was not asked\.$/));
    expect(await verified({ namedConnection: () => Promise.resolve(undefined) })).toMatchObject(assumed(/password is not stored/));
    const dead = await verified({}, `${other}://someone:wrong-pass-word@127.0.0.1:1/shop`);
    expect(dead).toMatchObject(assumed(/its server did not answer/));
    expect(JSON.stringify(dead)).not.toContain("wrong-pass-word");
  });

  test("decides what a statement of run-sql loses", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE kept (id int PRIMARY KEY, a int)");
    await session.run("INSERT INTO kept VALUES (1, 1), (2, 2)");
    const host = fakeHost({ cwd: folder, dialect: other, connection: () => Promise.resolve({ name: "--url", url: url(), role: "development" }), answer: { agreed: false } });
    const unseen = flavour === "mysql" ? "/*M!100000 WHERE id = 1 */" : "/*!80000 WHERE id = 1 */";
    for (const comment of ["/*!99999 WHERE id = 1 */", unseen]) await run({ command: "run-sql", args: [`UPDATE kept SET a = 0 ${comment}`], flags: {} }, host);
    expect(host.asked).toMatchObject([1, 2].map(() => ({ how: "nameObject", request: { destroys: [{ object: "kept.a", how: "updateAll" }] } })));
  });
});
