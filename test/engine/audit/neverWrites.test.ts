import { beforeAll, expect, test } from "vitest";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { describeEveryEngine } from "../engines.ts";
import { ids, useDatabase } from "../fixture/harness.ts";
import { audit, keysOf, witnessOf } from "./auditing.ts";

describeEveryEngine("an audit", (fixture) => {
  const { words } = fixture;
  const harness = useDatabase(fixture);
  const state = async (session: Session): Promise<unknown> => ({ schema: fingerprint(await session.catalog()), rows: await ids(session, words, "audited"), counts: [...(await session.countRows())] });

  beforeAll(async () => {
    const session = await harness.open();
    for (const sql of fixture.sql.everything) await session.run(sql);
    await session.run(words.createTable("audited", { id: "integer", v: "integer" }));
    await session.run(words.createTable("audited_too", { id: "integer", audited: "integer" }));
    await session.run(words.insert("audited", [{ id: 1, v: 10 }, { id: 2, v: 20 }]));
  });

  test("leaves structure and rows as they are, however much it tries", async () => {
    const writer = await harness.open();
    const before = await state(writer);
    for (const flags of [{ "no-witness": true as const }, {}, { witness: true as const }]) {
      const report = await audit(await harness.open(), { flags });
      expect(report.data?.["rules"]).not.toEqual([]);
      expect(await state(writer)).toEqual(before);
    }
  });

  test("finds the same twice, in the same order", async () => {
    const first = await audit(await harness.open(), { flags: { "no-witness": true } });
    expect(ofDatabase(await audit(await harness.open(), { flags: { "no-witness": true } }))).toEqual(ofDatabase(first));
    expect(new Set(keysOf(first)).size).toBe(keysOf(first).length);
  });

  test("reads alone in explore mode, over a connection that cannot write, and finds the same", async () => {
    const session = await harness.open({ readOnly: true });
    const report = await audit(session, { context: { mode: "explore" } });
    expect(witnessOf(report)).toMatchObject({ run: false, why: "explore mode only reads", tried: 0, proven: [] });
    expect((report.findings ?? []).filter((finding) => finding.fix !== undefined)).toEqual([]);
    expect(ofDatabase(report)).toEqual(ofDatabase(await audit(await harness.open(), { flags: { "no-witness": true } })));
  });

  test("reads alone on a production database unless it is told to try", async () => {
    const report = await audit(await harness.open(), { context: { role: "production" } });
    expect(witnessOf(report)).toMatchObject({ run: false, tried: 0 });
  });

  test("stops when it is cancelled, and leaves the connection working", async () => {
    const session = await harness.open();
    const cancelled = AbortSignal.abort();
    await expect(audit(session, { context: { signal: cancelled } })).rejects.toMatchObject({ kind: "cancelled" });
    const stop = new AbortController();
    const onProgress = (step: { readonly done?: number }): void => void (step.done === 1 && stop.abort());
    const before = await state(session);
    const tried = witnessOf(await audit(session, { flags: { witness: true } })).tried;
    if (tried > 0) await expect(audit(session, { flags: { witness: true }, context: { signal: stop.signal, progress: onProgress } })).rejects.toMatchObject({ kind: "cancelled" });
    expect(await state(session)).toEqual(before);
  });
});

/** Roles belong to the whole server, where other tests make and drop theirs. */
function ofDatabase(report: Parameters<typeof keysOf>[0]): readonly string[] {
  return keysOf(report).filter((key) => !/ role \w+_[0-9a-f]{8}\b/.test(key));
}
