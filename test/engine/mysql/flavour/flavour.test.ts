import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../../src/engines/engine.ts";
import { flavourRules, refusedBy } from "../../../../src/engines/mysql/flavour.ts";
import { loadMysql } from "../../../../src/engines/mysql/engine.ts";
import { leaveOut } from "../../engines.ts";
import { examples, takenByBoth } from "./examples.ts";

const servers = [["mysql", process.env["TEST_MYSQL_URL"]], ["mariadb", process.env["TEST_MARIADB_URL"]]] as const;

it("has an example for every rule", () => {
  expect(Object.keys(examples).sort()).toEqual([...flavourRules.map((rule) => rule.name), "later-reference"].sort());
});

leaveOut("what a flavour refuses", ["mysql", "mariadb"]);

for (const [flavour, url] of servers) {
  if (url === undefined || url === "") continue;
  describe(`what ${flavour} refuses, by its own word`, () => {
    const database = `test_flavour_${randomBytes(5).toString("hex")}`;
    let connection: Connection;
    let engine: Engine;
    let version: number;

    beforeAll(async () => {
      connection = await createConnection({ uri: url.replace(/^mariadb:/, "mysql:"), flags: ["-IGNORE_SPACE"] });
      const [[row]] = (await connection.query("SELECT VERSION() AS v")) as unknown as [[{ v: string }]];
      const [major, minor, patch] = row.v.split(/[.-]/).map(Number) as [number, number, number];
      version = major * 10_000 + minor * 100 + patch;
      engine = await loadMysql(flavour, version);
    });

    afterAll(async () => {
      await connection.query("DROP USER IF EXISTS flavour_test_a@localhost, flavour_test_b@localhost");
      await connection.query("DROP ROLE IF EXISTS flavour_test_r");
      await connection.query(`DROP DATABASE IF EXISTS ${database}`);
      await connection.end();
    });

    beforeEach(async () => {
      await connection.query(`DROP DATABASE IF EXISTS ${database}`);
      await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
      await connection.query(`USE ${database}`);
      await connection.query("CREATE TABLE t (a INT, b INT, j JSON, s TEXT, KEY t_b (b), CONSTRAINT t_check CHECK (a < 1000))");
      await connection.query("CREATE TABLE u (id INT PRIMARY KEY)");
      if (flavour === "mariadb") await connection.query("CREATE TABLE versioned (a INT) WITH SYSTEM VERSIONING");
    });

    /** The server's refusal of the script, or null. */
    async function served(script: string): Promise<string | null> {
      for (const statement of engine.split(script).statements) {
        try {
          await connection.query(statement.text);
        } catch (error) {
          return (error as Error).message;
        }
      }
      return null;
    }

    const told = (script: string): string[] => refusedBy({ dialect: flavour, versionNumber: version }, engine.split(script)).map(({ code }) => (code ?? "").replace("dialect/", ""));

    it.each(Object.entries(examples).flatMap(([rule, scripts]) => scripts.map((script) => [rule, script] as const)))("%s: %s", async (rule, script) => {
      const refusal = await served(script);
      expect({ told: told(script), refusal }).toEqual({ told: refusal === null ? [] : [rule], refusal });
    });

    it.each(takenByBoth)("takes %s", async (script) => {
      expect(await served(script)).toBeNull();
      expect(told(script)).toEqual([]);
    });
  });
}
