import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { downFileOf, emptyScript, newDown } from "../../../src/core/migration/create/downScript.ts";
import { firstMigration, newestOf, newMigration, slug } from "../../../src/core/migration/create/newMigration.ts";
import { nextVersion } from "../../../src/core/migration/create/nextVersion.ts";
import type { LayoutId } from "../../../src/core/migration/migration.ts";
import { readMigrationFolder } from "../../../src/core/migration/readFolder.ts";
import { compareVersions } from "../../../src/core/migration/versions.ts";
import { filled, workspace } from "./folders.ts";

const now = new Date("2026-01-31T12:34:56.789Z");
const cjs = "module.exports = {\n  async up(db, client) {},\n  async down(db, client) {},\n};\n";
const esm = "export const up = async (db) => {};\n";

/** Writes a new migration into a workspace and reads the folder again. */
async function added(contents: Readonly<Record<string, string>> | readonly string[], folder = "m") {
  const files = workspace(Array.isArray(contents) ? filled(contents as readonly string[]) : (contents as Record<string, string>));
  const before = await readMigrationFolder(files, folder);
  const newest = newestOf(before);
  const sample = newest === undefined ? "" : readFileSync(files.absolute(newest.up.file), "utf8");
  const made = newMigration(before, { title: "Add total!", now, sample, planner: "me <me@here>" });
  for (const { file, text } of made.files) await files.writeText(file, text);
  if (made.append !== undefined) await files.writeText(made.append.file, readFileSync(files.absolute(made.append.file), "utf8") + made.append.text);
  const after = await readMigrationFolder(files, folder);
  expect(after.layout).toBe(before.layout);
  expect(after.migrations).toHaveLength(before.migrations.length + 1);
  const found = after.migrations.find(({ up }) => up.file === made.files[0]?.file);
  return { written: made.files.map(({ file }) => file), text: made.files[0]?.text, layout: after.layout, found, made };
}

const neighbours: readonly { readonly layout: LayoutId; readonly has: readonly string[] | Readonly<Record<string, string>>; readonly writes: readonly string[]; readonly folder?: string }[] = [
  { layout: "upDown", has: ["m/009_a.up.sql", "m/009_a.down.sql", "m/010_b.up.sql"], writes: ["m/011_add_total.up.sql", "m/011_add_total.down.sql"] },
  { layout: "upDown", has: ["m/3-first.up.sql"], writes: ["m/4-add-total.up.sql", "m/4-add-total.down.sql"] },
  { layout: "upDown", has: { "m/004_a.up.json": "[]", "m/004_a.down.json": "[]" }, writes: ["m/005_add_total.up.json", "m/005_add_total.down.json"] },
  { layout: "upDown", has: ["m/1700000000_a.up.sql"], writes: ["m/1769862896_add_total.up.sql", "m/1769862896_add_total.down.sql"] },
  { layout: "folders", has: ["m/2019-02-26-002946_create_user/up.sql", "m/2019-02-26-002946_create_user/down.sql"], writes: ["m/2026-01-31-123456_add_total/up.sql", "m/2026-01-31-123456_add_total/down.sql"] },
  { layout: "folders", has: ["m/2026-01-08-184840-0000_d/up.sql"], writes: ["m/2026-01-31-123456-0000_add_total/up.sql", "m/2026-01-31-123456-0000_add_total/down.sql"] },
  { layout: "dbmate", has: { "m/20240101120000_a.sql": "-- migrate:up\nSELECT 1;\n" }, writes: ["m/20260131123456_add_total.sql"] },
  { layout: "goose", has: { "m/00002_b.sql": "-- +goose Up\nSELECT 1;\n" }, writes: ["m/00003_add_total.sql"] },
  { layout: "flyway", has: ["m/V1_9__a.sql", "m/R__views.sql"], writes: ["m/V1_10__add_total.sql"] },
  { layout: "flyway", has: ["m/V1.2__a.sql", "m/U1.2__a.sql"], writes: ["m/V1.3__add_total.sql", "m/U1.3__add_total.sql"] },
  { layout: "prisma", has: ["m/20240101120000_init/migration.sql"], writes: ["m/20260131123456_add_total/migration.sql"] },
  { layout: "prisma", has: ["m/20240101120000_init/migration.sql", "m/20240101120000_init/down.sql"], writes: ["m/20260131123456_add_total/migration.sql", "m/20260131123456_add_total/down.sql"] },
  { layout: "supabase", has: ["supabase/migrations/20240101120000_init.sql"], writes: ["supabase/migrations/20260131123456_add_total.sql"], folder: "supabase/migrations" },
  { layout: "sqitch", has: { "sqitch.plan": "%project=shop\n\nusers 2024-01-01T00:00:00Z a <a@b> # u\n", "deploy/users.sql": "SELECT 1;", "revert/users.sql": "SELECT 1;" }, writes: ["deploy/add_total.sql", "revert/add_total.sql", "verify/add_total.sql"], folder: "." },
  { layout: "migrateMongo", has: { "m/20240101120000-first-one.js": cjs }, writes: ["m/20260131123456-add-total.js"] },
  { layout: "migrateMongo", has: { "m/20240101120000-first_one.mjs": esm }, writes: ["m/20260131123456-add_total.mjs"] },
  { layout: "numbered", has: ["m/001_a.sql", "m/002_b.sql"], writes: ["m/003_add_total.sql"] },
  { layout: "numbered", has: ["m/001_a.sql", "m/001_a_rollback.sql"], writes: ["m/002_add_total.sql", "m/002_add_total_rollback.sql"] },
  { layout: "numbered", has: ["m/0.10/00__a.sql", "m/0.10/01__b.sql"], writes: ["m/0.10/02__add_total.sql"] },
];

