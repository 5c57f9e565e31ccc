import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root, run } from "./machine/process.ts";
import { prepareShop } from "./sample/workspace.ts";
import { packageVsix } from "./vscode/packageVsix.ts";
import { installVsix } from "./vscode/server.ts";
import { Workbench } from "./vscode/workbench.ts";

/** Takes the README's pictures from the packaged extension in a real VS Code, in dark and in light. */
const images = path.join(root, "docs", "images");
const themes = { dark: "Default Dark Modern", light: "Default Light Modern" };
/** Its down script brings the column back without its CHECK. */
const migration = "009_drop_country.up.sql";

run(process.execPath, ["esbuild.mjs"]);
mkdirSync(images, { recursive: true });
const vsix = packageVsix();
for (const [name, theme] of Object.entries(themes)) {
  const home = mkdtempSync(path.join(tmpdir(), "de-pictures-"));
  const workspace = path.join(home, "shop");
  prepareShop(workspace, "008");
  installVsix(vsix, path.join(home, "data"));
  const workbench = await Workbench.open({ workspace, dataFolder: path.join(home, "data"), settings: { "workbench.colorTheme": theme, "editor.minimap.enabled": false, "window.zoomLevel": 0.5 } });
  try {
    const { page } = workbench;
    const picture = (what: string): string => path.join(images, `${what}-${name}.png`);
    await page.locator('.activitybar a[aria-label*="Data Engineer"]').first().click();
    await page.locator(".part.sidebar", { hasText: "001 customers" }).waitFor();
    await workbench.openFile(migration);
    const lens = page.locator(".codelens-decoration a", { hasText: "Dry-run" }).first();
    await lens.waitFor();
    await page.mouse.move(700, 500);
    await workbench.look(picture("lens"));
    await lens.click();
    await page.locator('.tab', { hasText: /dry-run/ }).waitFor({ timeout: 60_000 });
    await page.locator(".part.sidebar", { hasText: /rollback.broken/ }).waitFor();
    await page.waitForTimeout(1500);
    await workbench.look(picture("dry-run"));
    await page.locator(".part.sidebar").screenshot({ path: picture("sidebar") });
    await workbench.command("Data Engineer: Open Console");
    await page.waitForSelector(".terminal-wrapper.active .xterm-screen");
    await page.waitForTimeout(1500);
    await page.keyboard.type("*verify-order migrations\n", { delay: 20 });
    await page.waitForTimeout(3000);
    await workbench.look(picture("console"));
  } finally {
    await workbench.close();
  }
  rmSync(home, { recursive: true, force: true });
}
