import { expect, test } from "vitest";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { qualified } from "../../../src/core/catalog/objects.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { describeEveryEngine } from "../engines.ts";
import { runCommand } from "./context.ts";
import { open } from "./rig.ts";

describeEveryEngine("a table that comes back without rows", (engine) => {
  const { words } = engine;
  const rigged = async (flags: Record<string, string>) => {
    const rig = await open(engine, {});
    await rig.session.run(words.createTable("orders", { id: "integer", note: "text" }));
    await rig.session.run(words.insert("orders", [{ id: 1, note: "one" }]));
    await rig.session.run(words.createTable("stays", { id: "integer" }));
    const print = fingerprint(await rig.session.catalog());
    await runCommand(snapshot, rig.asked, { label: "old" }, flags);
    await rig.session.run(words.dropTable("orders"));
    return { ...rig, print };
  };
  const name = qualified({ schema: words.schema, name: "orders" });

  test("because something else dropped it is told in the preview, in the question and in the report", async () => {
    const { session, asked, rows, print } = await rigged({});
    const empty = { rule: "rollback/comes-back-empty", severity: "warning", object: name };
    const preview = await runCommand(rollback, asked, { "snapshot-or-file": "old" }, { preview: true });
    expect(preview.findings).toEqual([expect.objectContaining(empty)]);
    const done = await runCommand(rollback, asked, { "snapshot-or-file": "old" });
    expect(done).toMatchObject({ status: "passed", data: { verified: true, fingerprint: print } });
    expect(done.findings).toEqual([expect.objectContaining(empty)]);
    expect(asked.questions.at(-1)!.detail).toContain(`${name} comes back without rows`);
    expect(await rows(words.selectAll("orders"))).toEqual([]);
    expect(fingerprint(await session.catalog())).toBe(print);
  });

  test("is none where the snapshot has its rows", async () => {
    const { asked, rows } = await rigged({ rows: "orders" });
    const done = await runCommand(rollback, asked, { "snapshot-or-file": "old" });
    expect(done).toMatchObject({ status: "passed", findings: [] });
    expect((await rows(words.select("orders", ["note"]))).map(String)).toEqual(["one"]);
  });
});
