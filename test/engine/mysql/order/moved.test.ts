import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { createConnection } from "mysql2/promise";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkOrder } from "../../../../src/core/order/checkOrder.ts";
import { LineIndex } from "../../../../src/core/script/textPosition.ts";
import type { Engine } from "../../../../src/engines/engine.ts";
import { loadMysql } from "../../../../src/engines/mysql/engine.ts";
import { leaveOut } from "../../engines.ts";
import { history } from "./history.ts";

const servers = [["mysql", process.env["TEST_MYSQL_URL"]], ["mariadb", process.env["TEST_MARIADB_URL"]]] as const;
/** What rows forbid, and no order of names can tell: a missing parent row, a duplicate, a value that does not fit. */
const byRows: ReadonlySet<number> = new Set([1452, 1451, 1062, 1048, 1364, 1265, 1406, 3819, 4025]);
const moves = 24;
leaveOut("one statement of a history moved,", ["mysql", "mariadb"]);

for (const [flavour, url] of servers) {
  if (url === undefined || url === "") continue;
  describe(`one statement of a history moved, on ${flavour}`, () => {
    const database = `test_order_${randomBytes(5).toString("hex")}`;
    let connection: Connection;
    let engine: Engine;

    beforeAll(async () => {
      connection = await createConnection({ uri: url.replace(/^mariadb:/, "mysql:") });
      engine = await loadMysql(flavour);
    });

    afterAll(async () => {
      await connection.query("SET FOREIGN_KEY_CHECKS = 0");
      await connection.query(`DROP DATABASE IF EXISTS ${database}`);
      await connection.end();
    });

    /** The number of the error that stops the script, or null. */
    async function served(statements: readonly string[]): Promise<number | null> {
      await connection.changeUser({});
      await connection.query("SET FOREIGN_KEY_CHECKS = 0");
      await connection.query(`DROP DATABASE IF EXISTS ${database}`);
      await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
      await connection.query(`USE ${database}`);
      await connection.query("SET FOREIGN_KEY_CHECKS = 1");
      for (const statement of statements) {
        try {
          await connection.query(statement);
        } catch (error) {
          return (error as { errno: number }).errno;
        }
      }
      return null;
    }

    function told(statements: readonly string[]): string[] {
      const text = `DELIMITER $$\n${statements.join("$$\n")}$$\n`;
      const script = { file: "a.sql", text, base: 0, facts: engine.analyse(engine.split(text)), lines: new LineIndex(text) };
      const { findings } = checkOrder([script], { rules: engine.orderRules, complete: true, noTransaction: () => false });
      return findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
    }

    it("is told before it runs, and nothing is told that works", async () => {
      expect({ refusal: await served(history), told: told(history) }).toEqual({ refusal: null, told: [] });
      const wrong: string[] = [];
      const pairs = fc.sample(fc.tuple(fc.nat(history.length - 1), fc.nat(history.length - 1)), { numRuns: moves, seed: 11 });
      for (const [from, to] of pairs) {
        const statements = history.toSpliced(from, 1).toSpliced(to, 0, history[from]!);
        const refusal = await served(statements);
        if (refusal !== null && byRows.has(refusal)) continue;
        const messages = told(statements);
        if ((refusal === null) !== (messages.length === 0)) wrong.push(`${history[from]} moved to ${to}: the server says ${refusal}, we say ${messages.join("; ")}`);
      }
      expect(wrong).toEqual([]);
    }, 300_000);
  });
}
