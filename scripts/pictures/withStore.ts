import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Workbench } from "../vscode/workbench.ts";
import type { PictureStore } from "./pictureStore.ts";
import type { Studio } from "./shop.ts";

/** How a picture waits at most. */
export const patience = { timeout: 60_000 } as const;

/** The URL of a server that the tests use. Throws where there is none. */
export function serverOf(variable: string): string {
  const url = process.env[variable] ?? "";
  if (url === "") throw new Error(`${variable} is not set, and no such server could be started for the picture.`);
  return url;
}

/** Makes a database of a shop and an editor with a connection to it, called Store; both are gone afterwards. */
export async function withStore<Store extends PictureStore>(studio: Studio, server: string, make: (server: string, database: string) => Promise<Store>, work: (workbench: Workbench, store: Store, workspace: string) => Promise<void>): Promise<void> {
  const store = await make(server, `store_${randomBytes(2).toString("hex")}`);
  try {
    const workspace = path.join(studio.home, "store");
    mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
    if (Object.keys(store.migrations).length > 0) mkdirSync(path.join(workspace, "migrations"));
    for (const [file, text] of Object.entries(store.migrations)) writeFileSync(path.join(workspace, "migrations", file), text);
    writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": [store.profile] }));
    const workbench = await Workbench.open({ workspace, dataFolder: studio.dataFolder, settings: studio.settings, env: store.env });
    try {
      const { page } = workbench;
      // Wide enough for the columns of a report beside its script.
      await page.setViewportSize({ width: 1760, height: 980 });
      await page.locator('.activitybar a[aria-label*="Data Engineer"]').first().click();
      await page.locator(".pane-body .monaco-list-row", { hasText: /^Store/ }).first().waitFor(patience);
      await work(workbench, store, workspace);
    } finally {
      await workbench.close();
    }
  } finally {
    await store.drop();
  }
}
