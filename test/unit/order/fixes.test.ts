import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrange, moved } from "../../../src/core/order/arrange.ts";
import { renameFix } from "../../../src/core/order/folderFix.ts";
import { nameTrap } from "../../../src/core/order/nameTrap.ts";
import { applied, check, problems } from "./check.ts";

const fixed = (sql: string): string => applied(sql, check({ "a.sql": sql }).findings.find((finding) => finding.fix !== undefined)?.fix?.edits);

describe("the order of statements", () => {
  it("moves a statement with its comments, and nothing else", () => {
    const sql = "-- The file\n\n-- quick\nCREATE INDEX i ON t (a); -- by a\n\n-- things\nCREATE TABLE t (\n  a int\n);\nCREATE TABLE u (a int);\n";
    expect(fixed(sql)).toBe("-- The file\n\n\n-- things\nCREATE TABLE t (\n  a int\n);\n-- quick\nCREATE INDEX i ON t (a); -- by a\nCREATE TABLE u (a int);\n");
  });

  it("ends a last statement that had no semicolon", () => {
    expect(fixed("CREATE INDEX i ON t (a);\nCREATE TABLE t (a int)")).toBe("CREATE TABLE t (a int);\nCREATE INDEX i ON t (a);\n");
  });

  it("does not move across BEGIN and COMMIT when it need not", () => {
    expect(fixed("CREATE TABLE x (a int);\nBEGIN;\nCREATE INDEX i ON t (a);\nCREATE TABLE t (a int);\nCOMMIT;\n")).toBe("CREATE TABLE x (a int);\nBEGIN;\nCREATE TABLE t (a int);\nCREATE INDEX i ON t (a);\nCOMMIT;\n");
  });

  it("takes along what the moved statement needs", () => {
    const sql = "CREATE VIEW v AS SELECT a FROM s.t;\nCREATE SCHEMA s;\nCREATE TYPE s.m AS ENUM ('x');\nCREATE TABLE s.t (a s.m);\n";
    expect(problems(fixed(sql))).toEqual([]);
  });

  it("leaves files alone that cannot be moved as text", () => {
    expect(check({ "a.sql": "CREATE INDEX i ON t (a);\n\\connect other\nCREATE TABLE t (a int);" }).findings[0]?.fix).toBeUndefined();
    expect(check({ "a.sql": "CREATE INDEX i ON t (a);\nCREATE TABLE t (a int);\nSELECT FROM FROM;" }).findings.every((finding) => finding.fix === undefined)).toBe(true);
  });

  it("says when no order works", () => {
    const sql = "CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b);\nCREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);";
    expect(problems(sql)).toEqual(["error cycle table b 0:53", "error used-before-created table b 0:53"]);
  });

  const statements = [
    "CREATE SCHEMA s", "CREATE TYPE s.m AS ENUM ('a;b')", "-- about t\nCREATE TABLE s.t (id int PRIMARY KEY, m s.m)", "CREATE TABLE s.u (id int REFERENCES s.t (id))", "CREATE VIEW s.v AS SELECT id FROM s.t",
    "CREATE INDEX i ON s.t (m)", "COMMENT ON VIEW s.v IS 'x'", "CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN; RETURN NEW; END $$", "CREATE TRIGGER g BEFORE INSERT ON s.u EXECUTE FUNCTION s.f()", "SELECT 1 -- odd",
  ];

  it("repairs any shuffle, and loses no text", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(statements, { minLength: statements.length }), fc.constantFrom("\n", "\r\n"), (shuffled, eol) => {
        const sql = `${shuffled.join(`;${eol}`)};${eol}`.replace(/-- odd;/, "-- odd\n;");
        const found = check({ "a.sql": sql }).findings;
        if (found.length === 0) return;
        const text = applied(sql, found.find((finding) => finding.fix !== undefined)?.fix?.edits);
        expect([...text].sort()).toEqual([...sql].sort());
        expect(problems(text)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the order of files", () => {
  it("is found across files", () => {
    const result = check({ "001_a.sql": "CREATE INDEX i ON t (a);", "002_b.sql": "CREATE TABLE x (a int);", "003_c.sql": "CREATE TABLE t (a int);" });
    expect(result.fileOrder.map((index) => ["a", "b", "c"][index])).toEqual(["c", "a", "b"]);
    expect(result.findings[0]?.message).toBe("CREATE INDEX uses table t, which is created only later by CREATE TABLE in 003_c.sql line 1.");
  });

  it("says when files need each other", () => {
    const result = check({ "1.sql": "CREATE TABLE a (x int); CREATE INDEX i ON b (x);", "2.sql": "CREATE TABLE b (x int); CREATE INDEX j ON a (x);" });
    expect(result.findings.map((finding) => finding.rule)).toEqual(["order/cycle", "order/used-before-created"]);
  });

  it("follows what was dropped in an earlier file", () => {
    expect(check({ "1.sql": "CREATE TABLE a (x int);", "2.sql": "DROP TABLE a;", "3.sql": "ALTER TABLE a ADD y int;" }).findings.map((finding) => finding.rule)).toEqual(["order/used-after-dropped"]);
    expect(check({ "1.sql": "CREATE TEMP TABLE a (x int);", "2.sql": "CREATE TEMP TABLE a (x int);" }).findings).toEqual([]);
  });

  it("deals the numbers out anew, with the down scripts", () => {
    const renames = renameFix(["m/001_a.up.sql", "m/002_b.up.sql", "m/003_c.up.sql"], [2, 0, 1], (file) => [file.replace(".up.", ".down.")])?.renames;
    expect(renames?.filter(({ from }) => from.includes(".up."))).toEqual([
      { from: "m/003_c.up.sql", to: "m/001_c.up.sql" }, { from: "m/001_a.up.sql", to: "m/002_a.up.sql" }, { from: "m/002_b.up.sql", to: "m/003_b.up.sql" },
    ]);
    expect(renames?.length).toBe(6);
    expect(renameFix(["a.sql", "b.sql"], [1, 0], () => [])).toBeUndefined();
  });

  it("knows names that sort otherwise than they count", () => {
    expect(nameTrap(["1_a.sql", "2_b.sql", "10_c.sql"])).toEqual({ first: "2_b.sql", then: "10_c.sql" });
    expect(nameTrap(["001_a.sql", "002_b.sql", "010_c.sql"])).toBeUndefined();
  });
});

describe("arrange", () => {
  const graphs = fc.integer({ min: 1, max: 25 }).chain((count) =>
    fc.tuple(fc.constant(count), fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).map(([before, after]) => ({ before, after })), { maxLength: 40 })),
  );

  it("keeps every edge, or shows a cycle", () => {
    fc.assert(
      fc.property(graphs, ([count, edges]) => {
        const found = arrange(count, edges);
        if ("cycle" in found) {
          found.cycle.forEach((node, index) => {
            const next = found.cycle[(index + 1) % found.cycle.length]!;
            expect(edges.some(({ before, after }) => before === next && after === node)).toBe(true);
          });
        } else {
          expect([...found.order].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
          for (const { before, after } of edges) if (before !== after) expect(found.order.indexOf(before)).toBeLessThan(found.order.indexOf(after));
        }
      }),
    );
  });

  it("moves as little as possible", () => {
    expect(moved([0, 1, 2])).toEqual([]);
    const late = arrange(5, [{ before: 4, after: 1 }]);
    expect("order" in late && moved(late.order)).toHaveLength(1);
  });
});
