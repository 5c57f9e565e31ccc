import { spawnSync } from "node:child_process";
import path from "node:path";
import { root, run, which } from "./machine/process.ts";
import { prepareShop } from "./sample/workspace.ts";
import { openInBrowser } from "./vscode/openInBrowser.ts";

const open = !process.argv.includes("--no-open");
const database = "sqlite:shop.db";

console.error("Building …");
run(process.execPath, ["esbuild.mjs"]);

const workspace = path.join(root, "sample");
const rows = prepareShop(workspace);

/** Runs the agent in the workspace as a person would type it, and stops where it does not end as told. */
function agent(words: string, ends: "passed" | "failed"): void {
  console.log(`\n\x1b[1m$ data-engineer ${words}\x1b[0m`);
  const done = spawnSync(process.execPath, [path.join(root, "dist", "cli.js"), ...words.split(" "), "--url", database], { cwd: workspace, stdio: ["ignore", "inherit", "inherit"] });
  const expected = ends === "passed" ? 0 : 1;
  if (done.status === expected) return;
  throw new Error(`"${words}" was to end with ${expected}, it ended with ${done.status ?? done.signal}.`);
}

function say(text: string): void {
  console.log(`\n\x1b[36m${text}\x1b[0m`);
}

say(`A sample workspace is in ${workspace}: shop.db with ${Object.entries(rows).map(([table, count]) => `${count} ${table}`).join(", ")}; migrations 001 to 005 are applied, seven wait.`);

say("1. Plan. In which order do the files work? One of them uses a table that a later one creates.");
agent("verify-order migrations", "failed");
say("2. Dry-run. Each pending migration is executed on a copy, up and down. Two down scripts are shown for what they are.");
agent("dry-run migrations --to 010", "failed");
say("3. Apply. A snapshot first, then the migrations.");
agent("snapshot before-release", "passed");
agent("apply-migration migrations --to 008 --yes", "passed");
say("4. Verify.");
agent("smoke-test 008", "passed");
say("5. Roll back. A destructive migration is applied, with the rows that it would lose kept, and then undone.");
agent("apply-migration migrations/010_drop_order_note.up.sql --yes --allow-destructive --out-of-order", "passed");
agent("rollback before-010_drop_order_note --yes --allow-destructive", "passed");

if (open) {
  if (which("code") !== null) run("code", [`--extensionDevelopmentPath=${root}`, workspace]);
  else await openInBrowser(workspace);
} else console.log(`\nOpen it with: code --extensionDevelopmentPath="${root}" "${workspace}"   (or npm start, which serves VS Code in the browser)`);
