import { writeFile } from "node:fs/promises";
import path from "node:path";
import { generatedFiles } from "./generated/files.ts";

/** Writes what derives from the command registry; with --check only says what differs, and fails then. */
const root = path.resolve(import.meta.dirname, "..");
const check = process.argv.includes("--check");
for (const { file, text, wanted } of await generatedFiles(root)) {
  if (text === wanted) continue;
  if (check) {
    console.error(`${file} is not what src/agent/commands.ts says; run npm run generate.`);
    process.exitCode = 1;
  } else {
    await writeFile(path.join(root, file), wanted);
    console.log(`Wrote ${file}`);
  }
}
