import { describe, expect, test } from "vitest";
import { plans } from "../../../../src/engines/sqlite/plans.ts";
import { names, nodesOf, outline, planNamed, planOf } from "./shop.ts";

describe("every real plan", () => {
  test.each(names)("%s is read whole", (name) => {
    const plan = planNamed(name);
    expect(plans.looksLike(plan.raw)).toBe(true);
    expect(nodesOf(plan).filter((node) => node.kind === "other")).toEqual([]);
    expect(nodesOf(plan).map((node) => node.id)).toEqual(nodesOf(plan).map((_, at) => at));
    expect(nodesOf(plan).length).toBeGreaterThan(1);
    expect(plan.notes.filter((note) => note.startsWith("What is not of the plan")).length).toBe(name === "shell-eqp" ? 1 : 0);
  });

  test("there are enough of them", () => expect(names.length).toBeGreaterThanOrEqual(20));

  test("an analysed one has rows and time of the whole, and says that it has no more", () => {
    const plan = planNamed("group-by-sorted");
    expect(plan).toMatchObject({ executed: true, root: { actual: { loops: 1, rows: 2 } }, notes: [], facts: { counted: expect.stringContaining("counts nothing for each step") as string } });
    expect(plan.executionMs).toBe(plan.root.actual?.exclusiveMs);
    expect(plan.facts["tables"]).toEqual({ orders: { rows: 10000, more: true, analysed: null } });
    expect(planNamed("in-subquery-analysed").facts["tables"]).toMatchObject({ customers: { rows: 4000, more: false, analysed: 4000 } });
  });

  test("the same plan is the same in every mode of the shell", () => {
    const wanted = ["SEARCH orders orders_customer_placed (customer_id=?)", "SUBQUERY LIST SUBQUERY 1", "  SCAN customers"];
    for (const mode of ["list", "table", "box", "csv", "json", "column", "line", "tabs", "markdown", "tree"]) expect(outline(planNamed(`shell-${mode}`)), mode).toEqual(wanted);
  });

  test(".expert tells its indexes beside the plan, not its candidates", () => {
    expect(planNamed("shell-expert").facts["proposedIndexes"]).toEqual(planNamed("shell-expert-verbose").facts["proposedIndexes"]);
    expect(planNamed("shell-expert").facts["proposedIndexes"]).toHaveLength(1);
    expect(planNamed("shell-expert-none").facts["proposedIndexes"]).toEqual([]);
  });
});

test("an alias is led back to its table where the statement is known", () => {
  expect(nodesOf(planNamed("join")).flatMap((node) => (node.relation === undefined ? [] : [node.relation]))).toEqual([{ name: "customers", alias: "c" }, { name: "orders", alias: "o" }]);
});

test("counters of .scanstats, new and old", () => {
  const plan = planOf("QUERY PLAN (cycles=1000 [100%])\n|--SCAN t (cycles=900 [90%] loops=1 rows=5000)\n`--SEARCH u USING INDEX i (a=?) (cycles=100 [10%] loops=5000 rows=20 rpl=0.0 est=1.5)\n");
  expect(plan).toMatchObject({ executed: true, facts: { cycles: 1000 }, root: { children: [{ actual: { loops: 1, rows: 5000 }, facts: { cycles: 900 } }, { index: "i", conditions: [{ text: "a=?" }], actual: { loops: 5000, rows: 20 }, estimate: { rows: 1.5 } }] } });
  const old = planOf("-------- scanstats --------\nLoop  1: SCAN t\n         nLoop=1        nRow=5000     estRow=1048576  estRow/Loop=1.04858e+06\nLoop  2: SEARCH u USING INDEX i (a=?)\n         nLoop=5000     nRow=20       estRow=50000    estRow/Loop=10\n---------------------------\n");
  expect(old).toMatchObject({ form: ".scanstats, before 3.41", root: { children: [{ actual: { rows: 5000 } }, { index: "i", estimate: { rows: 10 } }] } });
});

test("rows of versions before 3.24 stand below the SELECT that names them", () => {
  const plan = planOf("0|0|0|SCAN TABLE t1 (~100000 rows)\n0|0|0|EXECUTE CORRELATED SCALAR SUBQUERY 1\n1|0|0|SEARCH TABLE t2 AS x USING COVERING INDEX i (b=?) (~10 rows)\n0|0|0|USE TEMP B-TREE FOR ORDER BY\n");
  expect(outline(plan)).toEqual(["SCAN t1", "CORRELATED SUBQUERY CORRELATED SCALAR SUBQUERY 1", "  SEARCH t2 i (b=?)", "USE TEMP B-TREE (ORDER BY)"]);
  expect(plan.root.children[0]?.estimate.rows).toBe(100000);
  expect(plan.root.children[1]?.children[0]).toMatchObject({ relation: { name: "t2", alias: "x" }, facts: { covering: true } });
  expect(outline(planOf("1|0|0|SCAN TABLE t1\n2|0|0|SCAN TABLE t2\n0|0|0|COMPOUND SUBQUERIES 1 AND 2 USING TEMP B-TREE (UNION)"))).toEqual(["COMPOUND QUERY SUBQUERIES 1 AND 2 USING TEMP B-TREE (UNION)", "  SCAN t1", "  SCAN t2"]);
});

test("names with blanks, brackets and words of the plan stay whole", () => {
  expect(planOf('`--SEARCH order lines USING INDEX my index (a b=? AND c>?)').root.children[0]).toMatchObject({ relation: { name: "order lines" }, index: "my index", conditions: [{ text: "a b=? AND c>?" }] });
  expect(planOf("`--SCAN odd (one)").root.children[0]).toMatchObject({ relation: { name: "odd (one)" }, conditions: [] });
});

test.each([
  ["", 0, /no text/],
  ["  \nhello", 3, /no plan of SQLite/],
  ["addr  opcode  p1\n0     Init    0", 0, /virtual machine/],
  ['{"queryPlanner": {}}', 0, /no plan/],
  ["[1, 2]", 0, /no plan/],
  ["CREATE TABLE t (a);", 0, /no plan/],
])("%j is no plan, and it says why", (text, at, reason) => {
  expect(plans.read(text)).toMatchObject({ reason: expect.stringMatching(reason) as string, at });
  expect(plans.looksLike(text)).toBe(false);
});

test("no text makes it throw, and rows that name each other end", () => {
  for (const text of ["1|2|0|SCAN a\n2|1|0|SCAN b", "1|1|0|SCAN a\n1|1|0|SCALAR SUBQUERY 1", "|--\n`--", "`--\u0000", "QUERY PLAN", "0|0|0|EXECUTE LIST SUBQUERY 1\n1|0|0|EXECUTE LIST SUBQUERY 2\n2|0|0|EXECUTE LIST SUBQUERY 1", "   |--SCAN deep\n`--SCAN t", '[{"id": 1, "detail": 7}]']) {
    expect(() => plans.read(text)).not.toThrow();
  }
});
