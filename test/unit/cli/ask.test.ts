import { describe, expect, it } from "vitest";
import { ask } from "../../../src/cli/ask.ts";
import type { Asker } from "../../../src/cli/ask.ts";
import type { Confirmation } from "../../../src/commands/context.ts";
import { CancelledError, RefusedError } from "../../../src/core/errors.ts";

const request: Confirmation = { title: "Drop it", detail: "on shop", sql: ["DROP TABLE orders"], destroys: [{ object: "public.orders", how: "drop", rows: 3, impact: ["view public.totals"] }] };
const byName = { kind: "nameObject", name: "public.orders", confirms: true } as const;
const plain = { kind: "confirm" } as const;
const never = new AbortController().signal;

function terminal(interactive: boolean, answer?: string): Asker & { readonly said: string[] } {
  const said: string[] = [];
  return { interactive, said, log: (line) => said.push(line), question: (text) => (said.push(text), Promise.resolve(answer)) };
}

const flags = (yes: boolean, allowDestructive: boolean) => ({ yes, allowDestructive });

async function refusal(work: Promise<unknown>): Promise<RefusedError> {
  const error: unknown = await work.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RefusedError);
  return error as RefusedError;
}

describe("without a terminal", () => {
  it("takes --yes for an ordinary question and refuses without it", async () => {
    expect(await ask(request, plain, flags(true, false), terminal(false), never)).toEqual({ agreed: true });
    expect(await refusal(ask(request, plain, flags(false, true), terminal(false), never))).toMatchObject({ reason: "needsConfirmation", next: "Add --yes to confirm it." });
  });

  it.each([
    [true, false, true, "Add --allow-destructive if"],
    [false, false, true, "Add --yes --allow-destructive if"],
    [false, true, true, "Add --yes if"],
    [false, false, false, "Add --allow-destructive if"],
    [true, false, false, "Add --allow-destructive if"],
  ] as const)("with --yes %s and --allow-destructive %s, a confirmation wanted besides %s, says what is missing", async (yes, destructive, confirms, next) => {
    const refused = await refusal(ask(request, { ...byName, confirms }, flags(yes, destructive), terminal(false), never));
    expect(refused.reason).toBe("needsAllowDestructive");
    expect(refused.next).toContain(next);
    expect(refused.message).toContain("public.orders (3 rows)");
  });

  it("takes no flag for the answer where one of several ways is to be chosen", async () => {
    const choice: Confirmation = { ...request, title: "Undo 002?", choice: "Run it again with --resume." };
    for (const how of [plain, byName]) expect(await refusal(ask(choice, how, flags(true, true), terminal(false), never))).toMatchObject({ reason: "needsConfirmation", next: "Run it again with --resume." });
    expect(await ask(choice, plain, flags(true, true), terminal(true, "n"), never)).toEqual({ agreed: false });
    expect(await ask(choice, plain, flags(true, true), terminal(true, "y"), never)).toEqual({ agreed: true });
  });

  it("says a question as a statement, and one row as one", async () => {
    const asking: Confirmation = { ...request, title: "Roll shop back?", destroys: [{ object: "t", how: "drop", rows: 1, impact: [] }] };
    expect((await refusal(ask(asking, byName, flags(false, false), terminal(false), never))).message).toBe("Roll shop back: it would destroy t (1 row).");
    expect((await refusal(ask(asking, plain, flags(false, false), terminal(false), never))).message).toBe("Roll shop back needs a confirmation.");
  });

  it("takes both flags for the name, or --allow-destructive alone where nothing else would be asked", async () => {
    expect(await ask(request, { ...byName, confirms: false }, flags(false, true), terminal(false), never)).toEqual({ agreed: true, typedName: "public.orders" });
    expect(await ask(request, byName, flags(true, true), terminal(false), never)).toEqual({ agreed: true, typedName: "public.orders" });
  });
});

describe("at a terminal", () => {
  it("shows what would happen, then asks for the name", async () => {
    const person = terminal(true, "public.orders");
    expect(await ask(request, byName, flags(true, false), person, never)).toEqual({ agreed: true, typedName: "public.orders" });
    expect(person.said).toEqual(["Drop it", "on shop", "  DROP TABLE orders", "public.orders: it is dropped, 3 rows are lost", "  view public.totals", "Type public.orders to go on, anything else to stop: "]);
  });

  it.each([["y", true], ["YES", true], ["", false], ["n", false], ["yep", false], [undefined, false]] as const)("takes %j as %s", async (answer, agreed) => {
    expect(await ask(request, plain, flags(false, false), terminal(true, answer), never)).toEqual({ agreed });
  });

  it("is cancelled by Ctrl+C at the question", async () => {
    const aborted = AbortSignal.abort();
    await expect(ask(request, plain, flags(false, false), terminal(true, undefined), aborted)).rejects.toBeInstanceOf(CancelledError);
  });
});
