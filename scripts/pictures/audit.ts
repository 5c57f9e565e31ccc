import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Frame } from "playwright-core";
import { Workbench } from "../vscode/workbench.ts";
import { auditStore } from "./auditStore.ts";
import { serverOf } from "./servers.ts";
import type { Studio } from "./shop.ts";

const patience = { timeout: 60_000 };

/** An audit with a finding opened, and who reaches what as a matrix. */
export async function pictureAudit(studio: Studio): Promise<void> {
  const store = await auditStore(serverOf("TEST_POSTGRES_URL"), `store_${randomBytes(2).toString("hex")}`);
  const workspace = path.join(studio.home, "store");
  mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": [store.profile] }));
  const workbench = await Workbench.open({ workspace, dataFolder: studio.dataFolder, settings: studio.settings, env: store.env });
  try {
    const { page } = workbench;
    await page.setViewportSize({ width: 1760, height: 980 });
    await page.locator('.activitybar a[aria-label*="Data Engineer"]').first().click();
    await page.locator(".pane-body .monaco-list-row", { hasText: /^Store/ }).first().waitFor(patience);
    await workbench.command("Data Engineer: Run Security Audit");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "full" }).first().click(patience);
    const audit = await panelOf(workbench);
    await audit.getByRole("treeitem", { level: 2, name: /orders_2026/ }).first().click(patience);
    await settled(workbench);
    await workbench.look(studio.file("audit"));
    await workbench.command("Data Engineer: Test as User");
    await page.locator(".quick-input-box input").fill("7");
    await page.keyboard.press("Enter");
    await page.locator(".tab.active", { hasText: /user/i }).waitFor(patience);
    await settled(workbench);
    await workbench.look(studio.file("matrix"));
  } finally {
    await workbench.close();
    await store.drop();
  }
}

async function panelOf(workbench: Workbench): Promise<Frame> {
  for (let round = 0; round < 300; round += 1) {
    for (const frame of workbench.page.frames()) if ((await frame.locator("main header h1").count().catch(() => 0)) > 0) return frame;
    await workbench.page.waitForTimeout(200);
  }
  throw new Error("The audit's panel did not open.");
}

async function settled({ page }: Workbench): Promise<void> {
  await page.locator(".notification-toast").waitFor({ state: "detached", ...patience });
  await page.mouse.move(900, 960);
  await page.waitForTimeout(1500);
}
