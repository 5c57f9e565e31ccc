import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, makeDatabase, never, servers, type TestDatabase } from "./ddl/database.ts";

describe.each(servers)("views that lost what they read, on $flavour", (server) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeDatabase(server);
    for (const sql of [
      "CREATE TABLE gone (id int PRIMARY KEY, name varchar(20))",
      "CREATE TABLE kept (id int PRIMARY KEY, note text)",
      "CREATE FUNCTION twice(a int, b int) RETURNS int DETERMINISTIC NO SQL RETURN a * b",
      "CREATE VIEW lost AS SELECT g.id, upper(g.name) AS name, twice(g.id, ifnull(k.id, 0)) AS both_ids FROM gone g LEFT JOIN kept k ON k.id = g.id WHERE g.name IN (SELECT note FROM kept)",
      "CREATE VIEW a_reader AS SELECT lost.name FROM lost",
      "CREATE VIEW whole AS SELECT id FROM kept",
      "DROP TABLE gone",
      "DROP FUNCTION twice",
      "ALTER TABLE kept DROP COLUMN note",
    ]) await database.session.run(sql);
  });
  afterAll(() => database.drop());

  it("are as broken on a scratch database, and serve again once it is back", async () => {
    const shadow = await database.session.shadow({ data: "sample", signal: never });
    try {
      expect(shadow.label).toBe("a scratch database on the same server with sampled rows");
      expect(differences(await database.session.catalog(), await shadow.session.catalog())).toEqual([]);
      await expect(shadow.session.run("SELECT * FROM lost")).rejects.toMatchObject({ kind: "statement" });
      for (const sql of ["CREATE TABLE gone (id int PRIMARY KEY, name varchar(20))", "ALTER TABLE kept ADD COLUMN note text", "CREATE FUNCTION twice(a int, b int) RETURNS int DETERMINISTIC NO SQL RETURN a * b", "INSERT INTO gone VALUES (3, 'x')", "INSERT INTO kept VALUES (3, 'x')"]) await shadow.session.run(sql);
      expect((await shadow.session.run("SELECT lost.*, a_reader.name FROM lost JOIN a_reader")).rows).toEqual([[3, "X", 9, "X"]]);
    } finally {
      await shadow.drop();
    }
    expect((await database.session.run("SHOW TABLES")).rows.flat().sort()).toEqual(["a_reader", "kept", "lost", "whole"]);
  });
});
