import { expect, test } from "vitest";
import { findMigrationFolders } from "../../../src/core/migration/findFolders.ts";
import { isOneMigration, migrationOfFile } from "../../../src/core/migration/migrationOfFile.ts";
import { findMigration, readMigrationFolder } from "../../../src/core/migration/readFolder.ts";
import { readMigrationText } from "../../../src/core/migration/readText.ts";
import { filled, workspace } from "./folders.ts";

const none = { migrationFolders: [] };

test("a folder without migrations, no folder, a file instead of one", async () => {
  const files = workspace(filled(["docs/readme.md", "a.sql"]));
  await expect(readMigrationFolder(files, "docs")).rejects.toMatchObject({ kind: "file", reason: "noMigrations", next: expect.stringContaining("001_name.up.sql") });
  await expect(readMigrationFolder(files, "nowhere")).rejects.toMatchObject({ kind: "file", reason: "missing" });
  await expect(readMigrationFolder(files, "a.sql")).rejects.toMatchObject({ kind: "file", reason: "unreadable" });
});

test("a version that stands twice", async () => {
  const files = workspace(filled(["m/001_a.up.sql", "m/1_b.up.sql"]));
  await expect(readMigrationFolder(files, "m")).rejects.toMatchObject({ kind: "migration", reason: "duplicateVersion", details: { files: ["m/001_a.up.sql", "m/1_b.up.sql"] } });
});

test("binary and UTF-16 scripts are named", async () => {
  const binary = workspace({ "m/001_a.up.sql": Buffer.from([1, 0, 2]) });
  await expect(readMigrationFolder(binary, "m")).rejects.toMatchObject({ reason: "binary", file: "m/001_a.up.sql" });
  const wide = workspace({ "m/001_a.up.sql": Buffer.from([0xff, 0xfe, 65, 0]) });
  await expect(readMigrationFolder(wide, "m")).rejects.toMatchObject({ reason: "encoding", file: "m/001_a.up.sql" });
});

test("a migration is found by version, by number, by name", async () => {
  const folder = await readMigrationFolder(workspace(filled(["m/004_total.up.sql", "m/010_x.up.sql"])), "m");
  for (const wanted of ["004", "4", "total", "004_total"]) expect(findMigration(folder, wanted)?.version).toBe("004");
  expect(findMigration(folder, "5")).toBeUndefined();
});

test("templates are refused with their line, quoted braces are not", async () => {
  const text = "SELECT '{{ fine }}', \"${a}\"; -- {{ comment }}\nDO $x$ BEGIN RAISE '${b}'; END $x$;\n/* {{ */\nCREATE TABLE {{ name }} (id int);\n";
  const files = workspace({ "m/001_a.up.sql": text, "m/002_b.up.sql": "SELECT 1;\nDROP TABLE ${schema}.t;", "m/003_c.up.sql": text.replace("{{ name }}", "t") });
  const { migrations } = await readMigrationFolder(files, "m");
  await expect(readMigrationText(files, migrations[0]!.up)).rejects.toMatchObject({ kind: "file", reason: "template", range: { start: { line: 3, character: 13 } } });
  await expect(readMigrationText(files, migrations[1]!.up)).rejects.toMatchObject({ reason: "template", message: expect.stringContaining("line 2 holds ${schema}") });
  await expect(readMigrationText(files, migrations[2]!.up)).resolves.toMatchObject({ start: 0 });
});

test("finds the folders of a workspace, passing over what is not its own", async () => {
  const files = workspace(filled([
    "db/migrations/001_a.up.sql", "api/prisma/migrations/20240101_a/migration.sql", "node_modules/x/migrations/001_a.up.sql", ".git/migrations/001_a.sql", "dist/migrations/001.sql",
    "docs/01_example.sql", "sql/01_a.sql", "sql/02_b.sql", "memo/migration/0.1/00__a.sql",
  ]));
  expect(await findMigrationFolders(files, none)).toEqual([
    { folder: "api/prisma/migrations", layout: "prisma" },
    { folder: "db/migrations", layout: "upDown" },
    { folder: "memo/migration", layout: "numbered" },
    { folder: "sql", layout: "numbered" },
  ]);
  expect(await findMigrationFolders(files, { migrationFolders: ["docs", "gone"] })).toEqual([{ folder: "docs", layout: "numbered" }]);
});

test("a path names its migration: up file, down file, folder of one, a script alone", async () => {
  const files = workspace(filled(["m/001_a.up.sql", "m/001_a.down.sql", "d/1_a/up.sql", "d/1_a/down.sql", "fix.sql", "d/readme.md"]));
  expect(await migrationOfFile(files, "m/001_a.up.sql")).toMatchObject({ side: "up", migration: { version: "001" }, folder: { folder: "m" } });
  expect(await migrationOfFile(files, "m/001_a.down.sql")).toMatchObject({ side: "down", migration: { version: "001" } });
  expect(await migrationOfFile(files, "d/1_a")).toMatchObject({ side: "up", migration: { name: "a" }, folder: { folder: "d", layout: "folders" } });
  expect(await migrationOfFile(files, "d/1_a/down.sql")).toMatchObject({ side: "down" });
  expect(await migrationOfFile(files, "fix.sql")).toMatchObject({ folder: null, migration: { version: "fix", down: null } });
  await expect(migrationOfFile(files, "m")).rejects.toMatchObject({ reason: "isDirectory" });
  await expect(migrationOfFile(files, "m/nothing.sql")).rejects.toMatchObject({ reason: "missing" });
  expect([await isOneMigration(files, "d/1_a"), await isOneMigration(files, "d")]).toEqual([true, false]);
});
