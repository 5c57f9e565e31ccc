import { describe, expect, test } from "vitest";
import { dryRun } from "../../../src/commands/migration/dryRun.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { Finding } from "../../../src/core/report/report.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { runCommand } from "../apply/context.ts";
import { open, type Rig } from "../apply/rig.ts";
import { engines } from "../engines.ts";
import type { EngineFixture } from "../fixture/fixture.ts";

type Fate = "refused" | "changed" | "kept";

interface Case {
  readonly from: string;
  /** What every other row holds, and the one outside of the sample. */
  readonly usual: string;
  readonly odd: string;
  readonly to: string;
  readonly strict: Fate;
  /** With a sql_mode that is not strict. */
  readonly lenient: Fate;
}

const cases: readonly Case[] = [
  { from: "varchar(255)", usual: "'short'", odd: "'much longer'", to: "varchar(10)", strict: "refused", lenient: "changed" },
  { from: "varchar(255)", usual: "'short'", odd: "'exactly 10'", to: "varchar(10)", strict: "kept", lenient: "kept" },
  { from: "varchar(255)", usual: "'short'", odd: "'short     spaces'", to: "varchar(20)", strict: "kept", lenient: "kept" },
  { from: "varchar(255)", usual: "'short'", odd: "'short             '", to: "varchar(10)", strict: "changed", lenient: "changed" },
  { from: "varchar(20)", usual: "'short'", odd: "'short '", to: "char(20)", strict: "changed", lenient: "changed" },
  { from: "longtext", usual: "'short'", odd: "repeat('x', 300)", to: "tinytext", strict: "refused", lenient: "changed" },
  { from: "text", usual: "'12'", odd: "'twelve'", to: "int", strict: "refused", lenient: "changed" },
  { from: "text", usual: "'12'", odd: "'4294967296'", to: "int", strict: "refused", lenient: "changed" },
  { from: "varchar(20)", usual: "'12'", odd: "'0012'", to: "int", strict: "changed", lenient: "changed" },
  { from: "varchar(20)", usual: "'12'", odd: "'-12'", to: "int", strict: "kept", lenient: "kept" },
  { from: "int", usual: "7", odd: "128", to: "tinyint", strict: "refused", lenient: "changed" },
  { from: "int", usual: "7", odd: "-1", to: "int unsigned", strict: "refused", lenient: "changed" },
  { from: "bigint", usual: "7", odd: "-32768", to: "smallint", strict: "kept", lenient: "kept" },
  { from: "decimal(10,2)", usual: "1.50", odd: "1.55", to: "decimal(10,1)", strict: "changed", lenient: "changed" },
  { from: "decimal(10,2)", usual: "1.50", odd: "1000.00", to: "decimal(5,2)", strict: "refused", lenient: "changed" },
  { from: "decimal(10,2)", usual: "1.00", odd: "1.50", to: "int", strict: "changed", lenient: "changed" },
  { from: "double", usual: "1", odd: "1.25", to: "int", strict: "changed", lenient: "changed" },
  { from: "varchar(20)", usual: "'1.5'", odd: "'x'", to: "decimal(5,2)", strict: "refused", lenient: "changed" },
  { from: "int", usual: "7", odd: "1234", to: "varchar(3)", strict: "refused", lenient: "changed" },
  { from: "enum('new','paid','gone')", usual: "'new'", odd: "'gone'", to: "enum('new','paid')", strict: "refused", lenient: "changed" },
  { from: "enum('new','it''s')", usual: "'new'", odd: "'it''s'", to: "enum('it''s','new')", strict: "kept", lenient: "kept" },
  { from: "varchar(10)", usual: "'new'", odd: "'other'", to: "enum('new','paid')", strict: "refused", lenient: "changed" },
  { from: "varchar(10)", usual: "'new'", odd: "'2'", to: "enum('new','paid')", strict: "changed", lenient: "changed" },
  { from: "set('a','b','c')", usual: "'a'", odd: "'a,c'", to: "set('a','b')", strict: "refused", lenient: "changed" },
  { from: "varchar(20) CHARACTER SET utf8mb4", usual: "'plain'", odd: "_utf8mb4 x'f09f9880'", to: "varchar(20) CHARACTER SET latin1", strict: "refused", lenient: "changed" },
  { from: "varchar(20) CHARACTER SET utf8mb4", usual: "'plain'", odd: "_utf8mb4 x'c3bc'", to: "varchar(20) CHARACTER SET latin1", strict: "kept", lenient: "kept" },
  { from: "varbinary(20)", usual: "x'61'", odd: "x'ff'", to: "varchar(20) CHARACTER SET utf8mb4", strict: "refused", lenient: "changed" },
  { from: "varbinary(20)", usual: "x'61'", odd: "x'616263'", to: "varbinary(2)", strict: "refused", lenient: "changed" },
  { from: "datetime(6)", usual: "'2024-01-01 10:00:00'", odd: "'2024-01-01 10:00:00.25'", to: "datetime", strict: "changed", lenient: "changed" },
  { from: "datetime", usual: "'2024-01-01 00:00:00'", odd: "'2024-01-01 10:00:00'", to: "date", strict: "changed", lenient: "changed" },
  { from: "datetime", usual: "'2024-01-01 00:00:00'", odd: "'1950-01-01 00:00:00'", to: "timestamp NULL", strict: "refused", lenient: "changed" },
  { from: "varchar(30)", usual: "'2024-01-01'", odd: "'soon'", to: "date", strict: "refused", lenient: "changed" },
  { from: "varchar(30)", usual: "'2024-01-01'", odd: "'2024-02-29'", to: "date", strict: "kept", lenient: "kept" },
  { from: "text", usual: "'{}'", odd: "'no json'", to: "json", strict: "refused", lenient: "refused" },
  { from: "int NULL", usual: "7", odd: "NULL", to: "int NOT NULL", strict: "refused", lenient: "changed" },
  { from: "varchar(20) NULL", usual: "'a'", odd: "NULL", to: "varchar(10)", strict: "kept", lenient: "kept" },
];

