import { readFileSync } from "node:fs";
import path from "node:path";

/** What a bundled module imports before anything is asked of it, itself included. */
export function eagerFiles(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, target] of readFileSync(file, "utf8").matchAll(/(?:^|[;}\n])import\s*(?:[^"'();]*from\s*)?["'](\.[^"']+)["']/g)) eagerFiles(path.resolve(path.dirname(file), target!), found);
  return found;
}

/** Words that stand in the code of each driver and nowhere else. */
const marks: Readonly<Record<string, RegExp>> = { pg: /SCRAM-SERVER-FINAL/, mysql2: /mysql_clear_password/, mongodb: /serverSelectionTimeoutMS/, "better-sqlite3": /better_sqlite3\.node/, "libpg-query": /libpg-query\.wasm/ };

/** The drivers and parsers whose code is in these files. */
export function driversIn(files: Iterable<string>): string[] {
  const texts = [...files].map((file) => readFileSync(file, "utf8"));
  return Object.entries(marks).filter(([, mark]) => texts.some((text) => mark.test(text))).map(([name]) => name);
}
