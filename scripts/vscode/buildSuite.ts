import { readdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { root } from "../machine/process.ts";

const suites = path.join(root, "test", "vscode", "suite");

/** Bundles the suites that run inside the extension host. `trust` "off" takes the files that end in `.untrusted.ts`, "on" the others. Returns the module to load. */
export async function buildSuite(trust: "on" | "off"): Promise<string> {
  const files = readdirSync(suites).filter((name) => name.endsWith(".ts") && name.endsWith(".untrusted.ts") === (trust === "off"));
  return buildForHost(suiteModule(files), suites, `suite-${trust}`);
}

/** Bundles TypeScript text, whose imports are read from `folder`, into a module for the extension host; returns its path. */
export async function buildForHost(contents: string, folder: string, name: string): Promise<string> {
  const outfile = path.join(root, "out", "vscode", `${name}.js`);
  await build({
    stdin: { contents, resolveDir: folder, loader: "ts", sourcefile: `${name}-entry.ts` },
    bundle: true, platform: "node", target: "node22", format: "esm", sourcemap: "inline", logLevel: "warning", outfile,
    external: ["vscode", "mocha"],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  return outfile;
}

function suiteModule(files: readonly string[]): string {
  const imports = files.map((file) => `  await import("./${file}");`).join("\n");
  return `import { runMocha } from "../runMocha.ts";\nexport const run = () => runMocha(async () => {\n${imports}\n});\n`;
}
