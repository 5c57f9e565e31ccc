import { readFile } from "node:fs/promises";
import path from "node:path";
import { commandsPage, commandsTable } from "./commandsPage.ts";
import { manifestWithCommands } from "./manifest.ts";

export interface GeneratedFile {
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  readonly wanted: string;
}

/** Every file that is written from the registry: as it is, and as it should be. */
export async function generatedFiles(root: string): Promise<GeneratedFile[]> {
  const read = (file: string): Promise<string> => readFile(path.join(root, file), "utf8").catch(() => "");
  const manifest = await read("package.json");
  const readme = await read("README.md");
  return [
    { file: "package.json", text: manifest, wanted: manifestWithCommands(manifest) },
    { file: "docs/commands.md", text: await read("docs/commands.md"), wanted: commandsPage() },
    { file: "README.md", text: readme, wanted: between(readme, commandsTable()) },
  ];
}

const start = "<!-- commands:start -->";
const end = "<!-- commands:end -->";

/** Puts the table between the README's marks; without marks it goes to the end, under a heading. */
function between(readme: string, table: string): string {
  const block = `${start}\n${table}\n${end}`;
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  return from === -1 || to === -1 ? `${readme.trimEnd()}\n\n## Commands\n\n${block}\n` : readme.slice(0, from) + block + readme.slice(to + end.length);
}
