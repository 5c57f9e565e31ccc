import * as vscode from "vscode";
import type { CommandArgument } from "../../agent/commands.ts";
import type { Choice } from "../connections/wizardQuestions.ts";
import { relativePath } from "../runs/invocation.ts";
import type { Services } from "../services.ts";
import { readSnapshots } from "../snapshots/readSnapshots.ts";
import { counted } from "../../core/counted.ts";

const ignored = "**/{node_modules,.git,.data-engineer,dist}/**";

/** What a quick pick offers for an argument, the likeliest first. */
export async function offersFor(services: Services, offers: NonNullable<CommandArgument["offers"]>, cwd: string): Promise<readonly Choice[]> {
  switch (offers) {
    case "migration":
      return [...(await folders(services, cwd)), ...(await migrationFiles(services, cwd))];
    case "sqlFile":
      return [...(await folders(services, cwd)), ...(await files("**/*.{sql,up.json}", cwd))];
    case "file":
      return files("**/*.{sql,csv,json,md}", cwd);
    case "snapshot":
      return snapshots(cwd);
    case "snapshotOrFile":
      return [...(await snapshots(cwd)), ...(await downScripts(services, cwd))];
    case "table":
    case "checklist":
    case "sql":
      return [];
  }
}

async function folders(services: Services, cwd: string): Promise<Choice[]> {
  const known = await services.migrations.folders(cwd);
  return known.map((folder) => ({ value: folder.folder, label: `$(folder) ${folder.folder}`, description: counted(folder.migrations.length, "migration") }));
}

async function migrationFiles(services: Services, cwd: string): Promise<Choice[]> {
  const known = await services.migrations.folders(cwd);
  return known.flatMap((folder) => folder.migrations.map((migration) => ({ value: migration.up.file, label: `$(file) ${migration.up.file}`, description: migration.name })).reverse());
}

async function downScripts(services: Services, cwd: string): Promise<Choice[]> {
  const known = await services.migrations.folders(cwd);
  const found = known.flatMap((folder) => folder.migrations.map((migration) => migration.down?.file)).filter((file) => file !== undefined);
  return [...new Set(found)].reverse().map((file) => ({ value: file, label: `$(discard) ${file}`, description: "down script" }));
}

async function snapshots(cwd: string): Promise<Choice[]> {
  const found = await readSnapshots(cwd);
  return found.flatMap((snapshot) => (snapshot.manifest === null ? [] : [{ value: snapshot.id, label: `$(history) ${snapshot.manifest.label}`, description: `${snapshot.manifest.createdAt} of ${snapshot.manifest.database}` }]));
}

async function files(pattern: string, cwd: string): Promise<Choice[]> {
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(cwd, pattern), ignored, 200);
  return found.map((uri) => relativePath(uri, cwd)).sort().map((file) => ({ value: file, label: `$(file) ${file}` }));
}
