import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { root } from "../machine/process.ts";
import { buildSuite } from "./buildSuite.ts";

/** Runs the same suites as runSuite.ts in a downloaded desktop VS Code. Needs a display and its download host. */
const home = mkdtempSync(path.join(tmpdir(), "de-"));
const workspace = path.join(home, "workspace");
mkdirSync(workspace);
cpSync(path.join(root, "test", "vscode", "fixture"), workspace, { recursive: true });
for (const trust of ["on", "off"] as const) {
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: await buildSuite(trust),
    launchArgs: [workspace, "--disable-extensions", "--user-data-dir", path.join(home, trust), ...(trust === "on" ? ["--disable-workspace-trust"] : [])],
  });
}
