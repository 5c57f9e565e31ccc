import { describe, expect, it } from "vitest";
import { moduleExports } from "../../../src/core/migration/layouts/moduleExports.ts";
import { migrationOfFile } from "../../../src/core/migration/migrationOfFile.ts";
import { downChecksumOf } from "../../../src/core/migration/proofs.ts";
import { readMigrationFolder, scanFolder } from "../../../src/core/migration/readFolder.ts";
import { readMigrationText } from "../../../src/core/migration/readText.ts";
import { workspace } from "./folders.ts";

const both = "module.exports = {\n  async up(db, client) {\n    await db.collection('a').updateMany({}, {$set: {b: `${1}`}});\n  },\n  async down(db) {},\n};\n";

describe("command files", () => {
  it("reads .up.json beside .down.json", async () => {
    const files = workspace({ "m/001_a.up.json": '[{"create": "a"}]', "m/001_a.down.json": '[{"drop": "a"}]', "m/002_b.up.json": "[]" });
    const found = await readMigrationFolder(files, "m");
    expect(found.layout).toBe("upDown");
    expect(found.migrations.map(({ version, name, up, down }) => [version, name, up.file, down?.file])).toEqual([["001", "a", "m/001_a.up.json", "m/001_a.down.json"], ["002", "b", "m/002_b.up.json", undefined]]);
    expect((await migrationOfFile(files, "m/001_a.down.json")).side).toBe("down");
  });
});

describe("migrate-mongo", () => {
  it("reads modules by the order of their times, with the side that each exports", async () => {
    const files = workspace({ "migrations/20240102000000-b.js": "exports.up = async db => {}", "migrations/20240101000000-a.js": both, "migrations/helper.js": "exports.x = 1" });
    const found = await readMigrationFolder(files, "migrations");
    expect(found.layout).toBe("migrateMongo");
    expect(found.migrations.map(({ version, name, up, down }) => [version, name, up.module, down?.module])).toEqual([["20240101000000", "a", "up", "down"], ["20240102000000", "b", "up", undefined]]);
  });

  it("runs a module by one statement, which stands where its function does", async () => {
    const files = workspace({ "migrations/20240101000000-a.js": both });
    const { migration } = await migrationOfFile(files, "migrations/20240101000000-a.js");
    const text = await readMigrationText(files, migration.up);
    expect(text.text).toBe('{"runModule":"migrations/20240101000000-a.js","direction":"up"}');
    expect(both.slice(text.start)).toMatch(/^up\(db, client\)/);
    expect((await readMigrationText(files, migration.down!)).text).toContain('"direction":"down"');
  });

  it("knows a change of the file by its text", async () => {
    const [one, other] = [workspace({ "m/1-a.js": both }), workspace({ "m/1-a.js": both.replace("async down(db) {}", "async down(db) { }") })];
    const [first, second] = [(await readMigrationFolder(one, "m")).migrations[0]!, (await readMigrationFolder(other, "m")).migrations[0]!];
    expect(first.checksum).not.toBe(second.checksum);
    expect(await downChecksumOf(one, first)).not.toBe(await downChecksumOf(other, second));
  });

  it("leaves the modules of other tools alone", async () => {
    for (const text of ["exports.up = function(knex) {}", "module.exports = { up: async (queryInterface, Sequelize) => {} }", "exports.up = pgm => {}", "export async function up(queryRunner) {}", "exports.name = 1", "// up(db)\nexports.x = 'up(db)'"]) {
      expect(await scanFolder(workspace({ "m/20240101000000-a.js": text }), "m")).toBeNull();
    }
  });

  it.each([
    ["exports.up = async (db, client) => {}", "db"],
    ["module.exports.up = async function (db) {}", "db"],
    ["module.exports.up = db => {}", "db"],
    ["export const up = async (db) => {}", "db"],
    ["export async function up(db, client) {}", "db"],
    ["export default { async up(db) {} }", "db"],
    ["module.exports = { up: async (db) => {}, down: 1 }", "db"],
    ["module.exports = { down() {}, up: async db => {} }", "db"],
    ["module.exports = { up() {} }", ""],
  ])("finds up in %s", (text, parameter) => {
    const { up } = moduleExports(text);
    expect(up?.parameter).toBe(parameter);
    expect(text.slice(up?.start)).toMatch(/^up\b/);
  });
});
