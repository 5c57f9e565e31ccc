import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FileError } from "../errors.ts";

/** Paths as reports show them: workspace-relative with forward slashes where inside, else absolute. */
export class WorkspaceFiles {
  readonly root: string;

  constructor(root: string) {
    this.root = path.resolve(root);
  }

  absolute(file: string): string {
    return path.resolve(this.root, file);
  }

  shown(file: string): string {
    const relative = path.relative(this.root, this.absolute(file));
    if (relative === "") return ".";
    return relative.startsWith("..") || path.isAbsolute(relative) ? this.absolute(file) : relative.split(path.sep).join("/");
  }

  /** "file", "folder", or null where nothing is there. */
  async kind(file: string): Promise<"file" | "folder" | null> {
    const found = await lstat(this.absolute(file)).catch(() => null);
    return found === null ? null : found.isDirectory() ? "folder" : "file";
  }

  /** The text of a script file. Throws FileError: missing, isDirectory, empty, binary, encoding (UTF-16), unreadable. */
  async readText(file: string): Promise<string> {
    const shown = this.shown(file);
    const bytes = await readFile(this.absolute(file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw new FileError("missing", shown, `There is no file ${shown}.`, { cause: error, next: "Check the path; it is read from the workspace folder." });
      if (error.code === "EISDIR") throw new FileError("isDirectory", shown, `${shown} is a folder, a file is needed here.`, { cause: error });
      throw new FileError("unreadable", shown, `${shown} cannot be read: ${error.message}`, { cause: error, next: "Check the rights of the file." });
    });
    return decode(bytes, shown);
  }

  async writeText(file: string, text: string): Promise<void> {
    await this.writing(file, (absolute) => writeFile(absolute, text));
  }

  /** Writes beside the file and takes its place, so that whoever reads it meanwhile, or after a crash, has the old text or the new one whole. */
  async replaceText(file: string, text: string): Promise<void> {
    await this.writing(file, async (absolute) => {
      const beside = `${absolute}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
      try {
        await writeFile(beside, text, { flush: true });
        await rename(beside, absolute);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    });
  }

  private async writing(file: string, write: (absolute: string) => Promise<void>): Promise<void> {
    const shown = this.shown(file);
    try {
      await mkdir(path.dirname(this.absolute(file)), { recursive: true });
      await write(this.absolute(file));
    } catch (error) {
      const full = (error as NodeJS.ErrnoException).code === "ENOSPC";
      throw new FileError(full ? "diskFull" : "unwritable", shown, `${shown} cannot be written: ${(error as Error).message}`, { cause: error, next: full ? "Free some disk space, then run it again." : "Check the rights of the folder." });
    }
  }

  /** Names in a folder, sorted by code unit. */
  async list(folder: string): Promise<readonly { readonly name: string; readonly folder: boolean }[]> {
    const entries = await readdir(this.absolute(folder), { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, folder: entry.isDirectory() })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function decode(bytes: Buffer, shown: string): string {
  if (bytes.length === 0) throw new FileError("empty", shown, `${shown} is empty.`, { next: "Write at least one statement into it." });
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new FileError("encoding", shown, `${shown} is UTF-16, scripts must be UTF-8.`, { next: "Save it with encoding UTF-8." });
  }
  if (bytes.includes(0)) throw new FileError("binary", shown, `${shown} is a binary file, not a script.`, { next: "Name a text file with SQL in it." });
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    if (text.trim() === "") throw new FileError("empty", shown, `${shown} holds nothing but blanks.`, { next: "Write at least one statement into it." });
    return text;
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError("encoding", shown, `${shown} is not valid UTF-8.`, { cause: error, next: "Save it with encoding UTF-8." });
  }
}
