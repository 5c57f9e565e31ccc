import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { prepareShop } from "../../scripts/sample/workspace.ts";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";

let home: string;
let workbench: Workbench;

const row = (text: string | RegExp) => workbench.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
const patience = { timeout: 90_000 } as const;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "de-faces-"));
  prepareShop(path.join(home, "shop"));
  installVsix(inject("vsix"), path.join(home, "data"));
  workbench = await Workbench.open({ workspace: path.join(home, "shop"), dataFolder: path.join(home, "data"), settings: { "terminal.integrated.gpuAcceleration": "off" } });
  await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
});

afterAll(async () => {
  await workbench.close();
  rmSync(home, { recursive: true, force: true });
});

describe("the sidebar", () => {
  it("shows the migrations with their state and the snapshots", async () => {
    await row(/001 customers\s*applied/).waitFor(patience);
    await row(/006 loyalty points/).waitFor(patience);
    await row(/before-001_customers/).waitFor(patience);
  });

  it("shows the database below its connection", async () => {
    await row(/^Shop/).click();
    await row(/^orders/).click(patience);
    await row(/customer_id\s*INTEGER/).waitFor(patience);
    await row(/^Shop/).click();
  });

  it("says connection, role and mode in the status bar, and cycles the mode", async () => {
    const item = workbench.page.locator(".statusbar-item", { hasText: "Shop · development" });
    await expect.poll(() => item.innerText(), patience).toMatch(/ask/);
    await item.click();
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "Cycle Permission Mode" }).click(patience);
    await expect.poll(() => item.innerText(), patience).toMatch(/auto/);
  });
});

describe("a destructive migration", () => {
  it("is applied only after the name of what is lost was typed, also in auto mode", async () => {
    const { page } = workbench;
    await workbench.openFile("010_drop_order_note.up.sql");
    await page.locator(".codelens-decoration a", { hasText: "Apply" }).first().click(patience);
    const dialog = page.locator(".monaco-dialog-box");
    await dialog.waitFor(patience);
    expect(await dialog.innerText()).toMatch(/orders\.note: the column is dropped, 6,666 rows are lost/);
    await dialog.getByText("Type Its Name…").click();
    const input = page.locator(".quick-input-widget input");
    await input.fill("orders");
    await page.keyboard.press("Enter");
    await page.getByText("Type exactly orders.note").waitFor(patience);
    await input.fill("orders.note");
    await page.keyboard.press("Enter");
    await row(/010 drop order note\s*applied/).waitFor(patience);
    await row(/before-010_drop_order_note/).waitFor(patience);
  });

  it("leaves the keyboard where it was while its report opens", async () => {
    const { page } = workbench;
    await page.locator(".tab", { hasText: /^apply-migration/ }).waitFor(patience);
    await page.keyboard.press("Control+End");
    await page.keyboard.type("-- goes on", { delay: 10 });
    await expect.poll(() => page.locator(".view-lines").first().innerText().then((text) => text.replaceAll("\u00a0", " "))).toContain("-- goes on");
    for (const _ of "-- goes on") await page.keyboard.press("Backspace");
  });

  it("is taken back from its snapshot in the console", async () => {
    const { page } = workbench;
    const terminal = () => page.locator(".terminal-wrapper.active .xterm-rows").innerText().then((text) => text.replaceAll("\u00a0", " "));
    await workbench.command("Data Engineer: Open Console");
    await expect.poll(terminal, patience).toMatch(/Shop auto>/);
    await page.keyboard.type("*rollback before-010_drop_order_note\n", { delay: 10 });
    await expect.poll(terminal, patience).toMatch(/Go on\? \(yes\/no\)/);
    await page.keyboard.type("yes\n", { delay: 10 });
    await expect.poll(terminal, patience).toMatch(/Shop auto>\s*$/);
    await row(/010 drop order note\s*(pending|rollback)/).waitFor(patience);
  });
});

describe("the walkthrough", () => {
  it("ticks what was done before it was opened", async () => {
    await workbench.command("Data Engineer: Open Walkthrough");
    for (const done of ["Connect to a database", "Keep a snapshot", "Apply it", "Take it back"]) {
      await workbench.page.locator(".getting-started-step", { hasText: done }).locator(".codicon.complete").waitFor(patience);
    }
    expect(await workbench.page.locator(".getting-started-step", { hasText: "Try a migration" }).locator(".codicon.complete").count()).toBe(0);
  });
});
