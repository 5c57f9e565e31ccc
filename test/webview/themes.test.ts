import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../scripts/machine/chromium.ts";
import { audit, hostile, manyFindings } from "./audits.ts";
import { contrasts } from "./contrast.ts";
import { Panel } from "./panel.ts";
import type { Theme } from "./themes.ts";
import { themes } from "./themes.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

describe.each(Object.keys(themes) as Theme[])("in the theme %s", (theme) => {
  it("every text stands out from what is behind it, in every part of the page", async () => {
    const panel = await Panel.open(browser, { theme });
    const { page } = panel;
    await panel.show(audit);
    const least = theme.startsWith("high") ? 7 : 4.5;
    const look = async (): Promise<void> => expect((await contrasts(page)).filter(({ ratio }) => ratio < least)).toEqual([]);
    await look();
    await page.getByRole("treeitem", { name: /^error, Policy orders_read/ }).click();
    await page.getByText("Dismiss this finding").click();
    await page.getByRole("button", { name: "Dismiss", exact: true }).click();
    await look();
    await page.getByRole("tab", { name: /^Who reaches what/ }).click();
    await look();
    await page.getByRole("tab", { name: "How it was found" }).click();
    await look();
    await panel.close();
  });

  it("names from a database stay names, and the page's policy refuses nothing but the toolkit's two styles", async () => {
    const panel = await Panel.open(browser, { theme });
    const { page } = panel;
    await panel.show(audit);
    for (const name of Object.values(hostile)) {
      await page.getByRole("treeitem", { level: 2 }).filter({ hasText: visibleStart(name) }).first().click();
      expect((await page.getByRole("dialog").locator(".object").innerText()).startsWith(visibleStart(name))).toBe(true);
      await page.keyboard.press("Escape");
    }
    await page.getByRole("tab", { name: /^Who reaches what/ }).click();
    expect(await page.locator("img, script:not([nonce]), iframe, a").count()).toBe(0);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(await page.evaluate(() => /[\u001b\u202e]/.test(document.body.innerText))).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(panel.violations.sort()).toEqual(["style-src-attr inline ", "style-src-elem inline "]);
    expect(panel.errors).toEqual([]);
    await panel.close();
  });

  it("what has the focus has an outline", async () => {
    const panel = await Panel.open(browser, { theme });
    await panel.show(audit);
    await panel.page.keyboard.press("/");
    await panel.page.keyboard.press("Enter");
    const outline = await panel.page.evaluate(() => getComputedStyle(document.activeElement!).outline);
    expect(outline).toMatch(/solid 1px/);
    await panel.close();
  });
});

describe("a report of 5,000 findings", () => {
  it("holds no more of them in the page than can be seen, and reaches the last one", async () => {
    const panel = await Panel.open(browser);
    const { page } = panel;
    await panel.show(manyFindings(5_000));
    expect(await page.getByRole("treeitem").count()).toBeLessThan(60);
    await page.keyboard.press("/");
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    const last = page.locator(":focus");
    expect(await last.getAttribute("aria-label")).toMatch(/^error, Policy p\d+ lets/);
    const box = await last.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(800);
    expect(await page.getByRole("treeitem").count()).toBeLessThan(60);
    await page.keyboard.press("/");
    await page.keyboard.type("p4999");
    expect(await page.getByRole("treeitem", { level: 2 }).count()).toBe(1);
    expect(panel.errors).toEqual([]);
    await panel.close();
  });

  it("draws no row anew that stays in view", async () => {
    const panel = await Panel.open(browser);
    const { page } = panel;
    await panel.show(manyFindings(5_000));
    const tenth = page.locator(".row[data-index='10']");
    await tenth.evaluate((row) => row.setAttribute("data-same", ""));
    await page.getByRole("tree").evaluate((tree) => tree.scrollBy(0, 100));
    await page.waitForTimeout(100);
    expect(await tenth.getAttribute("data-same")).toBe("");
    await panel.close();
  });
});

describe("a narrow panel", () => {
  it("shows the drawer over the list and scrolls nothing sideways", async () => {
    const panel = await Panel.open(browser, { width: 480 });
    const { page } = panel;
    await panel.show(audit);
    await page.getByRole("treeitem", { name: /^error, Policy orders_read/ }).click();
    const box = await page.getByRole("dialog").boundingBox();
    expect(box?.width).toBe(480);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await panel.close();
  });
});

function visibleStart(name: string): string {
  return name.replaceAll("\u001b", "\\x1b").replaceAll("\u202e", "\\u{202e}").slice(0, 60);
}
