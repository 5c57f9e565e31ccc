import { FileError, MigrationError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { checksumOf } from "./checksum.ts";
import type { FoundMigration, FoundScript, Layout, Listing } from "./layouts/layout.ts";
import { layouts } from "./layouts/layouts.ts";
import { listFolder } from "./layouts/listing.ts";
import type { Migration, MigrationFolder, ScriptSource } from "./migration.ts";
import { versionKey } from "./versions.ts";

/**
 * Reads the migrations of a folder in their order, whatever its layout.
 * Throws FileError (missing, noMigrations, and what reading a file may throw) and MigrationError duplicateVersion.
 */
export async function readMigrationFolder(files: WorkspaceFiles, folder: string): Promise<MigrationFolder> {
  const found = await scanFolder(files, folder);
  if (found === null) {
    const shown = files.shown(folder);
    throw new FileError("noMigrations", shown, `${shown} holds no migrations.`, {
      next: "Name a folder with files like 001_name.up.sql and 001_name.down.sql (for MongoDB .up.json and .down.json), folders with up.sql and down.sql, or the files of dbmate, goose, Flyway, Prisma, Supabase, sqitch or migrate-mongo.",
    });
  }
  refuseDuplicates(found);
  return found;
}

/** As readMigrationFolder, but null where there are no migrations, and duplicate versions are left in. */
export async function scanFolder(files: WorkspaceFiles, folder: string): Promise<MigrationFolder | null> {
  const listing = await listFolder(files, await homeOf(files, folder));
  const layout = await layoutOf(listing);
  if (layout === null) return null;
  const home = files.absolute(listing.folder);
  const migrations = (await layout.read(listing)).map((found) => toMigration(files, home, found));
  return migrations.length === 0 ? null : { layout: layout.id, folder: listing.folder, migrations };
}

/** The first layout that recognises the folder, or null. */
export async function layoutOf(listing: Listing): Promise<Layout | null> {
  for (const layout of layouts) if (await layout.recognises(listing)) return layout;
  return null;
}

/** sqitch's scripts lie below the folder that holds the plan. */
async function homeOf(files: WorkspaceFiles, folder: string): Promise<string> {
  const isScriptFolder = /(^|[/\\])(deploy|revert|verify)[/\\]?$/.test(folder);
  return isScriptFolder && (await files.kind(`${folder}/../sqitch.plan`)) === "file" ? files.shown(`${folder}/..`) : folder;
}

function toMigration(files: WorkspaceFiles, home: string, found: FoundMigration): Migration {
  const source = (script: FoundScript): ScriptSource => ({
    file: files.shown(`${home}/${script.path}`),
    start: script.start,
    end: script.end,
    noTransaction: script.noTransaction,
    ...(script.module === undefined ? {} : { module: script.module }),
  });
  const { version, name, up, down, repeatable } = found;
  let checksum: string | undefined;
  return {
    version, name, up: source(up), down: down === null ? null : source(down), repeatable,
    get checksum() {
      return (checksum ??= checksumOf(up.text.slice(up.start, up.end)));
    },
  };
}

function refuseDuplicates({ folder, migrations }: MigrationFolder): void {
  const seen = new Map<string, Migration>();
  for (const migration of migrations) {
    const key = versionKey(migration.version);
    const first = seen.get(key);
    if (first !== undefined) {
      throw new MigrationError("duplicateVersion", `Version ${migration.version} stands twice in ${folder}: ${first.up.file} and ${migration.up.file}.`, {
        next: "Give one of them a version of its own.",
        details: { version: migration.version, files: [first.up.file, migration.up.file] },
      });
    }
    seen.set(key, migration);
  }
}

/** The migration that a person means by "4", "004", "004_add_total" or its name; undefined where there is none. */
export function findMigration(folder: MigrationFolder, wanted: string): Migration | undefined {
  const { migrations } = folder;
  return (
    migrations.find((one) => one.version === wanted) ??
    migrations.find((one) => versionKey(one.version) === versionKey(wanted)) ??
    migrations.find((one) => one.name === wanted || `${one.version}_${one.name}` === wanted || `${one.version}__${one.name}` === wanted)
  );
}
