import { beforeEach, expect, test } from "vitest";
import { describeEveryEngine } from "../engines.ts";
import { column, dropIfThere, ids, rows, useDatabase } from "../fixture/harness.ts";

describeEveryEngine("run", (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);

  beforeEach(async () => {
    const session = await harness.open();
    await dropIfThere(session, words, "t");
    await session.run(words.createTable("t", { id: "integer", v: "integer", big: "bigint", b: "bytes", txt: "text" }));
  });

  test("gives columns, rows, the true count and the command", async () => {
    const session = await harness.open();
    const inserted = await session.run(words.insert("t", [{ id: 1, v: 10 }, { id: 2, v: 20 }, { id: 3, v: 30 }]));
    expect(inserted.rowCount).toBe(3);
    expect(inserted.command).toMatch(/^INSERT/i);
    const read = await session.run(words.select("t", ["id", "v", "txt"]), { maxRows: 2 });
    expect(read.columns.map((item) => item.name)).toEqual([words.column("id"), "v", "txt"]);
    expect(read.rows).toEqual([[1, 10, null], [2, 20, null]]);
    expect(read.rowCount).toBe(3);
  });

  test("keeps values without loss", async () => {
    const session = await harness.open();
    await session.run(words.insert("t", [{ id: 1, big: 9223372036854775807n, b: Buffer.from("00ff0a", "hex"), txt: "😀 \"it's\" \\ \n" }]));
    const [row] = await rows(session, words.select("t", ["big", "b", "txt"]));
    expect(row).toEqual(["9223372036854775807", "\\x00ff0a", "😀 \"it's\" \\ \n"]);
  });

  test("binds values: they never become SQL", async () => {
    const session = await harness.open();
    const evil = "x'); DROP TABLE t; -- \\' {\"$where\": 1}";
    if (words.insertBound === undefined) {
      await expect(session.run(words.alive.text, { params: [evil] })).rejects.toMatchObject({ kind: "unsupported" });
      await session.run(words.insert("t", [{ id: 7, txt: evil }]));
    } else {
      const { text, params } = words.insertBound("t", 7, "txt", evil);
      await session.run(text, { params });
    }
    expect(await column(session, words.select("t", ["txt"]))).toEqual([evil]);
  });

  test("commits by itself outside a transaction", async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await one.run(words.insert("t", [{ id: 5 }]));
    expect(await ids(two, words, "t")).toEqual(["5"]);
  });

  test("runs one statement alone: a second one is never smuggled in", async () => {
    const session = await harness.open();
    await expect(session.run(words.smuggled("t"))).rejects.toMatchObject({ kind: "statement" });
    expect(await ids(session, words, "t")).toEqual([]);
  });

  test("queues calls that are made at once", async () => {
    const session = await harness.open();
    await Promise.all(Array.from({ length: 20 }, (_, id) => session.run(words.insert("t", [{ id }]))));
    expect(await column(session, words.count("t"))).toEqual(["20"]);
  });

  test("an error leaves the session usable", async () => {
    const session = await harness.open();
    await session.run(words.insert("t", [{ id: 1 }]));
    await expect(session.run(words.insert("t", [{ id: 1 }]))).rejects.toMatchObject({ kind: "statement", reason: "constraint" });
    expect(await ids(session, words, "t")).toEqual(["1"]);
  });

  test("points at the place of an error in UTF-16 units", async () => {
    const session = await harness.open();
    for (const { text, reason, at } of words.mistakes) {
      await expect(session.run(text), text).rejects.toMatchObject({ kind: "statement", reason, ...(at === undefined ? {} : { offset: text.indexOf(at) }) });
    }
    const first = words.mistakes[0]!;
    expect(first.text.indexOf(first.at!)).toBeGreaterThan(first.text.indexOf("😀"));
  });

  test("reasons tell failures apart", async () => {
    const session = await harness.open();
    await expect(session.run(words.mustExist("missing_table"))).rejects.toMatchObject({ reason: "undefinedObject" });
    await expect(session.run(words.createAgain("t"))).rejects.toMatchObject({ reason: "duplicateObject" });
    await expect(session.run(words.mistakes.at(-1)!.text)).rejects.toMatchObject({ reason: "syntax" });
  });
});
