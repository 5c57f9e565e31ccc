import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Frame } from "playwright-core";
import type { Workbench } from "../vscode/workbench.ts";
import { explainStore } from "./explainStore.ts";
import { patience, serverOf, withStore } from "./withStore.ts";
import type { Studio } from "./shop.ts";

const query = `-- Who owes us the most this year?
SELECT c.name, sum(o.total) AS owed
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE o.status = 'open'
  AND o.placed_on >= date '2026-01-01'
GROUP BY c.name
ORDER BY owed DESC
LIMIT 10;
`;

/** A query with its plan beside it and a node that leads back to its words; and the plan compared with the one before an index. */
export async function pictureExplain(studio: Studio): Promise<void> {
  await withStore(studio, serverOf("TEST_POSTGRES_URL"), explainStore, async (workbench, store, workspace) => {
    const { page } = workbench;
    writeFileSync(path.join(workspace, "owed.sql"), query);
    await workbench.openFile("owed.sql");
    await page.keyboard.press("Control+Home");
    for (let line = 0; line < 3; line++) await page.keyboard.press("ArrowDown");
    await workbench.command("Data Engineer: Explain Query by Executing It");
    const panel = await panelOf(workbench, /executed in/);
    await page.keyboard.press("Control+B");
    await panel.getByRole("row", { name: /Seq Scan on (?:public\.)?orders/ }).first().click(patience);
    await panel.getByRole("button", { name: "Show in Editor" }).click(patience);
    await settled(workbench);
    await workbench.look(studio.file("explain"));
    await store.improve();
    await workbench.command("Data Engineer: Explain Query by Executing It");
    const improved = await panelOf(workbench, /orders_open/);
    await improved.getByRole("combobox", { name: "Compare" }).click(patience);
    await improved.getByRole("option", { name: "With the plan before" }).click(patience);
    await panelOf(workbench, /times faster|% faster/);
    await settled(workbench);
    await workbench.look(studio.file("compare"));
  });
}

/** The page of the panel once it says this. */
async function panelOf(workbench: Workbench, says: RegExp): Promise<Frame> {
  for (let round = 0; round < 300; round += 1) {
    for (const frame of workbench.page.frames()) if (says.test(await frame.locator("main").innerText({ timeout: 1_000 }).catch(() => ""))) return frame;
    await workbench.page.waitForTimeout(200);
  }
  throw new Error("The panel of the plan did not open.");
}

async function settled({ page }: Workbench): Promise<void> {
  await page.locator(".notification-toast").first().waitFor({ state: "detached", ...patience });
  await page.mouse.move(900, 960);
  await page.waitForTimeout(1500);
}
