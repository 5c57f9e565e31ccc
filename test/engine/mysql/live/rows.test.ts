import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { KeepRows, Session } from "../../../../src/engines/engine.ts";
import { never } from "../../fixture/harness.ts";
import { liveMemory } from "../../liveMemory.ts";
import { describeBoth, failure } from "./rig.ts";

const of = (table: string, more: Partial<KeepRows> = {}): KeepRows => ({ schema: "", table, key: ["id"], ...more });

/** Every value as the bytes that the server holds, so that nothing looks equal that is not. */
async function exact(session: Session, table: string, columns: readonly string[]): Promise<unknown> {
  const shown = columns.map((column) => (column === "f" ? "HEX(CAST(f + 0e0 AS CHAR))" : column === "en" ? "en + 0" : `HEX(${["e", "d"].includes(column) ? `CAST(${column} AS CHAR)` : column})`));
  return (await session.run(`SELECT id, ${shown.join(", ")} FROM ${table} ORDER BY id`)).rows;
}

describeBoth("kept rows", (harness) => {
  const file = (name: string): string => path.join(harness.folder, name);

  test("are exact, whatever a column holds", async () => {
    const session = await harness.open();
    const columns = ["d", "f", "e", "b", "t", "l", "j", "bits", "dt", "ts", "stamp", "ti", "y", "en", "st", "g", "quoted\\name"];
    const create = (table: string): string =>
      `CREATE TABLE ${table} (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, d decimal(65,30), f float, e double, b longblob, t text CHARACTER SET utf8mb4, l varchar(20) CHARACTER SET latin1, j json, bits bit(20), dt date, ts datetime(6), stamp timestamp(3) NULL, ti time(3), y year, en enum('x','','it''s'), st set('a','b'), g geometry, \`quoted\\name\` varchar(20), n int DEFAULT 2, twice int AS (n * 2) STORED, thrice int AS (n * 3) VIRTUAL)`;
    await session.run(create("awkward"));
    await session.run("SET sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+02:00'");
    const list = `(id, ${columns.map((column) => `\`${column}\``).join(", ")})`;
    await session.run(`INSERT INTO awkward ${list} VALUES
      (0, '-99999999999999999999999999999999999.999999999999999999999999999999', 3.402823466e38, 1.7976931348623157e308, x'', '', '', 'null', b'0', '0000-00-00', '0000-00-00', '2024-03-31 02:30:00.125', '-838:59:58.999', 1901, '', '', ST_GeomFromText('POINT(1 2)'), ''),
      (1, '0.000000000000000000000000000001', 1.175494351e-38, 4.9e-324, x'000a0d275c22ff', 'a\\nb\\r\\\\c''d"e\\0f\\Zg', 'é''\\\\', '{"a": "\\\\n😀", "b": [1.5, null]}', b'11110000111100001111', '2024-02-31', '9999-12-31 23:59:59.999999', NULL, '838:59:58', 2155, 'it''s', 'a,b', ST_GeomFromText('POLYGON((0 0,0 1,1 1,0 0))', 4326), '😀 ; -- x'),
      (2, 0.1, 0.1, 0.1, x'c3a9', ' trailing  ', 'x', '"text"', b'1', '1000-01-01', '2024-01-01', '1970-01-02', '0:0:0', 0, 'x', 'b', NULL, NULL),
      (3, NULL, 16777217, -0e0, NULL, '👩‍👩‍👧 ﷽', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`);
    await session.run("SET sql_mode = ''");
    await session.run("UPDATE awkward SET en = 'no such member' WHERE id = 2");
    await session.run("SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'");
    const before = await exact(session, "awkward", columns.map((column) => (column.includes("\\") ? `"${column}"` : column)));
    const kept = await session.keepRows(of("awkward"), file("awkward"), never);
    expect(kept).toEqual({ rows: 4, bytes: (await readFile(file("awkward"))).length });
    await session.run("DROP TABLE awkward");
    await session.run(create("awkward"));
    expect(await session.loadRows(of("awkward"), file("awkward"), never)).toEqual({ rows: 4 });
    const again = async (): Promise<unknown> => await exact(session, "awkward", columns.map((column) => (column.includes("\\") ? `"${column}"` : column)));
    expect(await again()).toEqual(before);
    await session.run("UPDATE awkward SET t = upper(t), l = NULL, f = 1, en = 'x', b = x'00'");
    await session.loadRows(of("awkward"), file("awkward"), never);
    expect(await again()).toEqual(before);
    expect((await session.run("SELECT @@sql_mode, @@time_zone, @@foreign_key_checks")).rows).toEqual([["ANSI_QUOTES,NO_BACKSLASH_ESCAPES", "+02:00", 1]]);
    expect((await session.run("SELECT id, twice, thrice FROM awkward WHERE id = 2")).rows).toEqual([[2, 4, 6]]);
  });

  test("of a table that refers to itself come back in any order, and an orphan is refused", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE tree (id int PRIMARY KEY, up int, CONSTRAINT up FOREIGN KEY (up) REFERENCES tree (id))");
    await session.run("INSERT INTO tree VALUES (9, NULL)");
    await session.run("INSERT INTO tree VALUES (1, 9), (2, 1)");
    await session.keepRows(of("tree"), file("tree"), never);
    for (const id of [2, 1, 9]) await session.run(`DELETE FROM tree WHERE id = ${id}`);
    expect(await session.loadRows(of("tree"), file("tree"), never)).toEqual({ rows: 3 });
    await session.run("SET foreign_key_checks = 0");
    await session.run("DELETE FROM tree");
    await session.run("INSERT INTO tree VALUES (5, 77)");
    await session.keepRows(of("tree"), file("orphan"), never);
    await session.run("DELETE FROM tree");
    await session.run("SET foreign_key_checks = 1");
    expect(await failure(session.loadRows(of("tree"), file("orphan"), never))).toMatchObject({ reason: "constraint" });
    expect((await session.run("SELECT * FROM tree")).rows).toEqual([]);
  });

  test("leave columns that follow an update, and rows that are as they were, alone", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE stamped (id int PRIMARY KEY, a varchar(9), at timestamp NOT NULL DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP, touched int NOT NULL DEFAULT 0)");
    await session.run("INSERT INTO stamped (id, a) VALUES (1, 'a'), (2, 'b')");
    await session.keepRows(of("stamped", { columns: ["a"] }), file("stamped"), never);
    await session.run("UPDATE stamped SET a = 'A', at = '2020-01-01 00:00:00' WHERE id = 1");
    await session.run("CREATE TRIGGER count_up BEFORE UPDATE ON stamped FOR EACH ROW SET NEW.touched = OLD.touched + 1");
    await session.loadRows(of("stamped", { columns: ["a"] }), file("stamped"), never);
    expect((await session.run("SELECT id, a, at, touched FROM stamped ORDER BY id")).rows).toEqual([[1, "a", "2020-01-01 00:00:00", 1], [2, "b", "2020-01-01 00:00:00", 0]]);
  });

  test("that are many never fill the memory, and stop when their signal fires", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE many (id int PRIMARY KEY, filler varchar(1000))");
    await session.run("INSERT INTO many WITH RECURSIVE n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 999) SELECT i, REPEAT('x', 1000) FROM n");
    for (const more of [1000, 2000, 4000, 8000, 16_000, 32_000]) await session.run(`INSERT INTO many SELECT id + ${more}, filler FROM many`);
    const before = liveMemory();
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, liveMemory())), 20);
    expect((await session.keepRows(of("many"), file("many"), never)).rows).toBe(64_000);
    clearInterval(watch);
    expect(most).toBeGreaterThan(0);
    expect(most - before).toBeLessThan(16 * 1024 * 1024);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    expect(await failure(session.keepRows(of("many"), file("stopped"), stop.signal))).toMatchObject({ kind: "cancelled" });
    expect(await failure(readFile(file("stopped")))).toMatchObject({ code: "ENOENT" });
    expect((await session.run("SELECT 5")).rows).toEqual([[5]]);
  });

  test("of another table, or a file of another kind, are refused", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE one (id int PRIMARY KEY)");
    await session.run("CREATE TABLE two (id int PRIMARY KEY)");
    await session.keepRows(of("one"), file("one"), never);
    expect(await failure(session.loadRows(of("two"), file("one"), never))).toMatchObject({ kind: "snapshot", reason: "format" });
    expect(await failure(session.loadRows(of("one"), path.join(import.meta.dirname, "rows.test.ts"), never))).toMatchObject({ kind: "snapshot", reason: "format" });
    expect(await failure(session.keepRows(of("none"), file("none"), never))).toMatchObject({ reason: "undefinedObject" });
  });
});
