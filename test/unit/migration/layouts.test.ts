import { expect, test } from "vitest";
import { readMigrationFolder } from "../../../src/core/migration/readFolder.ts";
import { readMigrationText } from "../../../src/core/migration/readText.ts";
import { filled, workspace } from "./folders.ts";

async function read(names: readonly string[] | Record<string, string>, folder = "m") {
  const files = workspace(Array.isArray(names) ? filled(names as readonly string[]) : (names as Record<string, string>));
  const found = await readMigrationFolder(files, folder);
  return { files, found, versions: found.migrations.map((one) => one.version), ups: found.migrations.map((one) => one.up.file), downs: found.migrations.map((one) => one.down?.file ?? null) };
}

test("NNN_name.up.sql with and without its down file, 10 after 9", async () => {
  const { found, versions, downs } = await read(["m/10_c.up.sql", "m/9_b.up.sql", "m/9_b.down.sql", "m/readme.md"]);
  expect(found.layout).toBe("upDown");
  expect(found.folder).toBe("m");
  expect(versions).toEqual(["9", "10"]);
  expect(downs).toEqual(["m/9_b.down.sql", null]);
  expect(found.migrations[0]?.name).toBe("b");
});

test("diesel's folders, dates with and without dashes in the order of time", async () => {
  const { found, versions, downs } = await read([
    "m/20170309122510_b/up.sql", "m/20170309122510_b/down.sql", "m/2017-09-23-101500_c/up.sql", "m/00000000000000_setup/up.sql", "m/2026-07-08-184840-0000_d/up.sql",
  ]);
  expect(found.layout).toBe("folders");
  expect(versions).toEqual(["00000000000000", "20170309122510", "2017-09-23-101500", "2026-07-08-184840-0000"]);
  expect(downs).toEqual([null, "m/20170309122510_b/down.sql", null, null]);
});

test("diesel's metadata switches the transaction off; an empty down file is still a down file", async () => {
  const { found } = await read({ "m/1_a/up.sql": "SELECT 1;", "m/1_a/down.sql": "", "m/1_a/metadata.toml": "run_in_transaction = false\n" });
  expect(found.migrations[0]?.up.noTransaction).toBe(true);
  expect(found.migrations[0]?.down).toEqual({ file: "m/1_a/down.sql", start: 0, end: 0, noTransaction: true });
});

test("dbmate's sections, with their text and place", async () => {
  const text = "-- migrate:up transaction:false\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE a;\n";
  const { files, found } = await read({ "m/20240101120000_a.sql": text, "m/20240102120000_b.sql": "-- migrate:up\nSELECT 1;\n-- migrate:down\n\n" });
  expect(found.layout).toBe("dbmate");
  const [first, second] = found.migrations;
  expect(first?.up.noTransaction).toBe(true);
  expect(first?.down?.noTransaction).toBe(false);
  expect((await readMigrationText(files, first!.up)).text).toBe("CREATE TABLE a (id int);\n\n");
  expect((await readMigrationText(files, first!.down!)).text).toBe("DROP TABLE a;\n");
  expect(second?.down).toBeNull();
});

test("goose's sections", async () => {
  const text = "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n\n-- +goose Down\nSELECT 2;\n";
  const { files, found } = await read({ "m/00001_a.sql": text, "m/00002_b.sql": "-- +goose Up\nSELECT 1;\n" });
  expect(found.layout).toBe("goose");
  expect(found.migrations[0]?.up.noTransaction).toBe(true);
  expect((await readMigrationText(files, found.migrations[0]!.up)).text).toBe("-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n\n");
  expect((await readMigrationText(files, found.migrations[0]!.down!)).text).toBe("SELECT 2;\n");
  expect(found.migrations[1]?.down).toBeNull();
});

test("Flyway: numbers by their parts, undo scripts, repeatable ones last, folders below", async () => {
  const { found, versions, downs } = await read(["m/V1.2.10__b.sql", "m/V1_2_9__a.sql", "m/U1.2.9__a.sql", "m/R__views.sql", "m/later/V2__c.sql"]);
  expect(found.layout).toBe("flyway");
  expect(versions).toEqual(["1.2.9", "1.2.10", "2", "R__views"]);
  expect(downs).toEqual(["m/U1.2.9__a.sql", null, null, null]);
  expect(found.migrations.map((one) => one.repeatable)).toEqual([false, false, false, true]);
});

test("Prisma's folders with a down script beside", async () => {
  const { found, versions, downs } = await read(["m/20240102_b/migration.sql", "m/20240101_a/migration.sql", "m/20240101_a/down.sql", "m/migration_lock.toml"]);
  expect(found.layout).toBe("prisma");
  expect(versions).toEqual(["20240101", "20240102"]);
  expect(downs).toEqual(["m/20240101_a/down.sql", null]);
});

test("Supabase's folder", async () => {
  const { found, versions } = await read(["supabase/migrations/20240102000000_b.sql", "supabase/migrations/20240101000000_a.sql"], "supabase/migrations");
  expect(found.layout).toBe("supabase");
  expect(versions).toEqual(["20240101000000", "20240102000000"]);
});

test("sqitch in the order of its plan, with a reworked change, also from its deploy folder", async () => {
  const plan = "%syntax-version=1.0.0\n%project=x\n\nzebra 2024-01-01T00:00:00Z A <a@b> # first\napple [zebra] 2024-01-02T00:00:00Z A <a@b>\n@v1 2024-01-03T00:00:00Z A <a@b>\nzebra [zebra@v1] 2024-01-04T00:00:00Z A <a@b>\n";
  const names = { "m/sqitch.plan": plan, ...filled(["m/deploy/zebra@v1.sql", "m/deploy/apple.sql", "m/deploy/zebra.sql", "m/revert/apple.sql", "m/verify/apple.sql"]) };
  for (const folder of ["m", "m/deploy"]) {
    const { found, versions, downs } = await read(names, folder);
    expect(found).toMatchObject({ layout: "sqitch", folder: "m" });
    expect(versions).toEqual(["zebra@v1", "apple", "zebra"]);
    expect(downs).toEqual([null, "m/revert/apple.sql", null]);
  }
});

test("plain numbered files; a down script only where its up script stands", async () => {
  const { found, versions, downs } = await read(["m/001_a.sql", "m/002_shut_down.sql", "m/001_a.rollback.sql", "m/003_c.sql", "m/003_c_down.sql", "m/seed.sql"]);
  expect(found.layout).toBe("numbered");
  expect(versions).toEqual(["001", "002", "003"]);
  expect(downs).toEqual(["m/001_a.rollback.sql", null, "m/003_c_down.sql"]);
});

test("folders named by version that hold numbered files", async () => {
  const { versions, ups } = await read(["m/0.10/00__a.sql", "m/0.2/01__c.sql", "m/0.2/00__b.sql", "m/LATEST.sql"]);
  expect(versions).toEqual(["0.2/00", "0.2/01", "0.10/00"]);
  expect(ups[0]).toBe("m/0.2/00__b.sql");
});

test("a checksum does not depend on line endings or trailing blanks", async () => {
  const unix = await read({ "m/001_a.up.sql": "SELECT 1;\nSELECT 2;\n" });
  const windows = await read({ "m/001_a.up.sql": "SELECT 1;\r\nSELECT 2;\r\n\r\n" });
  const other = await read({ "m/001_a.up.sql": "SELECT 1;\nSELECT 3;\n" });
  expect(windows.found.migrations[0]?.checksum).toBe(unix.found.migrations[0]?.checksum);
  expect(other.found.migrations[0]?.checksum).not.toBe(unix.found.migrations[0]?.checksum);
});
