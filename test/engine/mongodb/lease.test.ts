import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Session } from "../../../src/engines/engine.ts";
import { hasEnded, ownMark } from "../../../src/engines/mongodb/lock/processMark.ts";
import { never } from "../fixture/harness.ts";
import { serverUrl, useMongodb } from "./server.ts";

const own = ownMark();

describe.runIf(own !== null)("the mark of a process", () => {
  const mark = own!;

  test("tells one that has ended, and of no other that it has", async () => {
    expect(hasEnded(mark)).toBe(false);
    expect(hasEnded({ ...mark, started: "1" })).toBe(true);
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    expect(hasEnded({ ...mark, pid: gone })).toBe(true);
    for (const elsewhere of [{ boot: "another" }, { space: "pid:[1]" }, { host: "another" }]) expect(hasEnded({ ...mark, pid: gone, ...elsewhere })).toBe(false);
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    const stat = readFileSync(`/proc/${child.pid ?? 0}/stat`, "utf8");
    const living = { ...mark, pid: child.pid ?? 0, started: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "" };
    expect(hasEnded(living)).toBe(false);
    child.kill("SIGKILL");
    await new Promise((done) => child.on("close", done));
    expect(hasEnded(living)).toBe(true);
  });
});

describe.runIf(serverUrl !== undefined && own !== null)("the applier's lease", () => {
  const { fresh, open } = useMongodb();

  /** A lease that has just been taken, by this process or (other fields of its mark given) by another. */
  const leased = async (as: object): Promise<{ readonly holder: Session; readonly next: Session }> => {
    const name = fresh();
    const [holder, next] = [await open(name), await open(name)];
    await holder.lockApplier(0, never);
    const set = Object.fromEntries(Object.entries(as).map(([field, value]) => [`process.${field}`, value as unknown]));
    if (Object.keys(set).length > 0) await next.run(JSON.stringify({ update: "data_engineer_lock", updates: [{ q: { _id: "applier" }, u: { $set: set } }] }));
    return { holder, next };
  };

  test("of a process that has ended is taken at once, by one alone", async () => {
    const { holder, next } = await leased({ pid: spawnSync(process.execPath, ["-e", ""]).pid });
    const others = await Promise.all([1, 2, 3].map(() => open(next.facts.database)));
    const locks = await Promise.all([next, ...others].map((session) => session.lockApplier(3000, never)));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
    await expect(new Promise((done) => setTimeout(done, 5500)).then(() => holder.run('{"ping": 1}'))).rejects.toMatchObject({ kind: "connection", reason: "lost" });
  });

  test("of a process that lives, or of which nothing is certain, is waited for", async () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    for (const as of [{}, { pid: gone, host: "another" }, { pid: gone, boot: "another" }, { pid: gone, space: "another" }, { pid: gone, token: "another's" }]) {
      const { next } = await leased(as);
      expect(await next.lockApplier(1200, never), JSON.stringify(as)).toBeNull();
    }
  });
});
