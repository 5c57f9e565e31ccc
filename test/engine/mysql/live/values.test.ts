import { expect, test } from "vitest";
import { describeBoth } from "./rig.ts";

describeBoth("values", (harness, flavour) => {
  const types =
    "id int PRIMARY KEY, i8 tinyint unsigned, i64 bigint, u64 bigint unsigned, d decimal(65,30), f float, e double, b varbinary(9), t varchar(20) CHARACTER SET utf8mb4, l varchar(9) CHARACTER SET latin1, j json, bits bit(10), dt date, ts datetime(6), ti time(2), y year, en enum('x','y'), st set('a','b'), g point";
  const columns = "i8, i64, u64, d, f, e, b, t, l, j, bits, dt, ts, ti, y, en, st, g";
  const values =
    "(1, 255, 9223372036854775807, 18446744073709551615, '12345678901234567890123456789012345.123456789012345678901234567890', 0.1234567, 1.7976931348623157e308, x'00ff0a', '😀 it''s', 'é', '{\"a\": [1, \"😀\"]}', b'1000000001', '2024-02-29', '2024-02-03 04:05:06.000007', '-838:59:58.50', 2024, 'y', 'a,b', POINT(1, 2))";
  const exact = [
    255, "9223372036854775807", "18446744073709551615", "12345678901234567890123456789012345.123456789012345678901234567890", expect.closeTo(0.1234567, 5) as number, 1.7976931348623157e308, "\\x00ff0a", "😀 it's", "é",
    '{"a": [1, "😀"]}', "1000000001", "2024-02-29", "2024-02-03 04:05:06.000007", expect.stringMatching(/^-838:59:58\.50?$/) as string, 2024, "y", "a,b", "\\x000000000101000000000000000000f03f0000000000000040",
  ];

  test("come without loss, as text and bound to parameters", async () => {
    const session = await harness.open();
    await session.run(`CREATE TABLE v (${types})`);
    await session.run(`INSERT INTO v VALUES ${values}`);
    await session.run("INSERT INTO v (id) VALUES (2)");
    const sent = await session.run(`SELECT ${columns} FROM v ORDER BY id`);
    const bound = await session.run(`SELECT ${columns} FROM v WHERE id > ? ORDER BY id LIMIT ?`, { params: [0, 10] });
    for (const result of [sent, bound]) expect(result.rows).toEqual([exact, exact.map(() => null)]);
    expect(sent.columns.map((column) => column.type)).toEqual([
      "tinyint unsigned", "bigint", "bigint unsigned", "decimal", "float", "double", "varbinary", "varchar", "varchar", "json", "bit", "date", "datetime", "time", "year", "enum", "set", flavour === "mariadb" ? expect.stringMatching(/point|geometry/) as string : "geometry",
    ]);
  });

  test("of FLOAT columns come with all their digits on the pages that a person reads", async () => {
    const session = await harness.open();
    await session.run("CREATE TABLE single (id int PRIMARY KEY, f float, e double, ti time(2), ts datetime(3), dt date, d decimal(9,4), b bit(3), j json)");
    await session.run("SET sql_mode = ''");
    await session.run("INSERT INTO single VALUES (1, 16777215, 0.1, '10:11:12.50', '2024-02-03 04:05:06', '0000-00-00', 1.5, b'101', '[1]'), (2, 0.1234567, -1e-300, '-00:00:00.25', '0000-00-00', '2024-02-29', -2, b'1', NULL), (3, -3.4028235e38, NULL, '00:00:00', NULL, NULL, NULL, NULL, NULL)");
    const rows = [
      [1, 16777215, 0.1, "10:11:12.50", "2024-02-03 04:05:06.000", "0000-00-00", "1.5000", "101"],
      [2, 0.1234567, -1e-300, "-00:00:00.25", "0000-00-00 00:00:00.000", "2024-02-29", "-2.0000", "001"],
      [3, -3.4028235e38, null, "00:00:00.00", null, null, null, null],
    ];
    const sql = "SELECT id, f, e, ti, ts, dt, d, b FROM single ORDER BY id";
    const paged = async (text: string): Promise<unknown[]> => {
      const read: unknown[] = [];
      for await (const page of session.stream(text, { pageSize: 2 })) read.push(...page.rows);
      return read;
    };
    expect(await paged(sql)).toEqual(rows);
    expect((await session.run(sql, { maxRows: 10 })).rows).toEqual(rows);
    expect((await session.run(sql)).rows.map((row) => row.filter((_, at) => at !== 1))).toEqual(rows.map((row) => row.filter((_, at) => at !== 1)));
    await session.run("CREATE PROCEDURE singles() BEGIN SELECT f FROM single WHERE id = 1; SELECT 2; END");
    const called = await session.run("CALL singles()", { maxRows: 10 });
    expect(called.rows).toEqual([[16777215]]);
    expect(called.notices.join()).toContain("2 results");
    if (flavour === "mariadb") expect((await session.run("DELETE FROM single WHERE id = 1 RETURNING f", { maxRows: 10 })).rows).toEqual([[16777215]]);
    await expect(paged("SELECT f FROM single WHERE")).rejects.toMatchObject({ reason: "syntax" });
  });

  test("keep what JavaScript numbers would lose", async () => {
    const session = await harness.open();
    const { rows } = await session.run("SELECT -0e0, 9007199254740991, 9007199254740992, 0.10, 1e400 IS NULL, CAST(2 AS DECIMAL(5,2))").catch(() => session.run("SELECT -0e0, 9007199254740991, 9007199254740992, 0.10, 0, CAST(2 AS DECIMAL(5,2))"));
    expect([rows[0]?.[0] === "-0" || rows[0]?.[0] === 0, ...rows[0]!.slice(1)]).toEqual([true, 9007199254740991, "9007199254740992", "0.10", 0, "2.00"]);
  });

  test("parameters of every kind arrive as they are", async () => {
    const session = await harness.open();
    const evil = "x'); DROP TABLE v; -- \\' 😀";
    expect((await session.run("SELECT ?, ?, ?, ?", { params: [evil, null, 1.5, "9007199254740993"] })).rows).toEqual([[evil, null, 1.5, "9007199254740993"]]);
    expect((await session.run("SELECT JSON_EXTRACT(?, '$.a[1]')", { params: [{ a: [1, 2] }] })).rows.flat().map(String)).toEqual(["2"]);
    expect((await session.run("SELECT ? AS yes, ? AS no", { params: [true, false] })).rows).toEqual([[1, 0]]);
  });

  test("zero dates come as they are", async () => {
    const session = await harness.open();
    await session.run("SET sql_mode = ''");
    await session.run("CREATE TABLE zero (d date, t datetime(3), s timestamp(0) NULL)");
    await session.run("INSERT INTO zero VALUES ('0000-00-00', '0000-00-00', '0000-00-00')");
    expect((await session.run("SELECT d, t, s FROM zero")).rows).toEqual([["0000-00-00", "0000-00-00 00:00:00.000", "0000-00-00 00:00:00"]]);
  });

  test("texts come in the character set that the session asked for", async () => {
    const session = await harness.open();
    for (const name of ["latin1", "utf8mb3", "utf8mb4"]) {
      await session.run(`SET character_set_results = ${name}`);
      expect((await session.run("SELECT CONVERT(_utf8mb4 x'c3a9' USING utf8mb4)")).rows).toEqual([["é"]]);
    }
  });

  test("a procedure's first result is shown, and that there are more is said", async () => {
    const session = await harness.open();
    await session.run("CREATE PROCEDURE twice() BEGIN SELECT 1 AS one; SELECT 2 AS two; END");
    const result = await session.run("CALL twice()");
    expect(result.rows).toEqual([[1]]);
    expect(result.notices.join()).toContain("2 results");
  });

  test("warnings come with the statement that gave them, and with no other", async () => {
    const session = await harness.open();
    expect((await session.run("SELECT CAST('x1' AS UNSIGNED)")).notices.join()).toContain("x1");
    expect((await session.run("SELECT 1")).notices).toEqual([]);
    expect((await session.run("DROP TABLE IF EXISTS no_such_table")).notices.join()).toContain("no_such_table");
  });
});
