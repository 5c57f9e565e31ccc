import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findProof, rememberProof } from "../../../src/core/migration/proofs.ts";
import type { MigrationProof } from "../../../src/core/migration/proofs.ts";
import { checksumOf } from "../../../src/core/migration/checksum.ts";
import { readMigrationFolder } from "../../../src/core/migration/readFolder.ts";
import { workspace } from "./folders.ts";

const target = { engine: "postgresql", database: "shop" };

async function setUp() {
  const files = workspace({ "m/001_a.up.sql": "SELECT 1;", "m/001_a.down.sql": "SELECT 2;" });
  const migration = (await readMigrationFolder(files, "m")).migrations[0]!;
  const proof: MigrationProof = {
    format: 1, version: "001", file: "m/001_a.up.sql", checksum: migration.checksum, downChecksum: checksumOf("SELECT 2;"), ...target,
    fingerprint: "f", status: "passed", rollbackVerified: true, proof: "transaction", at: "2024-01-01T00:00:00.000Z",
  };
  return { files, migration, proof };
}

test("a proof is found again for the same script and database, and for nothing else", async () => {
  const { files, migration, proof } = await setUp();
  expect(await findProof(files, migration, target)).toBeNull();
  await rememberProof(files, proof);
  expect(await findProof(files, migration, target)).toEqual(proof);
  expect(await findProof(files, migration, { ...target, database: "other" })).toBeNull();
  expect(await findProof(files, { ...migration, checksum: "changed" }, target)).toBeNull();
});

test("a newer proof takes the place of the older one", async () => {
  const { files, migration, proof } = await setUp();
  await rememberProof(files, proof);
  await rememberProof(files, { ...proof, status: "failed", rollbackVerified: null });
  expect(await findProof(files, migration, target)).toMatchObject({ status: "failed" });
  expect(readdirSync(path.join(files.root, ".data-engineer/proofs"))).toHaveLength(1);
});

test("a changed down script takes back what was said of it", async () => {
  const { files, migration, proof } = await setUp();
  await rememberProof(files, proof);
  await files.writeText("m/001_a.down.sql", "SELECT 3;");
  expect(await findProof(files, migration, target)).toMatchObject({ status: "passed", rollbackVerified: null });
});

test("a torn proof is no proof", async () => {
  const { files, migration, proof } = await setUp();
  await rememberProof(files, proof);
  const [name] = readdirSync(path.join(files.root, ".data-engineer/proofs"));
  for (const text of ['{"format":1,"version":"001"', "null", '{"format":2}', "{}"]) {
    writeFileSync(path.join(files.root, ".data-engineer/proofs", name!), text);
    expect(await findProof(files, migration, target)).toBeNull();
  }
});
