import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const production = process.argv.includes("--production");
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  splitting: true,
  minify: production,
  sourcemap: production ? false : "linked",
  logLevel: "warning",
  outdir: "dist",
  // The CommonJS form of the one would lose its named exports behind a dynamic import, that of the other requires files that no bundler sees.
  alias: { "libpg-query": "libpg-query/wasm/index.js", "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  chunkNames: "chunks/[name]-[hash]",
  external: ["vscode", "pg-native", "@electric-sql/pglite", "@electric-sql/pglite/*"],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname; const __filename = import.meta.filename;" },
};

const entries = { extension: "src/extension.ts", cli: "src/cli.ts", sqliteWorker: "src/engines/sqlite/worker.ts", pgliteWorker: "src/engines/postgresql/pgliteWorker.ts", mongodbModuleWorker: "src/engines/mongodb/moduleWorker.ts" };
const entryPoints = Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));

await rm("dist", { recursive: true, force: true });
await build({ ...common, entryPoints });
await build({ ...common, platform: "browser", target: "chrome130", format: "iife", splitting: false, external: [], alias: {}, banner: {}, outdir: "dist/webviews", entryPoints: ["audit", "explain"].flatMap((view) => [{ in: `webviews/${view}/main.ts`, out: view }, { in: `webviews/${view}/${view}.css`, out: view }]) });
if (production) await dropUnusedBanners();
await mkdir("dist/chunks", { recursive: true });
await copyFile("node_modules/libpg-query/wasm/libpg-query.wasm", "dist/chunks/libpg-query.wasm");
// sqlparser looks for it beside the folder of its own module, which is a chunk.
await mkdir("dist/wasm", { recursive: true });
await copyFile("node_modules/@guanmingchiu/sqlparser-ts/wasm/sqlparser_rs_wasm_bg.wasm", "dist/wasm/sqlparser_rs_wasm_bg.wasm");
await cp("node_modules/better-sqlite3/prebuilds", "dist/prebuilds", { recursive: true });
// PGlite finds its WASM and its extensions beside its own modules, so it goes along as the package that it is.
const pglite = "node_modules/@electric-sql/pglite";
await cp(pglite, `dist/${pglite}`, { recursive: true, filter: (file) => !/\.(map|cjs|cts|d\.ts)$|\/(live|worker|node-postgres|nodefs)(\/|$)|README/.test(file) });

/** Most chunks hold no CommonJS and need nothing of the banner. */
async function dropUnusedBanners() {
  const files = (await readdir("dist", { recursive: true })).filter((file) => /^(?:chunks[\\/])?[^\\/]+\.js$/.test(file));
  for (const file of files) {
    const text = await readFile(`dist/${file}`, "utf8");
    const at = text.indexOf(common.banner.js);
    const rest = text.slice(0, Math.max(0, at)) + text.slice(at + common.banner.js.length).replace(/^\n/, "");
    if (at !== -1 && !/\brequire\b|__dirname|__filename|__createRequire/.test(rest)) await writeFile(`dist/${file}`, rest);
  }
}
