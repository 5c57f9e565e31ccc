import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { MongodbLink, OwnCommand } from "../../../src/engines/mongodb/link.ts";
import { ApplierLease } from "../../../src/engines/mongodb/lock.ts";

const never = new AbortController().signal;
let sent: OwnCommand[];
/** How many leases the server says that a command has changed; an error where it does not answer. */
let changed: number | Error;

function lease(): ApplierLease {
  const aside = (command: OwnCommand): Promise<ReadonlyMap<string, number>> => {
    sent.push(command);
    return changed instanceof Error ? Promise.reject(changed) : Promise.resolve(new Map([["n", changed]]));
  };
  return new ApplierLease({ readOnly: false, aside, asideDocuments: () => Promise.resolve([]) } as unknown as MongodbLink);
}

beforeEach(() => {
  vi.useFakeTimers();
  [sent, changed] = [[], 1];
});
afterEach(() => {
  vi.useRealTimers();
});

it("is moved on again and again for as long as it is held, and not afterwards", async () => {
  const mine = lease();
  const lock = await mine.take(0, never);
  const taken = sent.length;
  await vi.advanceTimersByTimeAsync(30_000);
  const moves = sent.slice(taken);
  expect(moves.length).toBeGreaterThanOrEqual(10);
  expect(JSON.stringify(moves[0])).toMatch(/"until":\{"\$add":\["\$\$NOW",\d+\]\}/);
  await mine.check();
  await lock?.release();
  expect(Object.keys(sent.at(-1)!)[0]).toBe("delete");
  const ended = sent.length;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(sent).toHaveLength(ended);
});

it("that another has taken is told before anything more runs", async () => {
  const mine = lease();
  await mine.take(0, never);
  changed = 0;
  await vi.advanceTimersByTimeAsync(5_000);
  await expect(mine.check()).rejects.toMatchObject({ kind: "connection", reason: "lost" });
});

it("that could not be moved on for longer than it lives is lost; for less it is not", async () => {
  const mine = lease();
  await mine.take(0, never);
  changed = new Error("no answer");
  await vi.advanceTimersByTimeAsync(4_500);
  await mine.check();
  await vi.advanceTimersByTimeAsync(8_000);
  await expect(mine.check()).rejects.toBeInstanceOf(Error);
  changed = 1;
  await expect(mine.check()).rejects.toMatchObject({ kind: "connection", reason: "lost" });
});