const servers = engines.filter(({ dialect }) => dialect === "mysql" || dialect === "mariadb");
test("a MySQL and a MariaDB server are named by the environment", () => expect(servers.map(({ dialect }) => dialect).sort()).toEqual(["mariadb", "mysql"]));

const digits = "WITH digits AS (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
const outside = 600;
const modification = (at: number): string => `MODIFY c${at} ${cases[at]!.to}`;
const rulesOf = (findings: readonly Finding[] = []): Finding[] => findings.filter(({ rule }) => rule === "dry-run/shut-out" || rule === "dry-run/values-changed" || rule === "dry-run/sampled");

/** A column for every case, in a table of which a sample does not hold row 600. */
async function seeded(engine: EngineFixture, files: Readonly<Record<string, string>>): Promise<Rig> {
  const rig = await open(engine, files);
  for (const sql of [
    `CREATE TABLE items (id int PRIMARY KEY, ${cases.map(({ from }, at) => `c${at} ${from}`).join(", ")})`,
    `INSERT INTO items ${digits} SELECT a.d * 1000 + b.d * 100 + c.d * 10 + e.d, ${cases.map(({ usual }) => usual).join(", ")} FROM digits a, digits b, digits c, digits e WHERE a.d * 1000 + b.d * 100 + c.d * 10 + e.d < 1200`,
    `UPDATE items SET ${cases.map(({ odd }, at) => `c${at} = ${odd}`).join(", ")} WHERE id = ${outside}`,
  ]) await rig.session.run(sql);
  return rig;
}

/** What the server does with the odd value. */
async function fateOf(session: Session, at: number): Promise<Fate> {
  const shown = async (): Promise<string> => JSON.stringify((await session.run(`SELECT ${cases[at]!.from.startsWith("varbinary") ? `HEX(c${at})` : `CONCAT(CONVERT(c${at} USING utf8mb4), '|')`} FROM items WHERE id = ${outside}`)).rows);
  const before = await shown();
  try {
    await session.run(`ALTER TABLE items ${modification(at)}`);
  } catch (error) {
    expect(error, modification(at)).toMatchObject({ kind: "statement" });
    return "refused";
  }
  return (await shown()) === before ? "kept" : "changed";
}

describe.each(servers)("type changes of rows outside of the sample, on $name", (engine) => {
  test.each(["strict", "lenient"] as const)("what the dry-run says of each is what the server then does (%s sql_mode)", { timeout: 120_000 }, async (mode) => {
    const sqlMode = mode === "strict" ? "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION" : "NO_ENGINE_SUBSTITUTION";
    const rig = await seeded(engine, { "migrations/001_types.up.sql": `SET SESSION sql_mode = '${sqlMode}';\nALTER TABLE items ${cases.map((_, at) => modification(at)).join(", ")};\n` });
    const before = fingerprint(await rig.session.catalog());
    const { findings } = await runCommand(dryRun, rig.asked, { path: "migrations" });
    expect(findings?.filter(({ rule }) => rule === "dry-run/statement-failed")).toEqual([]);
    const found = rulesOf(findings);
    expect(fingerprint(await rig.session.catalog())).toBe(before);
    const told = (at: number): Fate => {
      const own = found.filter(({ message }) => new RegExp(`\\bitems\\.c${at}\\b|\\bc${at} of items\\b`).test(message));
      expect(own.length, modification(at)).toBeLessThan(2);
      for (const one of own) expect(one).toMatchObject({ range: { start: { line: 1 } }, object: "items", evidence: [{ text: `id = ${outside}` }], message: expect.stringMatching(/^1 row of items/) as unknown });
      return own.length === 0 ? "kept" : own[0]!.rule === "dry-run/shut-out" ? "refused" : "changed";
    };
    await rig.session.run(`SET SESSION sql_mode = '${sqlMode}'`);
    const table: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const [at, one] of cases.entries()) {
      const key = `${one.from} -> ${one.to}: ${one.odd}`;
      table[key] = { told: told(at), done: await fateOf(rig.session, at) };
      expected[key] = { told: one[mode], done: one[mode] };
    }
    expect(table).toEqual(expected);
  });
});
