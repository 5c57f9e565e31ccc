import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { findMigrationFolders } from "../../../core/migration/findFolders.ts";
import { snapshotsFolder } from "../../../core/snapshot/storeFolder.ts";
import type { CommandContext } from "../../context.ts";
import type { Check } from "./check.ts";

/** What the machine and the workspace folder offer: the runtime, migrations, a place for snapshots. */
export async function checkWorkspace(context: CommandContext): Promise<Check[]> {
  return [checkRuntime(context), await checkMigrations(context), await checkSnapshotFolder(context)];
}

function checkRuntime({ environment, dialect }: CommandContext): Check {
  const { nodeVersion, nodeApi } = environment;
  const found = { key: "runtime", name: "Node.js" };
  if (nodeApi >= 10) return { ...found, status: "passed", detail: `${nodeVersion} runs the drivers of every engine.` };
  return { ...found, status: dialect === "sqlite" ? "failed" : "warning", detail: `${nodeVersion} is too old for SQLite's driver; the other engines work.`, next: "Install Node.js 22 or newer." };
}

async function checkMigrations(context: CommandContext): Promise<Check> {
  const found = await findMigrationFolders(context.files, context.settings);
  const named = context.settings.migrationFolders;
  if (found.length > 0) return { key: "migrations", name: "Migrations", status: "passed", detail: found.map((one) => `${one.folder} (${one.layout})`).join(", ") };
  if (named.length > 0) return { key: "migrations", name: "Migrations", status: "failed", detail: `The settings name ${named.join(", ")}, where no migrations are.`, next: "Correct dataEngineer.migrationFolders." };
  return { key: "migrations", name: "Migrations", status: "warning", detail: "No folder with migrations was found.", next: "Put 001_name.up.sql and 001_name.down.sql (.json for MongoDB) into a folder migrations." };
}

async function checkSnapshotFolder(context: CommandContext): Promise<Check> {
  const folder = context.files.absolute(snapshotsFolder);
  const found = { key: "snapshots", name: "Snapshot folder" };
  for (let at = folder; ; at = path.dirname(at)) {
    if (!(await exists(at)) && at !== path.dirname(at)) continue;
    const writable = await access(at, constants.W_OK).then(() => true, () => false);
    return writable
      ? { ...found, status: "passed", detail: `${snapshotsFolder} ${at === folder ? "is there and" : "can be made and"} can be written.` }
      : { ...found, status: "failed", detail: `${snapshotsFolder} cannot be written.`, next: `Check the rights of ${context.files.shown(at)}; without snapshots nothing destructive runs.` };
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(() => true, () => false);
}
