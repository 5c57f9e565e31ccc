import type { Session } from "../../../src/engines/engine.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowsOf } from "./ddl/rows.ts";
import { differences, makeDatabase, never, openSession, servers, type TestDatabase } from "./ddl/database.ts";
import { nasty } from "./ddl/nasty.ts";

describe.each(servers)("scratch databases on $flavour", (server) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await makeDatabase(server);
    const { session, name } = database;
    for (const sql of nasty(server.flavour, name)) await session.run(sql);
    await session.run("DROP TRIGGER a_last");
    await session.run("CREATE TABLE log (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, what varchar(80))");
    await session.run("CREATE TABLE parent (id int PRIMARY KEY, up int, name varchar(20), twice int AS (id * 2) STORED, CONSTRAINT up FOREIGN KEY (up) REFERENCES parent (id))");
    await session.run("CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL, CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parent (id))");
    await session.run("INSERT INTO parent (id, up, name) WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 999) SELECT i, NULL, 'x' FROM n");
    for (const more of [1000, 2000, 4000]) await session.run(`INSERT INTO parent (id, up, name) SELECT id + ${more}, id, name FROM parent`);
    await session.run("INSERT INTO child (id, parent) SELECT id, 8000 - id FROM parent WHERE id < 3000 AND 8000 - id IN (SELECT id FROM (SELECT id FROM parent) x)");
    await session.run("CREATE TRIGGER logged AFTER INSERT ON child FOR EACH ROW INSERT INTO log (what) VALUES ('child')");
  });
  afterAll(() => database.drop());

  it("have the whole schema, and a sample of the rows that foreign keys hold for", { timeout: 120_000 }, async () => {
    const shadow = await database.session.shadow({ data: "sample", signal: never });
    try {
      expect(shadow.label).toBe("a scratch database on the same server with sampled rows");
      expect(differences(await database.session.catalog(), await shadow.session.catalog())).toEqual([]);
      const count = async (sql: string): Promise<number> => Number((await shadow.session.run(sql)).rows[0]?.[0]);
      expect(await count("SELECT count(*) FROM child")).toBe(1000);
      expect(await count("SELECT count(*) FROM parent")).toBeGreaterThan(1000);
      expect(await count("SELECT count(*) FROM parent")).toBeLessThan(8000);
      expect(await count("SELECT count(*) FROM child c LEFT JOIN parent p ON p.id = c.parent WHERE p.id IS NULL")).toBe(0);
      expect(await count("SELECT count(*) FROM parent c LEFT JOIN parent p ON p.id = c.up WHERE c.up IS NOT NULL AND p.id IS NULL")).toBe(0);
      expect(await count("SELECT count(*) FROM parent WHERE twice <> id * 2")).toBe(0);
      expect(await count("SELECT count(*) FROM log")).toBe(0);
      const own = (await shadow.session.run("SELECT event_name FROM information_schema.events WHERE event_schema = database() AND status = 'ENABLED'")).rows;
      expect(own).toEqual([]);
    } finally {
      await shadow.drop();
    }
  });

  it("run what names the target on the scratch", async () => {
    const { session, name } = database;
    const shadow = await session.shadow({ data: "schema", signal: never });
    try {
      await shadow.session.run(`USE ${name}`);
      await shadow.session.run(`INSERT INTO \`${name}\`.log (what) VALUES ('${name}.log')`);
      expect((await shadow.session.run(`SELECT ${name}.log.what FROM ${name}.log`)).rows).toEqual([[`${name}.log`]]);
      await shadow.session.run(`DROP TABLE ${name}.log`);
      expect((await session.run("SELECT count(*) FROM log")).rows).toEqual([[0]]);
      await expect(shadow.session.run(`SELECT 1 FROM ${name}.log`)).rejects.toMatchObject({ reason: "undefinedObject", message: expect.not.stringContaining("data_engineer_shadow") as unknown });
      const wrong = `SELECT 1 FROM ${name}.child WHERE nowhere = 1`;
      await expect(shadow.session.run(wrong)).rejects.toMatchObject({ offset: wrong.indexOf("nowhere") });
      expect(session.engine.reachesBeyond(`INSERT INTO ${name}.log (what) VALUES ('x')`)).toBe(false);
      expect(session.engine.reachesBeyond("INSERT INTO another.log (what) VALUES ('x')")).toBe(true);
      expect(session.engine.reachesBeyond("CREATE TRIGGER t AFTER INSERT ON log FOR EACH ROW INSERT INTO another.log VALUES (1)")).toBe(true);
      expect(session.engine.reachesBeyond("SELECT l.id FROM log l")).toBe(false);
    } finally {
      await shadow.drop();
    }
  });

  it("are swept where their maker is gone, and left where it lives", async () => {
    const living = await database.session.shadow({ data: "empty", signal: never });
    const scratch = String((await living.session.run("SELECT database()")).rows[0]?.[0]);
    const dead = "data_engineer_shadow_20260102t030405_1a2b3c4d";
    const alike = "data_engineer_shadow_of_a_person";
    await database.server.run(`CREATE DATABASE IF NOT EXISTS ${dead}`);
    await database.server.run(`CREATE DATABASE IF NOT EXISTS ${alike}`);
    try {
      await (await database.session.shadow({ data: "empty", signal: never })).drop();
      const names = (await database.server.run("SHOW DATABASES LIKE 'data\\_engineer\\_shadow\\_%'")).rows.map((row) => row[0]);
      expect(names).toContain(scratch);
      expect(names).toContain(alike);
      expect(names).not.toContain(dead);
    } finally {
      await living.drop();
      await database.server.run(`DROP DATABASE ${alike}`);
    }
    expect((await database.server.run("SHOW DATABASES")).rows.map((row) => row[0])).not.toContain(scratch);
  });

  it("are refused with the right to give where the account may not make one", async () => {
    const account = `'de_ddl_reader'@'%'`;
    await database.server.run(`DROP USER IF EXISTS ${account}`);
    await database.server.run(`CREATE USER ${account} IDENTIFIED BY 'Reader-1-pass'`);
    await database.server.run(`GRANT ALL PRIVILEGES ON \`${database.name}\`.* TO ${account}`);
    try {
      const url = new URL(database.url);
      url.username = "de_ddl_reader";
      url.password = "Reader-1-pass";
      const session = await openSession(server.flavour, url.href);
      try {
        const refused = await session.shadow({ data: "schema", signal: never }).then(() => null, (error: unknown) => error);
        expect(refused).toMatchObject({ kind: "unsupported", next: expect.stringContaining("GRANT ALL PRIVILEGES ON `data\\_engineer\\_shadow\\_%`.* TO `de_ddl_reader`@`%`") as string });
        await database.server.run(`GRANT ALL PRIVILEGES ON \`data\\_engineer\\_shadow\\_%\`.* TO ${account}`);
        const again = await openSession(server.flavour, url.href);
        const shadow = await again.shadow({ data: "schema", signal: never });
        expect(shadow.label).toContain("scratch database on the same server");
        await shadow.drop();
        await again.close();
      } finally {
        await session.close();
      }
    } finally {
      await database.server.run(`DROP USER ${account}`);
    }
  });

  it("stay out of the binary log where the account may, else that is told", async () => {
    const { session, server: admin, url, name } = database;
    const [[logging] = []] = (await session.run("SELECT @@log_bin")).rows;
    if (Number(logging) === 0) return;
    const position = async (): Promise<unknown> => (await admin.run(server.flavour === "mariadb" ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS")).rows[0]?.slice(0, 2);
    const logged = async (from: unknown): Promise<string> => {
      const [file, at] = from as [string, number];
      return JSON.stringify((await admin.run(`SHOW BINLOG EVENTS IN '${file}' FROM ${at}`)).rows);
    };
    const before = await position();
    const shadow = await session.shadow({ data: "sample", signal: never });
    await shadow.session.run("UPDATE log SET what = 'changed on the scratch'");
    const scratch = shadow.session.facts.database;
    await shadow.drop();
    expect(shadow.label).not.toContain("binary log");
    expect(await logged(before)).not.toContain(scratch);
    const account = "'de_ddl_logged'@'%'";
    await admin.run(`DROP USER IF EXISTS ${account}`);
    await admin.run(`CREATE USER ${account} IDENTIFIED BY 'Logged-1-pass'`);
    try {
      for (const where of [name, "data\\_engineer\\_shadow\\_%"]) await admin.run(`GRANT ALL PRIVILEGES ON \`${where}\`.* TO ${account}`);
      const theirs = await openSession(server.flavour, Object.assign(new URL(url), { username: "de_ddl_logged", password: "Logged-1-pass" }).href);
      const told = await theirs.shadow({ data: "empty", signal: never });
      expect(told.label).toContain("written to the server's binary log");
      await theirs.close();
    } finally {
      await admin.run(`DROP USER ${account}`);
    }
  });

  it("carry rows to another server byte by byte", { timeout: 60_000 }, async () => {
    const { session, url } = database;
    await session.run("CREATE TABLE single (id int PRIMARY KEY, f float)");
    await session.run("INSERT INTO single VALUES (1, 16777215), (2, 0.1234567), (3, -3.4028234e38), (4, 1.17549435e-38), (5, NULL)");
    await session.run("INSERT INTO everything (b, bt, n, s, tx, lb, j, g, st, dt) VALUES (x'00ff27', b'011', 7, 'ä''😀\\\\', 'té', x'00ff0a', '{\"a\": [1, null]}', ST_GeomFromText('POINT(1 2)'), 'x', '2024-02-29 23:59:59.123')");
    const elsewhere = await session.engine.connect({ url, shadowUrl: url, cwd: process.cwd(), readOnly: true, timeouts: { connect: 10_000, lock: 30_000, statement: 0, idleInTransaction: 0 }, signal: never });
    try {
      const shadow = await elsewhere.shadow({ data: "copy", signal: never });
      expect(await rowsOf(shadow.session, "everything")).toEqual(await rowsOf(session, "everything"));
      expect(await rowsOf(shadow.session, "parent")).toEqual(await rowsOf(session, "parent"));
      const singles = async (from: Session): Promise<unknown> => (await from.run("SELECT id, f + 0e0 FROM single ORDER BY id")).rows;
      expect(await singles(shadow.session)).toEqual(await singles(session));
      await shadow.drop();
    } finally {
      await elsewhere.close();
    }
  });
});
