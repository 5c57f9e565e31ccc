import { expect, test } from "vitest";
import { open, type Rig } from "../apply/rig.ts";
import { applyAll } from "../apply/workspace.ts";
import { describeDialects } from "../engines.ts";

const base = { "migrations/001_base.up.sql": "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);\nINSERT INTO orders VALUES (1, 10), (2, 20);\n" };
const building = "CREATE TABLE audit (line TEXT);\nCREATE INDEX CONCURRENTLY orders_total ON orders (total);\nINSERT INTO audit VALUES ('once');\n";

const indexes = (rig: Rig) => rig.rows("SELECT c.relname::text, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname = 'orders' ORDER BY 1");
const audit = (rig: Rig) => rig.rows("SELECT line FROM audit");

/** Another transaction that an index build waits for, until `end` is called. */
async function holdBack(rig: Rig): Promise<{ readonly end: () => Promise<void> }> {
  const other = await rig.another();
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  let held = (): void => undefined;
  const holding = new Promise<void>((resolve) => (held = resolve));
  const transaction = other.transaction("commit", async () => {
    await other.run("UPDATE orders SET total = total WHERE id = 1");
    held();
    await until;
  });
  await holding;
  return { end: () => (end(), transaction) };
}

describeDialects("CREATE INDEX CONCURRENTLY", ["postgresql"], (engine) => {
  const prepared = async (): Promise<Rig> => {
    const rig = await open(engine, base);
    await applyAll(rig.files, rig.session);
    await rig.files.writeText("migrations/002_index.up.sql", building);
    return rig;
  };

  test("cut off while it builds leaves an invalid index, which finishing drops and builds again", { timeout: 120_000 }, async () => {
    const rig = await prepared();
    const victim = await rig.another();
    const pid = Number((await victim.run("SELECT pg_backend_pid()")).rows[0]![0]);
    const other = await holdBack(rig);
    const applying = applyAll(rig.files, victim);
    while ((await indexes(rig)).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    await rig.session.run(`SELECT pg_terminate_backend(${pid})`);
    expect((await applying).error).toMatchObject({ kind: "connection" });
    await other.end();
    expect(await indexes(rig)).toEqual([["orders_pkey", true], ["orders_total", false]]);
    expect((await rig.session.migrations.history.read())[1]).toMatchObject({ outcome: "running", statementsDone: 1 });

    await expect(applyAll(rig.files, rig.session)).rejects.toMatchObject({ kind: "migration", reason: "interrupted", next: expect.stringContaining("--resume") as unknown });
    const finished = await applyAll(rig.files, rig.session, { resume: "finish" });
    expect(finished.findings[0]).toMatchObject({ rule: "apply/resumed", message: expect.stringContaining("dropped to be built again") as unknown });
    expect(await indexes(rig)).toEqual([["orders_pkey", true], ["orders_total", true]]);
    expect(await audit(rig)).toEqual([["once"]]);
  });

  test("interrupted, then undone: the schema is as before, and it can be applied anew", { timeout: 120_000 }, async () => {
    const rig = await prepared();
    const other = await holdBack(rig);
    const stopped = new AbortController();
    const applying = applyAll(rig.files, rig.session, { signal: stopped.signal });
    const watcher = await rig.another();
    const seen = () => watcher.run("SELECT 1 FROM pg_index WHERE NOT indisvalid");
    while ((await seen()).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    stopped.abort();
    // The index cannot be dropped either while the other transaction lasts: that is left to the next run.
    const end = await applying;
    expect(end.error).toMatchObject({ kind: "cancelled" });
    expect(end.findings.at(-1)!.message).toContain("could not be removed now");
    await other.end();
    expect(await indexes(rig)).toEqual([["orders_pkey", true], ["orders_total", false]]);
    expect((await rig.session.migrations.history.read())[1]).toMatchObject({ outcome: "running", statementsDone: 1 });
    const undone = await applyAll(rig.files, rig.session, { resume: "undo" });
    expect(undone.migrations[1]!.status).toBe("undone");
    expect((await rig.session.catalog()).tables.map((table) => table.name)).toEqual(["orders"]);
    expect((await rig.session.migrations.history.read())[1]).toMatchObject({ outcome: "rolledBack" });
    expect((await applyAll(rig.files, rig.session)).migrations[1]!.status).toBe("applied");
    expect(await audit(rig)).toEqual([["once"]]);
  });

  test("an undo that would leave rows behind is refused, and names them", { timeout: 120_000 }, async () => {
    const rig = await prepared();
    await rig.files.writeText("migrations/002_index.up.sql", "INSERT INTO orders VALUES (3, 30);\nCREATE INDEX CONCURRENTLY wrong ON nowhere (total);\n");
    expect((await applyAll(rig.files, rig.session)).error).toMatchObject({ kind: "statement" });
    await expect(applyAll(rig.files, rig.session, { resume: "undo" })).rejects.toMatchObject({ reason: "interrupted", message: expect.stringContaining("INSERT at line 1 changed rows of public.orders") as unknown });
    await rig.files.writeText("migrations/002_index.up.sql", "INSERT INTO orders VALUES (4, 40);\nCREATE INDEX CONCURRENTLY orders_by_total ON orders (total);\n");
    await expect(applyAll(rig.files, rig.session, { resume: "finish" })).rejects.toMatchObject({ reason: "changed" });
    await rig.files.writeText("migrations/002_index.up.sql", "INSERT INTO orders VALUES (3, 30);\nCREATE INDEX CONCURRENTLY orders_by_total ON orders (total);\n");
    expect((await applyAll(rig.files, rig.session, { resume: "finish" })).migrations[1]!.status).toBe("applied");
    expect(await indexes(rig)).toEqual([["orders_by_total", true], ["orders_pkey", true]]);
  });
});
