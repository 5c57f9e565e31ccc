import type { WorkspaceFiles } from "../../../core/files/workspaceFiles.ts";
import { FileError, UsageError } from "../../../core/errors.ts";
import { newDown } from "../../../core/migration/create/downScript.ts";
import { firstMigration, newestOf, newMigration, type NewMigration } from "../../../core/migration/create/newMigration.ts";
import { findMigrationFolders } from "../../../core/migration/findFolders.ts";
import type { Migration, MigrationFolder } from "../../../core/migration/migration.ts";
import { migrationOfFile } from "../../../core/migration/migrationOfFile.ts";
import { readMigrationFolder } from "../../../core/migration/readFolder.ts";
import type { Engine } from "../../../engines/engine.ts";

/** A change and its way back, to be written where the workspace keeps its migrations. */
export interface WantedMigration {
  readonly title: string;
  /** In their order; the way back takes them from the last to the first. */
  readonly parts: readonly MigrationPart[];
  /** Its statements run outside of a transaction; the layouts that have a word for it get it. */
  readonly outside?: true;
  readonly now: Date;
}

/** What a migration does to one table. */
export interface MigrationPart {
  /** What stands above the statements, line by line; what an earlier part said is not said again. */
  readonly notes: readonly string[];
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** The migration's files with their texts, workspace-relative; the first is the one to run. Nothing is written yet. Throws UsageError where several folders could be meant. */
export async function migrationFiles(files: WorkspaceFiles, settings: { readonly migrationFolders: readonly string[] }, engine: Engine, wanted: WantedMigration): Promise<ReadonlyMap<string, string>> {
  const home = await homeOf(files, settings);
  const wish = { title: wanted.title, now: wanted.now, planner: "data-engineer <data-engineer@localhost>" };
  if (home?.layout === "migrateMongo") throw new UsageError("badArgument", `${home.folder} holds modules for migrate-mongo, which are code: statements are not written there.`, { next: "Use --preview and put the commands into a module." });
  const made = home === null ? firstMigration("migrations", engine.scriptEnding, { ...wish, sample: "" }) : newMigration(home, { ...wish, sample: await textOf(files, newestOf(home)?.up.file) });
  const texts = filled(wanted.outside === true ? saidOutside(made) : made, home, engine, wanted);
  for (const file of texts.keys()) if ((await files.kind(file)) !== null && file !== made.append?.file) throw new FileError("unwritable", file, `${file} is there already.`, { next: "Run it again under another name of the migration, or move that file away." });
  if (made.append !== undefined) texts.set(made.append.file, `${(await textOf(files, made.append.file)).replace(/\n*$/, "\n")}${made.append.text}`);
  return texts;
}

/** The folder where the workspace keeps its migrations; null where it has none yet. Throws UsageError where several could be meant. */
export async function homeOf(files: WorkspaceFiles, settings: { readonly migrationFolders: readonly string[] }): Promise<MigrationFolder | null> {
  const found = await findMigrationFolders(files, settings);
  if (found.length > 1) throw new UsageError("badArgument", `Several folders hold migrations: ${found.map(({ folder }) => folder).join(", ")}.`, { next: "Name the one in the setting dataEngineer.migrationFolders." });
  return found[0] === undefined ? null : readMigrationFolder(files, found[0].folder);
}

function filled(made: NewMigration, home: MigrationFolder | null, engine: Engine, { title, parts }: WantedMigration): Map<string, string> {
  const [first] = made.files;
  if (first === undefined) throw new Error("A migration has at least one file.");
  const ends = sectionsOf(first.text);
  const up = upText(engine, title, parts);
  const down = text(engine, [...parts].reverse().flatMap((part) => part.down));
  if (ends !== null) return new Map([[first.file, `${ends.up}\n${up}\n${ends.down}\n${down}`]]);
  const downFile = made.files[1]?.file ?? downOf(home, first.file);
  const rest = made.files.slice(2).map((file): [string, string] => [file.file, file.text]);
  const back = engine.scriptEnding === ".json" ? "" : `-- undoes: ${oneLine(title)}\n`;
  if (downFile === null) return new Map([[first.file, `${up}\n-- What undoes it:\n${down.replace(/^(?=.)/gm, "-- ")}`]]);
  return new Map([[first.file, up], [downFile, `${back}${down}`], ...rest]);
}

/** Supabase's own client runs every script of its folder, so that a way back cannot lie there. */
function downOf(home: MigrationFolder | null, up: string): string | null {
  if (home === null || home.layout === "supabase") return null;
  const down = newDown(home, { version: "", name: "", up: { file: up, start: 0, end: 0, noTransaction: false }, down: null, repeatable: false, checksum: "" }, "");
  return "file" in down ? down.file : null;
}

function sectionsOf(template: string): { readonly up: string; readonly down: string } | null {
  const up = /^(?:-- \+goose NO TRANSACTION\n)?-- (?:migrate:up|\+goose Up)(?: transaction:false)?$/m.exec(template)?.[0];
  const down = /^-- (?:migrate:down|\+goose Down)(?: transaction:false)?$/m.exec(template)?.[0];
  return up === undefined || down === undefined ? null : { up, down };
}

/** In dbmate's and goose's words. */
function saidOutside(made: NewMigration): NewMigration {
  const [first, ...rest] = made.files;
  if (first === undefined) return made;
  const text = first.text.replace(/^-- migrate:(?:up|down)$/gm, "$& transaction:false").replace(/^-- \+goose Up$/m, "-- +goose NO TRANSACTION\n$&");
  return { ...made, files: [{ ...first, text }, ...rest] };
}

function upText(engine: Engine, title: string, parts: readonly MigrationPart[]): string {
  if (engine.scriptEnding === ".json") return text(engine, parts.flatMap(({ up }) => up));
  const said = new Set<string>();
  const sections = parts.map(({ notes, up }) => {
    const fresh = notes.map(oneLine).filter((note) => !said.has(note));
    for (const note of fresh) said.add(note);
    return `${fresh.map((note) => `-- ${note}\n`).join("")}${text(engine, up)}`;
  });
  return [`-- ${oneLine(title)}\n`, ...sections].join("\n");
}

function text(engine: Engine, statements: readonly string[]): string {
  return engine.scriptEnding === ".json" ? `[\n${statements.join(",\n")}\n]\n` : statements.map((statement) => `${statement};\n`).join("\n");
}

function oneLine(line: string): string {
  return line.replace(/[\p{Cc}\s]+/gu, " ").trim();
}

async function textOf(files: WorkspaceFiles, file: string | undefined): Promise<string> {
  return file === undefined || (await files.kind(file)) !== "file" ? "" : files.readText(file);
}

/** As the product reads what was written. */
export async function written(files: WorkspaceFiles, file: string): Promise<Migration> {
  return (await migrationOfFile(files, file)).migration;
}
