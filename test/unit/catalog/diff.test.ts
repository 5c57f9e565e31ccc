import { describe, expect, it } from "vitest";
import type { Difference } from "../../../src/core/catalog/diff.ts";
import { describeDifference, headlines } from "../../../src/core/catalog/diff.ts";
import { hideCredentials } from "../../../src/agent/secrets/patterns.ts";

const one = (key: string, change: Difference["change"] = "added"): Difference => ({ kind: key.split(" ")[0] ?? "", key, change, facts: [] });

describe("differences", () => {
  it("are told so that a column called password is not taken for a password", () => {
    const told = describeDifference({ ...one("column staff.password", "changed"), facts: [{ name: "collation", before: "utf8mb3_bin", after: "utf8mb4_bin" }, { name: "notNull", before: false, after: true }] });
    expect(told).toBe('column staff.password (collation was "utf8mb3_bin", is "utf8mb4_bin"; notNull was false, is true)');
    expect(hideCredentials(told)).toBe(told);
  });

  it("name a table that comes or goes once, and its parts with it", () => {
    const { shown, parts } = headlines([one("column public.a.id"), one("column public.b.x", "removed"), one("index public.a.by_id"), one("table public.a"), one("table public.c", "changed"), one("trigger public.c.t")]);
    expect(shown.map(({ key }) => key)).toEqual(["column public.b.x", "table public.a", "table public.c", "trigger public.c.t"]);
    expect(parts.get("table public.a")?.map(({ key }) => key)).toEqual(["column public.a.id", "index public.a.by_id"]);
  });
});
