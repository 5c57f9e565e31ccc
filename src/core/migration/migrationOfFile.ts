import path from "node:path";
import { FileError } from "../errors.ts";
import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { checksumOf } from "./checksum.ts";
import { moduleExports } from "./layouts/moduleExports.ts";
import { stemOf } from "./layouts/layout.ts";
import type { Migration, MigrationFolder, ScriptSource } from "./migration.ts";
import { scanFolder } from "./readFolder.ts";
import { readVersion } from "./versions.ts";

/** The migration that a path names. */
export interface NamedMigration {
  /** The folder that it belongs to; null for a script that stands alone. */
  readonly folder: MigrationFolder | null;
  readonly migration: Migration;
  /** Which of its scripts the path names; "up" for a file that holds both. */
  readonly side: "up" | "down";
}

/**
 * The migration of a path that a person gave: its up file, its down file, or the folder of one migration (up.sql or migration.sql in it).
 * Throws FileError (missing, empty, isDirectory for any other folder, and what reading may throw).
 */
export async function migrationOfFile(files: WorkspaceFiles, file: string): Promise<NamedMigration> {
  const kind = await files.kind(file);
  const shown = files.shown(file);
  if (kind === null) throw new FileError("missing", shown, `There is no file ${shown}.`, { next: "Check the path; it is read from the workspace folder." });
  if (kind === "folder") {
    const script = await scriptInside(files, file);
    if (script === null) throw new FileError("isDirectory", shown, `${shown} is a folder with neither up.sql nor migration.sql in it.`, { next: "Name a migration's file." });
    return migrationOfFile(files, script);
  }
  const text = await files.readText(file);
  for (const folder of [path.dirname(file), path.dirname(path.dirname(file))]) {
    if ((await files.kind(folder)) !== "folder") continue;
    const found = await scanFolder(files, folder);
    const migration = found?.migrations.find((one) => one.up.file === shown || one.down?.file === shown);
    if (found !== null && migration !== undefined) return { folder: found, migration, side: migration.up.file === shown ? "up" : "down" };
  }
  return { folder: null, migration: await standAlone(files, shown, text), side: "up" };
}

/** True for a folder that is one migration of its parent, not a folder of migrations. */
export async function isOneMigration(files: WorkspaceFiles, folder: string): Promise<boolean> {
  return (await scriptInside(files, folder)) !== null;
}

async function scriptInside(files: WorkspaceFiles, folder: string): Promise<string | null> {
  for (const name of ["up.sql", "migration.sql"]) if ((await files.kind(`${folder}/${name}`)) === "file") return files.shown(`${folder}/${name}`);
  return null;
}

async function standAlone(files: WorkspaceFiles, file: string, text: string): Promise<Migration> {
  const stem = stemOf(file).replace(/\.up$/i, "");
  const whole = (of: string, length: number): ScriptSource => ({ file: of, start: 0, end: length, noTransaction: false });
  const exported = /\.[cm]?js$/i.test(file) ? moduleExports(text) : {};
  if (exported.up !== undefined) {
    const side = (module: "up" | "down"): ScriptSource => ({ ...whole(file, text.length), noTransaction: true, module });
    return { ...(readVersion(stem) ?? { version: stem, name: stem }), up: side("up"), down: exported.down === undefined ? null : side("down"), repeatable: false, checksum: checksumOf(text) };
  }
  const downFile = file.replace(/(?:\.up)?\.(sql|json)$/i, ".down.$1");
  const down = downFile !== file && (await files.kind(downFile)) === "file" ? whole(files.shown(downFile), Number.MAX_SAFE_INTEGER) : null;
  return { ...(readVersion(stem) ?? { version: stem, name: stem }), up: whole(file, text.length), down, repeatable: false, checksum: checksumOf(text) };
}
