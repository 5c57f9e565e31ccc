import { describe, expect, it } from "vitest";
import type { Effect } from "../../../src/agent/commands.ts";
import { decide } from "../../../src/agent/permission.ts";
import type { ConnectionRole, PermissionMode } from "../../../src/agent/permissionMode.ts";
import { nextMode } from "../../../src/agent/permissionMode.ts";

const modes: readonly PermissionMode[] = ["ask", "auto", "explore"];
const roles: readonly ConnectionRole[] = ["development", "staging", "production"];

describe("decide", () => {
  it.each<[PermissionMode, Effect, ConnectionRole, boolean, string]>([
    ["ask", "writesDatabase", "development", false, "confirm"],
    ["auto", "writesDatabase", "development", false, "allow"],
    ["auto", "writesDatabase", "staging", false, "allow"],
    ["auto", "writesDatabase", "production", false, "confirm"],
    ["explore", "writesDatabase", "development", false, "refuse"],
    ["ask", "writesDatabase", "development", true, "nameObject"],
    ["auto", "writesDatabase", "development", true, "nameObject"],
    ["auto", "writesDatabase", "production", true, "nameObject"],
    ["explore", "destroys", "development", true, "refuse"],
    ["auto", "destroys", "development", false, "confirm"],
    ["ask", "writesFiles", "production", false, "allow"],
    ["explore", "writesFiles", "development", false, "allow"],
    ["explore", "read", "production", false, "allow"],
    ["explore", "read", "development", true, "refuse"],
  ])("%s %s %s destroys=%s: %s", (mode, effect, role, destroys, decision) => {
    expect(decide({ mode, effect, role, destroys })).toBe(decision);
  });

  it("never lets a destruction pass without its name", () => {
    for (const mode of modes) for (const role of roles) for (const effect of ["read", "writesFiles", "writesDatabase", "destroys"] as const) {
      expect(["nameObject", "refuse"]).toContain(decide({ mode, role, effect, destroys: true }));
    }
  });

  it("never lets explore write", () => {
    for (const role of roles) for (const destroys of [true, false]) for (const effect of ["writesDatabase", "destroys"] as const) {
      expect(decide({ mode: "explore", role, effect, destroys })).toBe("refuse");
    }
  });
});

describe("nextMode", () => {
  it("cycles ask > auto > explore > ask", () => {
    expect(modes.map(nextMode)).toEqual(["auto", "explore", "ask"]);
  });
});
