import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Workbench } from "../vscode/workbench.ts";
import { mongodbStore } from "./mongodbStore.ts";
import { mysqlStore } from "./mysqlStore.ts";
import type { PictureStore } from "./pictureStore.ts";
import type { Studio } from "./shop.ts";

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

/** The URL of a server that the tests use. Throws where there is none. */
export function serverOf(variable: string): string {
  const url = process.env[variable] ?? "";
  if (url === "") throw new Error(`${variable} is not set, and no such server could be started for the picture.`);
  return url;
}

async function pictureDryRun(studio: Studio, name: string, server: string, make: (server: string, database: string) => Promise<PictureStore>, scrollTo: RegExp, openInTree: (workbench: Workbench) => Promise<void>): Promise<void> {
  const store = await make(server, `store_${randomBytes(2).toString("hex")}`);
  const workspace = path.join(studio.home, "store");
  mkdirSync(path.join(workspace, "migrations"), { recursive: true });
  mkdirSync(path.join(workspace, ".vscode"));
  for (const [file, text] of Object.entries(store.migrations)) writeFileSync(path.join(workspace, "migrations", file), text);
  writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": [store.profile] }));
  const workbench = await Workbench.open({ workspace, dataFolder: studio.dataFolder, settings: studio.settings, env: store.env });
  try {
    const { page } = workbench;
    // Wide enough for the columns of a report beside its script.
    await page.setViewportSize({ width: 1760, height: 980 });
    await page.locator('.activitybar a[aria-label*="Data Engineer"]').first().click();
    await page.locator(".pane-body .monaco-list-row", { hasText: /^Store/ }).first().click();
    await openInTree(workbench);
    await workbench.openFile(Object.keys(store.migrations)[0] ?? "");
    await page.locator(".codelens-decoration a", { hasText: "Dry-run" }).first().click();
    await page.locator(".tab", { hasText: /dry-run/ }).waitFor({ timeout: 60_000 });
    await page.locator(".notification-toast").waitFor({ state: "detached", timeout: 60_000 });
    await workbench.find(scrollTo);
    await page.waitForTimeout(1000);
    await page.mouse.move(700, 880);
    await workbench.look(studio.file(name));
  } finally {
    await workbench.close();
    await store.drop();
  }
}
