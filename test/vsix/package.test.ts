import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { root } from "../../scripts/machine/process.ts";
import { prepareShop } from "../../scripts/sample/workspace.ts";
import { driversIn, eagerFiles } from "../../scripts/vscode/eagerFiles.ts";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";

let home: string;
let vsix: string;
let workbench: Workbench;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "de-vsix-"));
  vsix = inject("vsix");
  prepareShop(path.join(home, "shop"));
  installVsix(vsix, path.join(home, "data"));
  workbench = await Workbench.open({ workspace: path.join(home, "shop"), dataFolder: path.join(home, "data") });
});

afterAll(async () => {
  await workbench.close();
  rmSync(home, { recursive: true, force: true });
});

describe("the packaged extension", () => {
  it("ships what runs and nothing else", async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    expect(statSync(vsix).size).toBeLessThan(24 * 1024 * 1024);
    expect(files).toEqual(expect.arrayContaining(["dist/extension.js", "dist/cli.js", "dist/sqliteWorker.js", "dist/prebuilds/linux-x64.node", "dist/node_modules/@electric-sql/pglite/dist/pglite.wasm", "dist/mongodbModuleWorker.js", "dist/webviews/audit.js", "dist/webviews/audit.css", "THIRD_PARTY_NOTICES.md", "schemas/mongodb-commands.json", "snippets/mysql.json", "snippets/mongodb.json"]));
    expect(files.filter((file) => /\.ts$|\.map$|\.env|^(node_modules|test|scripts|bench|docs|sample)\//.test(file))).toEqual([]);
  });

  it("brings every driver along and loads none before a connection opens", () => {
    const dist = path.join(root, "dist");
    const chunks = readdirSync(path.join(dist, "chunks")).filter((name) => name.endsWith(".js")).map((name) => path.join(dist, "chunks", name));
    expect(driversIn([...chunks, path.join(dist, "sqliteWorker.js")]).sort()).toEqual(["better-sqlite3", "libpg-query", "mongodb", "mysql2", "pg"]);
    expect(driversIn(eagerFiles(path.join(dist, "extension.js")))).toEqual([]);
  });

  it("dry-runs a migration from its lens in a fresh VS Code", async () => {
    await workbench.openFile("006_loyalty_points.up.sql");
    await workbench.page.locator(".codelens-decoration a", { hasText: "Dry-run" }).first().click();
    await expect.poll(() => workbench.text(), { timeout: 60_000 }).toMatch(/dry-run passed/i);
  });
});
