import { expect, test } from "vitest";
import { costOf } from "../../../../src/engines/postgresql/access/design/cost.ts";

const scan = (more: object): Parameters<typeof costOf>[0] => ({ "Node Type": "Seq Scan", "Relation Name": "notes", "Total Cost": 20.5, ...more });

test("an InitPlan is computed once, and what it reads is not the table's way", () => {
  const plan = { "Node Type": "Index Scan", "Index Name": "notes_user_id_idx", "Relation Name": "notes", "Total Cost": 8.2, Plans: [{ "Node Type": "Seq Scan", "Relation Name": "members", "Parent Relationship": "InitPlan", "Total Cost": 1 }] };
  expect(costOf(plan)).toEqual({ total: 8.2, access: "index scan with notes_user_id_idx", asker: "once" });
});

test("a SubPlan is computed for each row", () => {
  expect(costOf(scan({ Plans: [{ "Node Type": "Result", "Parent Relationship": "SubPlan", "Total Cost": 0.3 }] })).asker).toBe("perRow");
});

test("a plan without either asks nobody", () => {
  expect(costOf(scan({}))).toEqual({ total: 20.5, access: "seq scan", asker: "none" });
});
