import type { Workbench } from "../vscode/workbench.ts";
import { mongodbStore } from "./mongodbStore.ts";
import { mysqlStore } from "./mysqlStore.ts";
import type { PictureStore } from "./pictureStore.ts";
import type { Studio } from "./shop.ts";
import { patience, serverOf, withStore } from "./withStore.ts";

/** A dry-run on MySQL: how the server would really make each change. */
export async function pictureMysql(studio: Studio): Promise<void> {
  await pictureDryRun(studio, "mysql", serverOf("TEST_MYSQL_URL"), mysqlStore, /^How the server does it/, async ({ page }) => {
    await page.locator(".pane-body .monaco-list-row", { hasText: /^orders/ }).first().click();
    await page.locator(".pane-body .monaco-list-row", { hasText: "customer_id" }).first().waitFor();
  });
}

/** Collections in the tree, and the documents that a validator would refuse. */
export async function pictureMongodb(studio: Studio): Promise<void> {
  await pictureDryRun(studio, "mongodb", serverOf("TEST_MONGODB_URL"), mongodbStore, /^dry-run|dry-run passed/, async ({ page }) => {
    await page.locator(".pane-body .monaco-list-row", { hasText: /^orders/ }).first().click();
    await page.locator(".pane-body .monaco-list-row", { hasText: "customer_1" }).first().waitFor();
  });
}

async function pictureDryRun(studio: Studio, name: string, server: string, make: (server: string, database: string) => Promise<PictureStore>, scrollTo: RegExp, openInTree: (workbench: Workbench) => Promise<void>): Promise<void> {
  await withStore(studio, server, make, async (workbench, store) => {
    const { page } = workbench;
    await page.locator(".pane-body .monaco-list-row", { hasText: /^Store/ }).first().click();
    await openInTree(workbench);
    await workbench.openFile(Object.keys(store.migrations)[0] ?? "");
    await page.locator(".codelens-decoration a", { hasText: "Dry-run" }).first().click();
    await page.locator(".tab", { hasText: /dry-run/ }).waitFor(patience);
    await page.locator(".notification-toast").waitFor({ ...patience, state: "detached" });
    await workbench.find(scrollTo);
    await page.waitForTimeout(1000);
    await page.mouse.move(700, 880);
    await workbench.look(studio.file(name));
  });
}
