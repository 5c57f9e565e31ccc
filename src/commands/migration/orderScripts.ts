import { readFileSync } from "node:fs";
import path from "node:path";
import { FileError, throwIfCancelled } from "../../core/errors.ts";
import { WorkspaceFiles } from "../../core/files/workspaceFiles.ts";
import { LineIndex } from "../../core/script/textPosition.ts";
import type { OrderScript } from "../../core/order/orderInput.ts";
import { isOneMigration, migrationOfFile } from "../../core/migration/migrationOfFile.ts";
import type { MigrationFolder, ScriptSource } from "../../core/migration/migration.ts";
import { readMigrationText } from "../../core/migration/readText.ts";
import type { MigrationText } from "../../core/migration/readText.ts";
import { scanFolder } from "../../core/migration/readFolder.ts";
import type { Engine } from "../../engines/engine.ts";
import type { CommandContext } from "../context.ts";

/** The scripts that a path means, in the order in which they run. */
export interface Scripts {
  readonly form: "file" | "migrations" | "files";
  readonly folder: MigrationFolder | null;
  readonly sources: readonly { readonly source: ScriptSource; readonly context: boolean }[];
}

/** Many small files: read in one go, which costs an eighth of what the thread pool costs. Each file is read once, although layouts and checks each ask for it. For one run: what changes on disk meanwhile is not seen. */
export class FilesReadOnce extends WorkspaceFiles {
  private readonly texts = new Map<string, Promise<string>>();

  override readText(file: string): Promise<string> {
    const key = this.absolute(file);
    let known = this.texts.get(key);
    if (known === undefined) {
      const text = plainText(key);
      known = text === undefined ? super.readText(file) : Promise.resolve(text);
      this.texts.set(key, known);
    }
    return known;
  }
}

/** The text of a file that needs no closer look; undefined where reading its bytes must tell what is wrong, or whether anything is. */
function plainText(absolute: string): string | undefined {
  try {
    const text = readFileSync(absolute, "utf8");
    return /^\uFEFF|[\0\uFFFD]/.test(text) || !/\S/.test(text) ? undefined : text;
  } catch {
    return undefined; // Read again by its bytes, which says why it cannot be read.
  }
}

/** A file (with the migrations that ran before it), a folder of migrations, or any folder: its *.sql in the order of their names. */
export async function scriptsOf(files: WorkspaceFiles, given: string): Promise<Scripts> {
  if ((await files.kind(given)) === "folder" && !(await isOneMigration(files, given))) return scriptsOfFolder(files, given);
  const { folder, migration, side } = await migrationOfFile(files, given);
  const source = side === "up" ? migration.up : migration.down!;
  const at = folder?.migrations.indexOf(migration) ?? 0;
  const before = folder?.migrations.slice(0, side === "up" ? at : at + 1) ?? [];
  return { form: "file", folder, sources: [...before.map((one) => ({ source: one.up, context: true })), { source, context: false }] };
}

async function scriptsOfFolder(files: WorkspaceFiles, given: string): Promise<Scripts> {
  const folder = await scanFolder(files, given);
  if (folder !== null) return { form: "migrations", folder, sources: folder.migrations.map((one) => ({ source: one.up, context: false })) };
  const found: string[] = [];
  const walk = async (under: string): Promise<void> => {
    for (const entry of await files.list(under)) {
      const inside = path.join(under, entry.name);
      if (entry.folder) {
        if (!entry.name.startsWith(".") && entry.name !== "node_modules") await walk(inside);
      } else if (/\.sql$/i.test(entry.name)) found.push(files.shown(inside));
    }
  };
  await walk(given);
  if (found.length === 0) {
    throw new FileError("noMigrations", files.shown(given), `${files.shown(given)} holds no .sql files.`, { next: "Name a folder with SQL scripts, or one script." });
  }
  found.sort((a, b) => (a < b ? -1 : 1));
  return { form: "files", folder: null, sources: found.map((file) => ({ source: { file, start: 0, end: Number.MAX_SAFE_INTEGER, noTransaction: false }, context: false })) };
}

/** Reads the texts, several at a time. Throws FileError (template, missing, binary, encoding, unreadable). */
export async function readScripts(context: CommandContext, files: WorkspaceFiles, scripts: Scripts): Promise<MigrationText[]> {
  const texts: MigrationText[] = [];
  const together = 64;
  for (let from = 0; from < scripts.sources.length; from += together) {
    throwIfCancelled(context.signal);
    texts.push(...(await Promise.all(scripts.sources.slice(from, from + together).map(({ source }) => readMigrationText(files, source)))));
  }
  return texts;
}

export function analyseScripts(context: CommandContext, engine: Engine, scripts: Scripts, texts: readonly MigrationText[]): OrderScript[] {
  throwIfCancelled(context.signal);
  const facts = engine.analyseAll(texts.map((text) => engine.split(text.text)));
  return texts.map((text, index) => ({ file: text.file, text: text.text, base: text.start, facts: facts[index]!, lines: new LineIndex(text.fileText), context: scripts.sources[index]!.context }));
}
