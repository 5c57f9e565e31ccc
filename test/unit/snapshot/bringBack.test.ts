import { expect, it } from "vitest";
import type { Catalog } from "../../../src/core/catalog/catalog.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { bringBack, type RestoreRun } from "../../../src/core/snapshot/bringBack.ts";
import { catalogOf, tableOf } from "./catalogs.ts";

const then = catalogOf({ tables: [tableOf("orders", ["id!", "total"])] });
const problem = { check: "foreignKeys", object: "orders", message: "1 row has no parent" };

/** A way back without steps to a database that then has this schema, and these problems before and after. */
function back(now: Catalog, problems: readonly (readonly object[])[]): Promise<unknown> {
  const told = [...problems];
  const connection = { engine: { scriptEnding: ".sql" }, facts: { database: "shop" }, migrations: { undoes: "structure" }, catalog: () => Promise.resolve(now), integrity: () => Promise.resolve(told.shift()) };
  const snapshot = { manifest: { id: "s", fingerprint: fingerprint(then), files: [] }, folder: "f", catalog: then };
  return bringBack({ connection, snapshot, plan: { hops: [], live: now }, signal: new AbortController().signal, onStep: () => undefined } as unknown as RestoreRun, { load: (load) => load(), inTransaction: false, integrity: true });
}

it("is done where schema and integrity are what they were", async () => {
  expect(await back(then, [[problem], [problem]])).toEqual({ rows: {}, from: [], fingerprint: fingerprint(then) });
});

it("fails where the schema is another one, and says which object", async () => {
  await expect(back(catalogOf({ tables: [tableOf("orders", ["id!"])] }), [[], []])).rejects.toMatchObject({ kind: "snapshot", reason: "mismatch", message: expect.stringContaining("orders") as string });
});

it("fails where something is broken that was whole before", async () => {
  await expect(back(then, [[], [problem]])).rejects.toMatchObject({ reason: "mismatch", message: expect.stringContaining("1 row has no parent") as string });
  expect(await back(then, [[], [{ ...problem, check: "notValidated" }]])).toMatchObject({ rows: {} });
});
