import path from "node:path";
import { prepareShop } from "../sample/workspace.ts";
import { Workbench } from "../vscode/workbench.ts";

/** Where a picture is taken, and where it goes. */
export interface Studio {
  /** A folder for the workspace. */
  readonly home: string;
  readonly dataFolder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The file of the picture of something. */
  file(what: string): string;
}

/** Its down script brings the column back without its CHECK. */
const migration = "009_drop_country.up.sql";

/** The sample shop on SQLite: lenses, a dry-run whose way back is broken, the sidebar, the console. */
export async function pictureShop({ home, dataFolder, settings, file }: Studio): Promise<void> {
  const workspace = path.join(home, "shop");
  prepareShop(workspace, "008");
  const workbench = await Workbench.open({ workspace, dataFolder, settings });
  try {
    const { page } = workbench;
    await page.locator('.activitybar a[aria-label*="Data Engineer"]').first().click();
    await page.locator(".part.sidebar", { hasText: "001 customers" }).waitFor();
    await workbench.openFile(migration);
    const lens = page.locator(".codelens-decoration a", { hasText: "Dry-run" }).first();
    await lens.waitFor();
    await page.mouse.move(700, 500);
    await workbench.look(file("lens"));
    await lens.click();
    await page.locator(".tab", { hasText: /dry-run/ }).waitFor({ timeout: 60_000 });
    await page.locator(".part.sidebar", { hasText: /rollback.broken/ }).waitFor();
    await page.waitForTimeout(1500);
    await workbench.look(file("dry-run"));
    await page.locator(".part.sidebar").screenshot({ path: file("sidebar") });
    await workbench.command("Data Engineer: Open Console");
    await page.waitForSelector(".terminal-wrapper.active .xterm-screen");
    await page.waitForTimeout(1500);
    await page.keyboard.type("*verify-order migrations\n", { delay: 20 });
    await page.waitForTimeout(3000);
    await workbench.look(file("console"));
  } finally {
    await workbench.close();
  }
}
