import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { snapshotsFolder } from "../../../src/core/snapshot/storeFolder.ts";
import { open } from "../apply/rig.ts";
import { describeEveryEngine } from "../engines.ts";

/** Runs a driver under a limit of 64 KB per file, so that the system itself refuses to write on. */
async function limited(order: object): Promise<unknown> {
  const driver = path.join(import.meta.dirname, "snapshotDriver.ts");
  const { stdout } = await promisify(execFile)("bash", ["-c", 'ulimit -f 64; exec "$0" "$1" "$2"', process.execPath, driver, JSON.stringify(order)]);
  return JSON.parse(stdout);
}

describeEveryEngine("disk full while a snapshot is written", (engine) => {
  const { words } = engine;

  test("is said, nothing is left behind, and a whole snapshot is possible afterwards", async () => {
    const rig = await open(engine, {});
    const fill = async (from: number, to: number): Promise<void> => {
      for (let first = from; first <= to; first += 1000) {
        const size = Math.min(1000, to - first + 1);
        await rig.session.run(words.insert("big", Array.from({ length: size }, (_, at) => ({ id: first + at, text: "some text that fills the disk, one row after the other, until it is full" }))));
      }
    };
    await rig.session.run(words.createTable("big", { id: "integer", text: "text" }));
    await fill(1, 300);
    const order = { dialect: engine.dialect, url: rig.database.url, cwd: rig.database.cwd, workspace: rig.files.root, killAt: -1 };
    expect(await limited(order)).toMatchObject({ status: "passed" });
    await fill(301, 9000);
    expect(await limited(order)).toMatchObject({ kind: "snapshot", reason: "write", message: expect.stringContaining("The disk is full") as unknown, next: expect.stringContaining("Free space") as unknown });
    const left = await readdir(rig.files.absolute(snapshotsFolder));
    expect(left).toHaveLength(1);
    const manifest = JSON.parse(await readFile(rig.files.absolute(`${snapshotsFolder}/${left[0]!}/manifest.json`), "utf8")) as { kept: { rows: number }[] };
    expect(manifest.kept[0]!.rows).toBe(300);
  });
});
