import path from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../../core/errors.ts";

export interface SqliteUrl {
  /** Absolute. */
  readonly file: string;
  readonly foreignKeys: boolean;
  readonly create: boolean;
}

const next = "Write it as sqlite:path/to/file.db, with ?foreign_keys=off or ?create=true where needed.";

/** Reads `sqlite:path[?foreign_keys=on|off&create=true|false]`; the path counts from `cwd`. `file:` and `sqlite:///absolute` work too. */
export function parseUrl(url: string, cwd: string): SqliteUrl {
  const rest = /^(?:sqlite3?|file):(.*)$/is.exec(url)?.[1];
  if (rest === undefined) throw new UsageError("badUrl", "This is not an SQLite URL.", { next });
  const question = rest.indexOf("?");
  const location = question === -1 ? rest : rest.slice(0, question);
  const file = fileOf(location, cwd);
  const options = new URLSearchParams(question === -1 ? "" : rest.slice(question + 1));
  for (const name of options.keys()) {
    if (name !== "foreign_keys" && name !== "create") throw new UsageError("badUrl", `The URL has an unknown option "${name}".`, { next });
  }
  return { file, foreignKeys: flag(options, "foreign_keys", true), create: flag(options, "create", false) };
}

function fileOf(location: string, cwd: string): string {
  const name = decoded(location);
  if (name === "" || name.startsWith(":memory:")) {
    throw new UsageError("badUrl", "A database in memory cannot be worked on: nothing of it outlives the command.", { next: "Name a file: sqlite:path/to/file.db?create=true." });
  }
  if (/^\/\/\//.test(name)) return /^\/\/\/[A-Za-z]:/.test(name) ? fileURLToPath(`file:${location}`) : name.slice(2);
  if (name.startsWith("//")) return path.resolve(cwd, name.slice(2));
  return path.resolve(cwd, name);
}

/** A path may be percent-encoded; a lone % stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function flag(options: URLSearchParams, name: string, fallback: boolean): boolean {
  const value = options.get(name)?.toLowerCase();
  if (value === undefined) return fallback;
  if (["on", "true", "1", "yes"].includes(value)) return true;
  if (["off", "false", "0", "no"].includes(value)) return false;
  throw new UsageError("badUrl", `"${value}" is no value for ${name}.`, { next: `Write ${name}=on or ${name}=off.` });
}
