import { describe, expect, it } from "vitest";
import type { Plan } from "../../../../../src/core/plan/plan.ts";
import { plans } from "../../../../../src/engines/postgresql/plans.ts";
import { nodesOf, planOf, planText, readPlan } from "./corpus.ts";

const text = planText("hash-batches.15.txt");
const json = planText("hash-batches.15.json");
const same = (pasted: string, original = text): Plan => {
  const plan = planOf(pasted);
  expect({ ...plan, raw: "", query: "", facts: {} }).toEqual({ ...planOf(original), raw: "", query: "", facts: {} });
  return plan;
};
const reason = (pasted: string): { readonly reason: string; readonly at?: number } => {
  const reading = plans.read(pasted);
  if ("plan" in reading) expect.fail("It was read.");
  return reading;
};
const eachLine = (change: (line: string, index: number) => string): string => text.trimEnd().split("\n").map(change).join("\n");
/** As a terminal of this width shows it. */
const cut = (width: number): string => text.trimEnd().split("\n").flatMap((line) => line.match(new RegExp(`.{1,${width}}`, "g")) ?? [""]).join("\n");

describe("a pasted plan", () => {
  it("is read with the prompt, the statement and the footer of psql", () => {
    const plan = same(`shop=# EXPLAIN (ANALYZE, BUFFERS) SELECT *\nshop-# FROM orders;\n   QUERY PLAN   \n-----\n${eachLine((line) => ` ${line}`)}\n(20 rows)\n\nTime: 12.3 ms\nshop=# \\q\n`);
    expect(plan.query).toBe("SELECT *\nFROM orders");
  });

  it.each([79, 80, 81, 100, 120, 132])("is read as a terminal of %i columns breaks it", (width) => {
    expect(nodesOf(planOf(cut(width)).root).map((node) => [node.operation, node.actual, node.conditions])).toEqual(nodesOf(readPlan("hash-batches.15.txt").root).map((node) => [node.operation, node.actual, node.conditions]));
  });

  it("is read with Windows line ends, indented as a whole, and with each line in quotes", () => {
    same(text.replaceAll("\n", "\r\n"));
    same(eachLine((line) => `        ${line}`));
    same(`"QUERY PLAN"\n${eachLine((line) => `"${line.replaceAll('"', '""')}"`)}`);
    same(eachLine((line) => `| ${line.padEnd(160)} |`));
  });

  it("is read with arrows at any indentation that still tells parents from children", () => {
    same(eachLine((line) => line.replace(/^ +/, (blanks) => blanks.repeat(2))));
    same(eachLine((line) => line.replace(/^ +/, (blanks) => "\t".repeat(blanks.length))));
    same(eachLine((line) => line.replace(/->  /, "-> ")));
  });

  it("is read from the log of auto_explain, with the statement and its duration", () => {
    const plan = same(`2025-03-01 10:00:00.123 UTC [4711] app@shop LOG:  duration: 685.351 ms  plan:\n\tQuery Text: SELECT count(c.email)\n\tFROM items\n${eachLine((line) => `\t${line}`)}`);
    expect(plan.query).toBe("SELECT count(c.email)\n\tFROM items");
    expect(plan.facts["Duration"]).toBe(685.351);
    const one = JSON.stringify({ "Query Text": "SELECT 1", ...(JSON.parse(json) as object[])[0] }, null, 2);
    expect(planOf(`2025-03-01 10:00:00 UTC [4711] LOG:  duration: 1.5 ms  plan:\n${one}`).query).toBe("SELECT 1");
  });

  it("is read as JSON in every wrapping that clients give it", () => {
    const [statement] = JSON.parse(json) as { Plan: object }[];
    for (const pasted of [
      JSON.stringify(statement),
      JSON.stringify(statement!.Plan),
      JSON.stringify([{ "QUERY PLAN": [statement] }]),
      JSON.stringify(json),
      JSON.stringify([{ "QUERY PLAN": json }]),
      `QUERY PLAN\n"${json.replaceAll('"', '""')}"\n`,
      ` QUERY PLAN \n------------\n${json.trimEnd().split("\n").map((line, index, all) => ` ${line.padEnd(70)}${index + 1 < all.length ? "+" : ""}`).join("\n")}\n(1 row)\n`,
      ` QUERY PLAN \n------------\n${json.trimEnd().split("\n").map((line) => ` ${line.padEnd(70)}↵`).join("\n")}\n(1 row)\n`,
    ]) {
      expect(planOf(pasted).root).toEqual(planOf(json).root);
      expect(plans.looksLike(pasted)).toBe(true);
    }
  });

  it("keeps numbers of 64 bits", () => {
    expect(planOf(planText("psql-frames.15.json")).facts["Query Identifier"]).toMatch(/^-?\d{10,}$/);
    expect(planOf(planText("psql-frames.15.json")).facts["Query Identifier"]).toBe(planOf(planText("psql-frames.15.txt")).facts["Query Identifier"]);
  });

  it("says that there were more plans, and shows the first", () => {
    expect(planOf(`${text}${planText("tiny-lookup.15.txt")}`).notes).toEqual(["The text has 2 plans; this is the first."]);
    expect(planOf(`${text}${planText("tiny-lookup.15.txt")}`).root).toEqual(planOf(text).root);
    expect(planOf(`[${JSON.stringify((JSON.parse(json) as object[])[0])}, ${JSON.stringify((JSON.parse(json) as object[])[0])}]`).notes).toHaveLength(1);
  });
});

describe("a text that is no plan", () => {
  it.each([
    ["", /empty/],
    ["  \n ", /empty/],
    ["SELECT * FROM orders", /no line names a node/],
    ["[1, 2, 3]", /no plan of PostgreSQL/],
    ['{"queryPlanner": {}}', /no plan of PostgreSQL/],
    ["- Plan:\n    Node Type: \"Seq Scan\"", /YAML.*FORMAT JSON/],
    ["<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n<Query><Plan><Node-Type>Seq Scan</Node-Type>", /XML.*FORMAT JSON/],
    ["  ->  Seq Scan on orders  (cost=0.00..7000.00 rows=300000 width=52)", /topmost node/],
  ])("%j gives the reason", (pasted, expected) => {
    expect(reason(pasted).reason).toMatch(expected);
  });

  it("tells where JSON breaks off, and where it is broken", () => {
    expect(reason(json.slice(0, 900)).reason).toMatch(/ends before it is complete/);
    const broken = json.replace('"Parallel Aware": false,', '"Parallel Aware": fa lse,');
    const { reason: why, at } = reason(broken);
    expect(why).toMatch(/cannot be read/);
    expect(Math.abs(at! - broken.indexOf("fa lse"))).toBeLessThanOrEqual(4);
  });

  it("never throws, whatever part of a plan is given", () => {
    for (const whole of [text, json, planText("psql-frames.15.wrapped.txt"), planText("merge.18.txt")]) {
      for (let end = 0; end < whole.length; end += 37) {
        for (const part of [whole.slice(0, end), whole.slice(end), whole.slice(end, end + 400)]) {
          const reading = plans.read(part);
          if ("reason" in reading) expect(reading.reason).toMatch(/\.$/);
          else expect(nodesOf(reading.plan.root).length).toBeGreaterThan(0);
        }
      }
    }
  });
});
