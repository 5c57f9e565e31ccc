import { describe, expect, it } from "vitest";
import { readAsked } from "../../../src/commands/security/audit/asked.ts";

type Mode = "ask" | "auto" | "explore";
type Role = "development" | "staging" | "production";

const asked = (flags: Record<string, string | true>, mode: Mode = "ask", role: Role = "development") => readAsked({ mode, role, now: () => new Date("2026-11-22T10:00:00Z") }, { args: { scope: "full" }, flags });

describe("how much is tried", () => {
  it.each([
    [{}, "ask", "development", "worst"],
    [{}, "auto", "staging", "worst"],
    [{ witness: true }, "ask", "production", "all"],
    [{}, "ask", "production", "none"],
    [{}, "explore", "development", "none"],
    [{ "no-witness": true }, "ask", "development", "none"],
    [{ baseline: true }, "ask", "development", "none"],
    [{ baseline: true, witness: true }, "ask", "development", "all"],
  ] as const)("%j in mode %s on %s: %s", (flags, mode, role, how) => {
    expect(asked(flags, mode, role).witness.how).toBe(how);
  });

  it("is not decided by two words, nor against the mode", () => {
    expect(() => asked({ witness: true, "no-witness": true })).toThrow("exclude each other");
    expect(() => asked({ witness: true }, "explore")).toThrow(expect.objectContaining({ reason: "exploreMode" }) as Error);
  });
});

describe("a dismissal", () => {
  it("needs a reason, and a day that is to come", () => {
    expect(asked({ dismiss: " rls/off a ", reason: " known ", until: "2026-11-22" }).dismiss).toEqual({ key: "rls/off a", reason: "known", until: "2026-11-22" });
    expect(asked({ dismiss: "rls/off a", reason: "known" }).dismiss).toEqual({ key: "rls/off a", reason: "known" });
    expect(() => asked({ dismiss: "rls/off a" })).toThrow("needs a reason");
    expect(() => asked({ dismiss: "rls/off a", reason: "  " })).toThrow("needs a reason");
    for (const until of ["2026-02-30", "tomorrow", "2026-1-1", "20261122"]) expect(() => asked({ dismiss: "a", reason: "b", until })).toThrow("day of the calendar");
    expect(() => asked({ dismiss: "a", reason: "b", until: "2026-11-21" })).toThrow("over already");
  });

  it("is what reason and until are about", () => {
    expect(() => asked({ reason: "b" })).toThrow("--reason says something about a dismissal");
    expect(() => asked({ until: "2027-01-01" })).toThrow("--until says something about a dismissal");
    expect(() => asked({ dismiss: "a", reason: "b", baseline: true })).toThrow("--dismiss and --baseline are two decisions");
    expect(() => asked({ dismiss: "a", reason: "b", undismiss: "c", baseline: true })).toThrow("three decisions");
    expect(asked({ undismiss: " rls/off a " })).toMatchObject({ undismiss: "rls/off a", witness: { how: "none" } });
  });
});
