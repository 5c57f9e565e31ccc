import { statSync } from "node:fs";
import path from "node:path";
import { root, run } from "../scripts/machine/process.ts";
import { buildForHost } from "../scripts/vscode/buildSuite.ts";
import { driversIn, eagerFiles } from "../scripts/vscode/eagerFiles.ts";
import { runInHost } from "../scripts/vscode/runInHost.ts";

const bounds = { milliseconds: 50, kilobytes: 200 };

run(process.execPath, ["esbuild.mjs", "--production"]);
const eager = [...eagerFiles(path.join(root, "dist", "extension.js"))];
const kilobytes = eager.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;
const drivers = driversIn(eager);
console.log(`main bundle: ${kilobytes.toFixed(1)} KB in ${eager.length} files, ${(kilobytes / bounds.kilobytes).toFixed(2)} of its bound of ${bounds.kilobytes} KB; drivers in it: ${drivers.length}`);

const module = await buildForHost('export { run } from "./activation.ts";', path.join(root, "bench", "host"), "activation");
const times: number[] = [];
for (let round = 0; round < 3; round++) times.push(((await runInHost(module, "on")) as { milliseconds: number }).milliseconds);
const median = times.sort((a, b) => a - b)[1]!;
console.log(`activation: ${median.toFixed(1)} ms (median of ${times.map((time) => time.toFixed(1)).join(", ")}), ${(median / bounds.milliseconds).toFixed(2)} of its bound of ${bounds.milliseconds} ms`);
process.exitCode = kilobytes <= bounds.kilobytes && median <= bounds.milliseconds && drivers.length === 0 ? 0 : 1;
