import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { run } from "../../../src/agent/agent.ts";
import type { RunResult } from "../../../src/agent/agent.ts";
import type { Answer } from "../../../src/agent/host.ts";
import type { PermissionMode } from "../../../src/agent/permissionMode.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { fakeHost } from "../../unit/agent/fakeHost.ts";
import { describeEngines } from "../engines.ts";
import type { FreshDatabase } from "../fixture/fixture.ts";

interface Statement {
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number | null;
  readonly more: boolean;
}

const statementsOf = (report: Report): readonly Statement[] => report.data["statements"] as unknown as readonly Statement[];

describeEngines("run-sql", (engine) => {
  let database: FreshDatabase;
  let folder: string;
  const yes: Answer = { agreed: true };
  const named: Answer = { agreed: true, typedName: engine.dialect === "sqlite" ? "orders" : "public.orders" };

  interface How {
    readonly flags?: Readonly<Record<string, string | true>>;
    readonly answer?: Answer;
    readonly mode?: PermissionMode;
    readonly signal?: AbortSignal;
  }
  const call = (command: string, words: string, { flags = {}, answer, mode, signal }: How = {}): Promise<RunResult> => {
    const url = engine.dialect === "sqlite" ? `sqlite:${path.join(database.cwd, database.url.slice("sqlite:".length))}` : database.url;
    const host = fakeHost({
      cwd: folder,
      connection: () => Promise.resolve({ name: "test", url, role: "development" }),
      ...(answer === undefined ? {} : { answer }),
      ...(mode === undefined ? {} : { startMode: mode }),
      ...(signal === undefined ? {} : { signal }),
    });
    return run({ command, args: [words], flags }, host);
  };
  const runSql = (sql: string, how?: How): Promise<RunResult> => call("run-sql", sql, how);

  beforeAll(async () => {
    database = await engine.freshDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "data-engineer-run-sql-"));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it("asks before it writes", async () => {
    const { exitCode, report } = await runSql("CREATE TABLE orders (id integer PRIMARY KEY, name text)");
    expect(exitCode).toBe(3);
    expect(report).toMatchObject({ status: "refused", data: { error: { reason: "declined" } } });
  });

  it("runs a script in one transaction", async () => {
    const values = Array.from({ length: 25 }, (_, index) => `(${index + 1}, 'n${index + 1}')`).join(", ");
    const { exitCode, report } = await runSql(`CREATE TABLE orders (id integer PRIMARY KEY, name text); INSERT INTO orders VALUES ${values};`, { answer: yes });
    expect(report).toMatchObject({ status: "passed", data: { committed: true } });
    expect(exitCode).toBe(0);
    expect(statementsOf(report)[1]?.rowCount).toBe(25);
  });

  it("changes nothing when a later statement fails, and says where", async () => {
    const { exitCode, report } = await runSql("INSERT INTO orders VALUES (100, 'x');\nINSERT INTO orders\n  VALUES (100, 'y');", { answer: yes });
    expect(exitCode).toBe(1);
    expect(report).toMatchObject({ status: "failed", data: { committed: false, error: { kind: "statement", reason: "constraint" } }, findings: [{ range: { start: { line: 1 } } }] });
    expect(statementsOf((await runSql("SELECT count(*) FROM orders")).report)[0]?.rows[0]?.[0]).toSatisfy((count) => Number(count) === 25);
  });

  it("shows a page of rows, and whether more follow", async () => {
    const page = async (number: number): Promise<Statement> => statementsOf((await runSql("SELECT id FROM orders ORDER BY id", { flags: { page: String(number), "page-size": "10" } })).report)[0]!;
    expect((await page(1)).rows.map((row) => row[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await page(1)).toMatchObject({ more: true, rowCount: null });
    expect((await page(3)).rows.map((row) => row[0])).toEqual([21, 22, 23, 24, 25]);
    expect(await page(3)).toMatchObject({ more: false, rowCount: 25 });
    expect(await page(4)).toMatchObject({ rows: [], more: false });
    expect((await runSql("SELECT id FROM orders ORDER BY id", { flags: { "page-size": "25" } })).report.data["statements"]).toMatchObject([{ more: false, rowCount: 25 }]);
  });

  it("asks for the object's name before it destroys", async () => {
    for (const sql of ["DROP TABLE orders", "DELETE FROM orders", "UPDATE orders SET name = NULL"]) {
      for (const mode of ["ask", "auto"] as const) {
        const { exitCode, report } = await runSql(sql, { answer: yes, mode });
        expect(exitCode, sql).toBe(3);
        expect(report, sql).toMatchObject({ status: "refused", data: { error: { reason: "wrongName" } } });
        expect(report.summary).toContain("orders");
      }
    }
  });

  it("keeps what it destroys, and rollback brings it back", async () => {
    const dropped = await runSql("DROP TABLE orders", { answer: named });
    expect(dropped.report).toMatchObject({ status: "passed", data: { committed: true, snapshot: expect.stringContaining("before-run-sql") as string } });
    expect(await readdir(path.join(folder, ".data-engineer/snapshots"))).toEqual([dropped.report.data["snapshot"]]);
    expect((await runSql("SELECT * FROM orders")).exitCode).toBe(1);
    const back = await call("rollback", String(dropped.report.data["snapshot"]), { answer: yes });
    expect(back.report).toMatchObject({ status: "passed" });
    expect(statementsOf((await runSql("SELECT id, name FROM orders ORDER BY id DESC")).report)[0]?.rows[0]).toEqual([25, "n25"]);
  });

  it("reads in explore mode and refuses to write", async () => {
    expect((await runSql("SELECT 1", { mode: "explore" })).exitCode).toBe(0);
    for (const sql of ["DELETE FROM orders WHERE id = 1", "CREATE TABLE q (id integer)", "DROP TABLE orders"]) {
      const { exitCode, report } = await runSql(sql, { mode: "explore", answer: named });
      expect(exitCode, sql).toBe(3);
      expect(report.target, "no connection was opened").toBeUndefined();
    }
  });

  it("explains without executing", async () => {
    const { exitCode, report } = await runSql("DELETE FROM orders WHERE id > 3", { flags: { explain: true } });
    expect(exitCode).toBe(0);
    expect(report.evidence[0]).toMatchObject({ kind: "text", title: "DELETE FROM orders WHERE id > 3", text: expect.stringContaining("orders") as string });
    expect(Number(statementsOf((await runSql("SELECT count(*) FROM orders")).report)[0]?.rows[0]?.[0])).toBe(25);
  });

  it("takes BEGIN and COMMIT around a script as its own, and honours ROLLBACK", async () => {
    expect((await runSql("BEGIN; INSERT INTO orders VALUES (200, 'x'); ROLLBACK;", { answer: yes })).report).toMatchObject({ status: "passed", data: { committed: false } });
    expect((await runSql("BEGIN; INSERT INTO orders VALUES (201, 'x'); COMMIT;", { answer: yes })).report).toMatchObject({ status: "passed", data: { committed: true } });
    expect(statementsOf((await runSql("SELECT id FROM orders WHERE id >= 200")).report)[0]?.rows).toEqual([[201]]);
    expect((await runSql("INSERT INTO orders VALUES (202, 'x'); COMMIT; SELECT 1", { answer: yes })).report.data["error"]).toMatchObject({ kind: "usage" });
  });

  it("runs alone what no transaction can hold", async () => {
    expect((await runSql("VACUUM", { answer: yes })).report).toMatchObject({ status: "passed" });
    expect((await runSql("VACUUM; SELECT 1", { answer: yes })).report.data["error"]).toMatchObject({ kind: "usage", next: "Run it alone, without other statements." });
  });

  it("shows values as they are", async () => {
    const { report } = await runSql(`SELECT ${engine.sql.blobLiteral} AS b, NULL AS n, 'a|b<i>' AS t, 9007199254740993 AS big`);
    expect(statementsOf(report)[0]?.rows[0]).toEqual(["\\x00ff0a", null, "a|b<i>", "9007199254740993"]);
  });

  it("cancels on the server", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const { exitCode, report } = await runSql(engine.words.endless, { signal: controller.signal });
    expect(report.status).toBe("cancelled");
    expect(exitCode).toBe(130);
  });
});
