import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanNode } from "../../../../src/core/plan/plan.ts";
import { readPlan, looksLikePlan } from "../../../../src/engines/mysql/plan/read.ts";
import { nodesOf, planFiles, planOf, planText } from "./fixtures.ts";

const formOf: Readonly<Record<string, string>> = {
  "mysql.v1.json": "MySQL JSON, version 1", "mysql.v2.json": "MySQL JSON, version 2", "mysql.analyze.json": "MySQL JSON, version 2", "mysql.tree.txt": "MySQL tree", "mysql.analyze.txt": "MySQL tree",
  "mysql.table.txt": "MySQL table", "mariadb.json": "MariaDB JSON", "mariadb.analyze.json": "MariaDB JSON", "mariadb.table.txt": "MariaDB table", "mariadb.analyze.txt": "MariaDB table",
};

/** What a plan is apart from how it was pasted. */
const essence = (file: string, text: string): unknown => {
  const reading = readPlan(text);
  if (!("plan" in reading)) return reading;
  const { raw: _raw, ...rest } = reading.plan;
  return { file, ...rest };
};

describe("reading plans", () => {
  test("every plan of the corpus is read as what it is", () => {
    expect(planFiles.length).toBeGreaterThan(500);
    for (const file of planFiles) {
      const plan = planOf(file);
      const form = file.slice(file.indexOf(".") + 1);
      expect(plan.form, file).toBe(formOf[form]);
      expect(plan.dialect, file).toBe(form.startsWith("mysql") ? "mysql" : "mariadb");
      // MariaDB tells of a statement whose rows were never asked for that it was executed only by what it ran.
      const empty = /^(?:impossible|min-optimized|no-such-row)\./.test(file);
      if (!empty) expect(plan.executed, file).toBe(form.includes("analyze"));
      expect(looksLikePlan(planText(file)), file).toBe(true);
      expect(nodesOf(plan.root).filter((node) => node.kind === "other" && !/^(?:Repeat until convergence|Subquery cache|Limit table size)/.test(node.operation)).map((node) => node.operation), file).toEqual([]);
    }
  });

  test("nodes are numbered in the order in which a reader meets them", () => {
    for (const file of planFiles) expect(nodesOf(planOf(file).root).map((node) => node.id), file).toEqual(nodesOf(planOf(file).root).map((_node, at) => at));
  });

  test("in every executed plan the parts make the whole and none is negative", () => {
    const timed = planFiles.filter((file) => planOf(file).root.actual?.ms !== undefined);
    expect(timed.length).toBeGreaterThan(150);
    for (const file of timed) {
      const { root } = planOf(file);
      const own = nodesOf(root).map((node) => node.actual?.exclusiveMs ?? 0);
      expect(Math.min(...own), file).toBeGreaterThanOrEqual(0);
      expect(own.reduce((sum, one) => sum + one, 0), file).toBeCloseTo(root.actual?.ms ?? -1, 6);
      for (const node of nodesOf(root)) expectBounds(node, file);
    }
  });

  test("the whole is what the server says that it is", () => {
    for (const file of planFiles.filter((name) => name.endsWith("mariadb.analyze.json"))) {
      const told = /"query_block": \{\s*"select_id": 1,\s*(?:"r_loops": 1,\s*)?"r_total_time_ms": ([\d.e-]+)/.exec(planText(file))?.[1];
      if (told !== undefined && !planText(file).includes("union_result")) expect(Math.abs((planOf(file).root.actual?.ms ?? 0) / Number(told) - 1), file).toBeLessThan(0.1);
    }
    for (const file of planFiles.filter((name) => name.endsWith("mysql.analyze.txt"))) {
      const told = /^-> .*\(actual time=\S+?\.\.([\d.e+-]+) rows=\S+ loops=1\)\n?(?!-> )(?:\s+->[^\n]*\n)*$/.exec(planText(file))?.[1];
      if (told !== undefined) expect(Math.abs((planOf(file).root.actual?.ms ?? 0) / Number(told) - 1), file).toBeLessThan(0.03);
    }
  });

  test("how a client shows a plan makes no difference", () => {
    for (const file of planFiles.filter((name) => !name.includes(".table.") && !name.endsWith("mariadb.analyze.txt"))) {
      const text = planText(file).trimEnd();
      const plain = essence(file, text);
      const oneLine = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
      const shown = [
        `mysql> EXPLAIN ANALYZE SELECT 1\n    -> FROM t;\n+---------+\n| EXPLAIN |\n+---------+\n| ${text}   |\n+---------+\n1 row in set (0.03 sec)\n`,
        `*************************** 1. row ***************************\nEXPLAIN: ${text}\n1 row in set, 1 warning (0.00 sec)\n`,
        `EXPLAIN\n${text.startsWith("->") ? oneLine : text}\n`,
        text.split("\n").map((line) => `| ${line} |`).join("\n").replace(/^/, "+---+\n| EXPLAIN |\n+---+\n"),
        text.replaceAll("\n", "\r\n"),
        JSON.stringify([{ EXPLAIN: text }]),
      ];
      for (const one of shown) expect(essence(file, one), `${file}\n${one.slice(0, 300)}`).toEqual(plain);
    }
  });

  test("a table is read between tabs, in frames and after \\G alike", () => {
    for (const file of planFiles.filter((name) => name.includes(".table."))) {
      const rows = planText(file).split("\n").filter((line) => line.startsWith("|")).map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()));
      const plain = essence(file, planText(file));
      expect(essence(file, rows.map((row) => row.join("\t")).join("\n")), file).toEqual(plain);
      const [names = [], ...values] = rows;
      expect(essence(file, values.map((row, at) => `*************************** ${at + 1}. row ***************************\n${row.map((cell, column) => `${names[column] ?? ""}: ${cell}`).join("\n")}`).join("\n")), file).toEqual(plain);
    }
  });

  test("what is no plan gives the reason and where", () => {
    expect(readPlan("  SELECT 1")).toMatchObject({ reason: expect.stringContaining('begins with "SELECT 1"') as string, at: 2 });
    expect(readPlan("")).toMatchObject({ reason: expect.stringContaining("empty") as string });
    expect(readPlan('{"Plan": {"Node Type": "Seq Scan"}}')).toMatchObject({ reason: expect.stringContaining("neither query_block nor query_plan") as string });
    const cut = planText("five-tables.mysql.v1.json").slice(0, 900);
    expect(readPlan(cut)).toMatchObject({ reason: expect.stringContaining("breaks off") as string, at: expect.closeTo(900, -2) as number });
    expect(readPlan("->  Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)")).toMatchObject({ reason: expect.any(String) as string });
    expect(readPlan("-> <not executable by iterator executor>\n")).toMatchObject({ reason: expect.stringContaining("explain_json_format_version = 1") as string, at: 3 });
    expect(readPlan("id\tparent\n1\t2")).toMatchObject({ reason: expect.any(String) as string });
  });

  test("any text gives a plan or a reason", () => {
    const pieces = fc.constantFrom("-> ", "Filter: ", "(cost=1 rows=", "{", "}", '"query_block":', '"table":', "\n", "| ", "+---+", "*** 1. row ***", "id\tselect_type\n", "select_type", "[", '"nested_loop":', "null", "1", "loops=0)", ":", ",", "EXPLAIN: ");
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""))), (text) => {
      const reading = readPlan(text);
      expect("plan" in reading ? reading.plan.root.id : reading.reason.length).toBeGreaterThanOrEqual(0);
    }), { numRuns: 500 });
  });
});

function expectBounds(node: PlanNode, file: string): void {
  const { actual } = node;
  if (actual === undefined) return;
  expect(actual.loops, file).toBeGreaterThanOrEqual(0);
  if (actual.loops === 0) expect(actual.exclusiveMs ?? 0, `${file} ${node.id}`).toBe(0);
  for (const { rows } of actual.discarded) expect(rows, file).toBeGreaterThanOrEqual(0);
}
