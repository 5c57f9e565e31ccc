import { describe, expect, it } from "vitest";
import { findCommand } from "../../../src/agent/commands.ts";
import { confirm } from "../../../src/agent/confirm.ts";
import { Redactor } from "../../../src/agent/redact.ts";
import type { Confirmation } from "../../../src/commands/context.ts";
import { RefusedError } from "../../../src/core/errors.ts";
import { fakeHost } from "./fakeHost.ts";
import type { FakeHost } from "./fakeHost.ts";

const apply = findCommand("apply-migration")!;
const harmless: Confirmation = { title: "Apply 2 migrations", detail: "on shop", sql: ["ALTER ROLE app PASSWORD 'hunter2'"], destroys: [] };
const destructive: Confirmation = { ...harmless, destroys: [{ object: "public.orders", how: "drop", rows: 3, impact: ["view public.totals"] }] };

async function reasonOf(host: FakeHost, request: Confirmation, role: "development" | "production" = "development"): Promise<string> {
  try {
    await confirm(request, apply, role, host, new Redactor());
    return "agreed";
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedError);
    return (error as RefusedError).reason;
  }
}

describe("confirm", () => {
  it("asks in mode ask and takes no for an answer", async () => {
    const no = fakeHost();
    expect(await reasonOf(no, harmless)).toBe("declined");
    expect(no.asked.map((one) => one.how)).toEqual(["confirm"]);
    expect(await reasonOf(fakeHost({ answer: { agreed: true } }), harmless)).toBe("agreed");
  });

  it("does not ask in mode auto, but on production it does", async () => {
    const host = fakeHost({ startMode: "auto" });
    expect(await reasonOf(host, harmless)).toBe("agreed");
    expect(host.asked).toEqual([]);
    expect(await reasonOf(host, harmless, "production")).toBe("declined");
  });

  it("asks in mode auto too where one of several ways is to be chosen", async () => {
    const host = fakeHost({ startMode: "auto", answer: { agreed: true } });
    expect(await reasonOf(host, { ...harmless, choice: "Run it again with --resume." })).toBe("agreed");
    expect(host.asked.map((one) => one.how)).toEqual(["confirm"]);
    expect(await reasonOf(fakeHost({ startMode: "auto" }), { ...harmless, choice: "Run it again with --resume." })).toBe("declined");
  });

  it("asks for the object's name in every mode that may write", async () => {
    for (const startMode of ["ask", "auto"] as const) {
      const host = fakeHost({ startMode, answer: { agreed: true, typedName: "public.orders" } });
      expect(await reasonOf(host, destructive)).toBe("agreed");
      expect(host.asked.map((one) => one.how)).toEqual(["nameObject"]);
    }
  });

  it.each([
    ["run-sql", "ask", "development", true],
    ["run-sql", "auto", "development", false],
    ["run-sql", "auto", "production", true],
    ["rollback", "auto", "development", true],
  ] as const)("%s in mode %s on %s: says whether an ordinary question is due besides the name (%s)", async (command, startMode, role, confirms) => {
    const seen: unknown[] = [];
    const host = fakeHost({ startMode, ask: (_request, how) => (seen.push(how), Promise.resolve({ agreed: true, typedName: "public.orders" })) });
    await confirm(destructive, findCommand(command)!, role, host, new Redactor());
    expect(seen).toEqual([{ kind: "nameObject", name: "public.orders", confirms }]);
  });

  it("does not take a mere yes, nor another name, for a destruction", async () => {
    expect(await reasonOf(fakeHost({ startMode: "auto", answer: { agreed: true } }), destructive)).toBe("wrongName");
    expect(await reasonOf(fakeHost({ answer: { agreed: true, typedName: "orders" } }), destructive)).toBe("wrongName");
    expect(await reasonOf(fakeHost({ answer: { agreed: false, typedName: "public.orders" } }), destructive)).toBe("declined");
  });

  it("asks nothing in explore mode: the answer is no", async () => {
    const host = fakeHost({ startMode: "explore", answer: { agreed: true, typedName: "public.orders" } });
    expect(await reasonOf(host, harmless)).toBe("exploreMode");
    expect(await reasonOf(host, destructive)).toBe("exploreMode");
    expect(host.asked).toEqual([]);
  });

  it("shows no secret in the preview", async () => {
    const host = fakeHost();
    await reasonOf(host, harmless);
    expect(host.asked[0]?.request.sql).toEqual(["ALTER ROLE app PASSWORD '***'"]);
    const url = "postgres://app:hunter2pw@h/shop";
    await reasonOf(host, { title: `at ${url}`, detail: url, sql: [], destroys: [{ object: `server ${url}`, how: "drop", impact: [`subscription ${url}`] }] });
    expect(host.asked[1]?.request).toMatchObject({ title: "at postgres://***", detail: "postgres://***", destroys: [{ object: "server postgres://***", impact: ["subscription postgres://***"] }] });
  });
});
