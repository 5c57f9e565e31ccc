import type { WorkspaceFiles } from "../files/workspaceFiles.ts";
import { moduleExports } from "./layouts/moduleExports.ts";
import { textOrBlank } from "./layouts/listing.ts";
import type { ScriptSource } from "./migration.ts";
import { refuseTemplate } from "./template.ts";

/** A script's text, and where it lies in its file: `text === fileText.slice(start, end)`. Of a module it is the statement that runs it, and `start` where its function stands. */
export interface MigrationText {
  readonly file: string;
  readonly fileText: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Reads the part of a file that a migration runs; "" where it is blank. Throws FileError (template, missing, binary, encoding, unreadable). */
export async function readMigrationText(files: WorkspaceFiles, source: ScriptSource): Promise<MigrationText> {
  const fileText = await textOrBlank(files, source.file);
  if (source.module !== undefined) {
    const start = moduleExports(fileText)[source.module]?.start ?? 0;
    const text = JSON.stringify({ runModule: source.file, direction: source.module });
    return { file: source.file, fileText, text, start, end: start };
  }
  const end = Math.min(source.end, fileText.length);
  const start = Math.min(source.start, end);
  refuseTemplate(source.file, fileText, start, end);
  return { file: source.file, fileText, text: fileText.slice(start, end), start, end };
}
