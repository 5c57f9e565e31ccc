import type { Frame } from "playwright-core";
import type { Workbench } from "../vscode/workbench.ts";
import { auditStore } from "./auditStore.ts";
import type { Studio } from "./shop.ts";
import { patience, serverOf, withStore } from "./withStore.ts";

/** An audit with a finding opened, and who reaches what as a matrix. */
export async function pictureAudit(studio: Studio): Promise<void> {
  await withStore(studio, serverOf("TEST_POSTGRES_URL"), auditStore, async (workbench) => {
    const { page } = workbench;
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
  });
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
