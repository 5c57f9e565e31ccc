import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../machine/process.ts";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const modules = path.join(root, "node_modules");

/** The packages that ship, with what they depend on. */
function shipped(name: string, found = new Map<string, Manifest>()): Map<string, Manifest> {
  const file = path.join(modules, name, "package.json");
  if (found.has(name) || !existsSync(file)) return found;
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  found.set(name, manifest);
  for (const dependency of Object.keys(manifest.dependencies ?? {})) shipped(dependency, found);
  return found;
}

/** Writes THIRD_PARTY_NOTICES.md: the licence of every package whose code is in the bundle. */
export function writeNotices(): void {
  const own = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
  const packages = Object.keys(own.dependencies ?? {}).reduce((found, name) => shipped(name, found), new Map<string, Manifest>());
  const sections = [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map((manifest) => {
    const folder = path.join(modules, manifest.name);
    const texts = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).map((name) => readFileSync(path.join(folder, name), "utf8").trim());
    return `## ${manifest.name} ${manifest.version} (${manifest.license ?? "no licence named"})\n\n${texts.join("\n\n") || "The package brings no licence text."}\n`;
  });
  const server = "libpg-query contains code of libpg_query (BSD 3-Clause, Lukas Fittl and pganalyze) and of the PostgreSQL server (PostgreSQL Licence, The PostgreSQL Global Development Group and the Regents of the University of California). better-sqlite3 contains SQLite, which is in the public domain.";
  writeFileSync(path.join(root, "THIRD_PARTY_NOTICES.md"), `# Third-party notices\n\n${server}\n\n${sections.join("\n")}`);
}
