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
import { describeEveryEngine } from "../engines.ts";
import type { FreshDatabase } from "../fixture/fixture.ts";

interface Statement {
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number | null;
  readonly more: boolean;
}

const statementsOf = (report: Report): readonly Statement[] => report.data["statements"] as unknown as readonly Statement[];

describeEveryEngine("run-sql", (engine) => {
  const { words } = engine;
  let database: FreshDatabase;
  let folder: string;
  const yes: Answer = { agreed: true };
  const named: Answer = { agreed: true, typedName: words.schema === "" ? "orders" : `${words.schema}.orders` };
  const orders = words.createTable("orders", { id: "integer", name: "text" });
  const filled = words.insert("orders", Array.from({ length: 25 }, (_, at) => ({ id: at + 1, name: `n${at + 1}` })));
  const insert = (id: number): string => words.insert("orders", [{ id, name: "x" }]);
  const structureStays = engine.transactions.undoes === "rows";

  interface How {
    readonly flags?: Readonly<Record<string, string | true>>;
    readonly answer?: Answer;
    readonly mode?: PermissionMode;
    readonly signal?: AbortSignal;
  }
  const call = (command: string, text: string, { flags = {}, answer, mode, signal }: How = {}): Promise<RunResult> => {
    const host = fakeHost({
      cwd: folder,
      connection: () => Promise.resolve({ name: "test", url: database.url.replace(/^sqlite:/, `sqlite:${database.cwd}/`), role: "development" }),
      ...(answer === undefined ? {} : { answer }),
      ...(mode === undefined ? {} : { startMode: mode }),
      ...(signal === undefined ? {} : { signal }),
    });
    return run({ command, args: [text], flags }, host);
  };
  const runSql = (text: string, how?: How): Promise<RunResult> => call("run-sql", text, how);
  /** The rows of a query as they are shown. */
  const shown = async (query: string): Promise<Statement["rows"]> => statementsOf((await runSql(query)).report)[0]!.rows;
  const count = async (table = "orders"): Promise<number> => Number((await shown(words.count(table)))[0]![0]);

  beforeAll(async () => {
    database = await engine.freshDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "data-engineer-run-sql-"));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it("asks before it writes", async () => {
    const { exitCode, report } = await runSql(orders);
    expect(exitCode).toBe(3);
    expect(report).toMatchObject({ status: "refused", data: { error: { reason: "declined" } } });
    expect((await runSql(words.mustExist("orders"))).report.data["error"]).toMatchObject({ reason: "undefinedObject" });
  });

  it("runs a script, in one transaction where the server can hold all of it in one", async () => {
    const { exitCode, report } = await runSql(words.script([orders, filled]), { answer: yes });
    expect(report).toMatchObject({ status: "passed", summary: structureStays ? "2 statements ran; committed." : "2 statements ran in one transaction; committed.", data: { committed: true } });
    expect(exitCode).toBe(0);
    expect(statementsOf(report)[1]?.rowCount).toBe(25);
  });

  it("changes nothing when a later statement fails, and says where", async () => {
    const script = words.script([insert(100), insert(100)]);
    const { exitCode, report } = await runSql(script, { answer: yes });
    expect(exitCode).toBe(1);
    const line = script.split("\n").lastIndexOf(script.split("\n").findLast((text) => text.startsWith(insert(100)))!);
    expect(report).toMatchObject({ status: "failed", data: { committed: false, error: { kind: "statement", reason: "constraint" } }, findings: [{ range: { start: { line } } }] });
    expect(await count()).toBe(25);
  });

  it("shows a page of rows, and whether more follow", async () => {
    const all = words.select("orders", ["id"]);
    const page = async (number: number): Promise<Statement> => statementsOf((await runSql(all, { flags: { page: String(number), "page-size": "10" } })).report)[0]!;
    expect((await page(1)).rows.map((row) => row[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await page(1)).toMatchObject({ more: true, rowCount: null });
    expect((await page(3)).rows.map((row) => row[0])).toEqual([21, 22, 23, 24, 25]);
    expect(await page(3)).toMatchObject({ more: false, rowCount: 25 });
    expect(await page(4)).toMatchObject({ rows: [], more: false });
    expect((await runSql(all, { flags: { "page-size": "25" } })).report.data["statements"]).toMatchObject([{ more: false, rowCount: 25 }]);
  });

  it("asks for the object's name before it destroys", async () => {
    for (const text of [words.dropTable("orders"), words.remove("orders"), words.update("orders", { name: null })]) {
      for (const mode of ["ask", "auto"] as const) {
        const { exitCode, report } = await runSql(text, { answer: yes, mode });
        expect(exitCode, text).toBe(3);
        expect(report, text).toMatchObject({ status: "refused", data: { error: { reason: "wrongName" } } });
        expect(report.summary).toContain("orders");
      }
    }
    expect(await count()).toBe(25);
  });

  it("keeps what it destroys, and rollback brings it back", async () => {
    const dropped = await runSql(words.dropTable("orders"), { answer: named });
    expect(dropped.report).toMatchObject({ status: "passed", data: { committed: true, snapshot: expect.stringContaining("before-run-sql") as string } });
    expect(await readdir(path.join(folder, ".data-engineer/snapshots"))).toEqual([dropped.report.data["snapshot"]]);
    expect((await runSql(words.mustExist("orders"))).exitCode).toBe(1);
    const back = await call("rollback", String(dropped.report.data["snapshot"]), { answer: yes });
    expect(back.report).toMatchObject({ status: "passed" });
    expect((await shown(words.select("orders", ["id", "name"]))).at(-1)).toEqual([25, "n25"]);
  });

  it("reads in explore mode and refuses to write", async () => {
    expect((await runSql(words.alive.text, { mode: "explore" })).exitCode).toBe(0);
    for (const text of [words.remove("orders", 1), words.createTable("q", { id: "integer" }), words.dropTable("orders")]) {
      const { exitCode, report } = await runSql(text, { mode: "explore", answer: named });
      expect(exitCode, text).toBe(3);
      expect(report.target, "no connection was opened").toBeUndefined();
    }
  });

  it("explains without executing", async () => {
    const removing = words.remove("orders", 3);
    const { exitCode, report } = await runSql(removing, { flags: { explain: true } });
    expect(report.evidence[0]).toMatchObject({ kind: "text", title: removing, text: expect.stringContaining("orders") as string });
    expect(exitCode).toBe(0);
    expect(await count()).toBe(25);
  });

  if (words.ending === ".sql") {
    it("takes BEGIN and COMMIT around a script as its own, and honours ROLLBACK", async () => {
      expect((await runSql(words.script(["BEGIN", insert(200), "ROLLBACK"]), { answer: yes })).report).toMatchObject({ status: "passed", data: { committed: false } });
      expect((await runSql(words.script(["BEGIN", insert(201), "COMMIT"]), { answer: yes })).report).toMatchObject({ status: "passed", data: { committed: true } });
      expect((await shown("SELECT id FROM orders WHERE id >= 200"))).toEqual([[201]]);
      expect((await runSql(words.script([insert(202), "COMMIT", "SELECT 1"]), { answer: yes })).report.data["error"]).toMatchObject({ kind: "usage" });
    });
  }

  if (structureStays) {
    it("runs what commits by itself one after the other, and tells what stays where one fails", async () => {
      const { exitCode, report } = await runSql(words.script([words.createTable("one", { id: "integer" }), words.insert("one", [{ id: 1 }]), words.insert("one", [{ id: 1 }]), words.createTable("two", { id: "integer" })]), { answer: yes });
      expect(exitCode).toBe(1);
      expect(report.summary).toMatch(/^Statement 3 of 4: .*What ran before it stays: create.*insert\.$/i);
      expect(report).toMatchObject({ status: "failed", data: { committed: false, error: { reason: "constraint" } } });
      expect(await count("one")).toBe(1);
      expect((await runSql(words.mustExist("two"))).report.data["error"]).toMatchObject({ reason: "undefinedObject" });
    });
  } else {
    it("runs alone what no transaction can hold", async () => {
      expect((await runSql("VACUUM", { answer: yes })).report).toMatchObject({ status: "passed" });
      expect((await runSql("VACUUM; SELECT 1", { answer: yes })).report.data["error"]).toMatchObject({ kind: "usage", next: "Run it alone, without other statements." });
    });
  }

  it("shows values as they are", async () => {
    const odd = [words.createTable("odd", { id: "integer", b: "bytes", n: "text", t: "text", big: "bigint" }), words.insert("odd", [{ id: 1, b: Buffer.from("00ff0a", "hex"), n: null, t: "a|b<i>", big: 9007199254740993n }])];
    expect((await runSql(words.script(odd), { answer: yes })).exitCode).toBe(0);
    expect(await shown(words.select("odd", ["b", "n", "t", "big"]))).toEqual([["\\x00ff0a", null, "a|b<i>", "9007199254740993"]]);
  });

  it("cancels on the server", async () => {
    const controller = new AbortController();
    const running = async (): Promise<readonly string[]> => (await engine.endlessRunning?.(database)) ?? [];
    const work = runSql(words.endless, { signal: controller.signal });
    if (engine.endlessRunning === undefined) setTimeout(() => controller.abort(), 300);
    else {
      await expect.poll(running, { timeout: 30_000 }).not.toEqual([]);
      controller.abort();
    }
    const { exitCode, report } = await work;
    expect(report.status).toBe("cancelled");
    expect(exitCode).toBe(130);
    await expect.poll(running, { timeout: 30_000 }).toEqual([]);
  });
});