describe("a new migration", () => {
  it.each(neighbours)("of $layout is $writes, after its neighbours", async ({ layout, has, writes, folder }) => {
    const { written, found, ...read } = await added(has, folder);
    expect(read.layout).toBe(layout);
    expect(written).toEqual(writes);
    expect(found?.down?.file ?? null).toBe(["dbmate", "goose"].includes(layout) ? null : layout === "migrateMongo" ? writes[0] : (writes[1] ?? null));
  });

  it("of dbmate and goose has both sections, one of sqitch stands in the plan", async () => {
    expect((await added({ "m/20240101120000_a.sql": "-- migrate:up\nSELECT 1;\n" })).text).toBe("-- migrate:up\n\n\n-- migrate:down\n\n");
    expect((await added({ "m/00002_b.sql": "-- +goose Up\nSELECT 1;\n" })).text).toBe("-- +goose Up\n\n\n-- +goose Down\n\n");
    const { made } = await added({ "sqitch.plan": "users 2024-01-01T00:00:00Z a <a@b> # u\n", "deploy/users.sql": "SELECT 1;" }, ".");
    expect(made.append).toEqual({ file: "sqitch.plan", text: "add_total 2026-01-31T12:34:56Z me <me@here> # Add total!\n" });
  });

  it("of migrate-mongo exports as its neighbours do", async () => {
    expect((await added({ "m/20240101120000-a.js": cjs })).text).toBe("// Add total!\nmodule.exports = {\n  async up(db, client) {\n  },\n\n  async down(db, client) {\n  },\n};\n");
    expect((await added({ "m/20240101120000-a.js": esm })).text).toBe("// Add total!\nexport const up = async (db, client) => {\n};\n\nexport const down = async (db, client) => {\n};\n");
  });

  it("that is the first one follows the connection, or the tool's configuration", () => {
    const wish = { title: "Orders", now, sample: "", planner: "" };
    expect(firstMigration("migrations", ".json", wish).files).toEqual([{ file: "migrations/001_orders.up.json", text: "[\n]\n" }, { file: "migrations/001_orders.down.json", text: "[\n]\n" }]);
    expect(firstMigration("migrations", ".sql", wish).files[1]).toEqual({ file: "migrations/001_orders.down.sql", text: "-- undoes: Orders\n" });
    expect(firstMigration("db", ".js", wish).files.map(({ file }) => file)).toEqual(["db/20260131123456-orders.js"]);
  });
});

describe("the next version", () => {
  it.each([
    [undefined, "001"], ["011", "012"], ["0099", "0100"], ["1.9", "1.10"], ["004b", "005"], ["20240101120000", "20260131123456"], ["202401011200", "202601311234"],
    ["20240101", "20260131"], ["2024-01-01", "2026-01-31"], ["2024010102", "2024010103"], ["1700000000000", "1769862896789"], ["20240101120000123", "20260131123456789"],
    ["20990101120000", "20990101120001"], ["20260131", "20260201"], ["20991231235959", "21000101000000"], ["209912312359", "210001010000"], ["1999999999", "2000000000"], ["2026-01-31-1", "2026-01-31-2"],
  ])("after %s is %s", (last, next) => {
    expect(nextVersion(last, now)).toBe(next);
    if (last !== undefined) expect(compareVersions(next, last)).toBe(1);
  });
});

describe("a way back", () => {
  it("has the name that every tool reads", () => {
    expect(slug("Füge Total hinzu!")).toBe("fuge_total_hinzu");
    expect(downFileOf("/w/m/004_x.up.sql")).toBe("/w/m/004_x.down.sql");
    expect(downFileOf("/w/m/004/up.sql")).toBe("/w/m/004/down.sql");
    expect(downFileOf("/w/m/004/migration.sql")).toBe("/w/m/004/down.sql");
    expect(downFileOf("/w/m/V4__x.sql")).toBe("/w/m/U4__x.sql");
    expect(downFileOf("/w/m/004_x.sql")).toBe("/w/m/004_x.down.sql");
    expect(downFileOf("db/migrations/004_orders.up.json")).toBe("db/migrations/004_orders.down.json");
    expect(JSON.parse(emptyScript("004_orders.down.json", "x"))).toEqual([]);
  });

  it.each([
    ["m/20240101120000-a.js", "module.exports = {\n  async up(db, client) {},\n};\n"],
    ["m/20240101120000-a.mjs", esm],
    ["m/20240101120000_a.sql", "-- migrate:up\nSELECT 1;\n"],
    ["m/00001_a.sql", "-- +goose Up\nSELECT 1;\n"],
  ])("of %s stands behind its way forward", async (file, text) => {
    const files = workspace({ [file]: text });
    const folder = await readMigrationFolder(files, "m");
    const migration = folder.migrations[0]!;
    expect(migration.down).toBeNull();
    const down = newDown(folder, migration, text);
    await files.writeText(file, `${text}${down.text}SELECT 2;\n`);
    expect((await readMigrationFolder(files, "m")).migrations[0]?.down?.file).toBe(file);
  });

  it("of sqitch is in revert, and of plain files ends as its neighbours' does", async () => {
    const files = workspace({ "sqitch.plan": "users 2024-01-01T00:00:00Z a <a@b> # u\n", "deploy/users.sql": "SELECT 1;", ...filled(["m/001_a.sql", "m/001_a.undo.sql", "m/002_b.sql"]) });
    const [sqitch, plain] = [await readMigrationFolder(files, "."), await readMigrationFolder(files, "m")];
    expect(newDown(sqitch, sqitch.migrations[0]!, "")).toEqual({ file: "revert/users.sql", text: "-- undoes users.sql\n" });
    expect(newDown(plain, plain.migrations[1]!, "")).toMatchObject({ file: "m/002_b.undo.sql" });
  });
});
