import { describe, expect, test } from "vitest";
import { applyAll, makeWorkspace } from "../apply/workspace.ts";
import { drive } from "../faults/drive.ts";
import { serverUrl, useMongodb } from "./server.ts";

describe.runIf(serverUrl !== undefined)("an apply that is killed in the middle of a module", () => {
  const { fresh, open } = useMongodb();

  test("is undone by the next, at once and with the documents that the module had removed and changed", async () => {
    const { files, remove } = await makeWorkspace({
      "migrations/1-lose.js": `exports.up = async (db) => {
        await db.collection("a").updateOne({ _id: 1 }, { $set: { v: "changed" } });
        await db.collection("a").deleteMany({ _id: { $gte: 2 } });
        process.kill(process.ppid, "SIGKILL");
        await new Promise(() => {});
      };`,
    });
    const session = await open(fresh(), { cwd: files.root });
    await session.run('{"insert": "a", "documents": [{"_id": 1, "v": "one"}, {"_id": 2, "v": "two"}, {"_id": 3, "v": "three"}]}');
    const documents = async (): Promise<unknown> => (await session.run('{"find": "a", "sort": {"_id": 1}}')).rows;
    const before = await documents();
    const url = new URL(serverUrl ?? "");
    url.pathname = `/${session.facts.database}`;
    expect(await drive({ dialect: "mongodb", url: url.href, cwd: files.root, workspace: files.root, killAt: -1 })).toMatchObject({ signal: "SIGKILL" });
    expect(await documents()).toEqual([[1, "changed"]]);
    // Shorter than the dead one's lease lives.
    const end = await applyAll(files, session, { resume: "undo", lockWaitMs: 4000 });
    expect(end).toMatchObject({ migrations: [{ status: "undone" }], undoneTo: { manifest: { kept: [{ table: "a", rows: 3 }] } } });
    expect(await documents()).toEqual(before);
    await remove();
  });
});
