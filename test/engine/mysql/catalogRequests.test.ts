import mysql from "mysql2";
import { expect, it, describe, vi } from "vitest";
import { servers, type Server, withDatabase } from "./ddl/database.ts";

/** One object of each kind that information_schema tells whole, and of each that it does not. */
function objects({ flavour }: Server, at: number): string[] {
  return [
    `CREATE TABLE plain_${at} (id int PRIMARY KEY, up int, n int CHECK (n > 0), word varchar(20), KEY (n), FOREIGN KEY (up) REFERENCES plain_${at} (id))`,
    `CREATE TABLE parts_${at} (id int PRIMARY KEY, raw binary(4) NOT NULL DEFAULT 0x00410042) PARTITION BY HASH (id) PARTITIONS 1`,
    `CREATE ALGORITHM=MERGE VIEW view_${at} AS SELECT id, 'it''s' AS word FROM plain_${at}`,
    `CREATE PROCEDURE procedure_${at}() SELECT 'it''s'`,
    `CREATE FUNCTION function_${at}() RETURNS varchar(9) DETERMINISTIC RETURN 'it''s'`,
    `CREATE TRIGGER trigger_${at} BEFORE INSERT ON plain_${at} FOR EACH ROW SET NEW.word = 'it''s'`,
    `CREATE EVENT event_${at} ON SCHEDULE EVERY 1 YEAR DISABLE DO SELECT 'it''s'`,
    ...(flavour === "mariadb" ? [`CREATE SEQUENCE sequence_${at} START WITH ${at + 1}`, `CREATE TABLE periods_${at} (a date, b date, PERIOD FOR p (a, b))`] : []),
  ];
}

/** What the driver is given to do while `work` runs, on every connection. */
async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const connection = mysql.createConnection({ host: "127.0.0.1", port: 1 }).on("error", () => undefined);
  let prototype = Object.getPrototypeOf(connection) as { addCommand: (...args: unknown[]) => unknown };
  while (!Object.hasOwn(prototype, "addCommand")) prototype = Object.getPrototypeOf(prototype) as typeof prototype;
  connection.destroy();
  const spy = vi.spyOn(prototype, "addCommand");
  try {
    await work();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

describe.each(servers)("the catalog on $flavour", (server) => {
  it("takes as many requests for 200 objects of each kind as for 10", { timeout: 300_000 }, async () => {
    await withDatabase(server, async ({ session }) => {
      const make = async (from: number, to: number): Promise<void> => {
        for (let at = from; at < to; at += 1) for (const sql of objects(server, at)) await session.run(sql);
      };
      await make(0, 10);
      const few = await requestsOf(() => session.catalog());
      await make(10, 200);
      let found: Awaited<ReturnType<typeof session.catalog>> | undefined;
      const many = await requestsOf(async () => (found = await session.catalog()));
      expect(few).toBeGreaterThan(10);
      expect(many).toBe(few);
      expect(found?.views).toHaveLength(200);
      expect(new Set(found?.views.map(({ options }) => options["algorithm"]))).toEqual(new Set(["MERGE"]));
      expect(found?.routines.filter(({ definition }) => definition.endsWith("'it''s'"))).toHaveLength(400);
      expect(found?.tables.filter(({ partitionKey }) => partitionKey !== undefined)).toHaveLength(200);
      expect(found?.tables.flatMap(({ triggers }) => triggers).filter(({ definition }) => definition.endsWith("'it''s'"))).toHaveLength(200);
      expect(found?.sequences.map(({ start }) => start)).toEqual(server.flavour === "mariadb" ? Array.from({ length: 200 }, (_, at) => found?.sequences[at]?.name.replace("sequence_", "")).map((at) => String(Number(at) + 1)) : []);
    });
  });

  it("reads what it must ask for by name whatever sql_mode the session has", async () => {
    await withDatabase(server, async ({ session }) => {
      for (const sql of objects(server, 0)) await session.run(sql);
      const before = await session.catalog();
      await session.run("SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
      await session.run("SET SESSION sql_quote_show_create = 0");
      expect(await session.catalog()).toEqual(before);
    });
  });
});
