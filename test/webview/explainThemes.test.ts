import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../../scripts/machine/chromium.ts";
import { hostile } from "./audits.ts";
import { contrasts } from "./contrast.ts";
import { Panel } from "./panel.ts";
import { diagnostics, fast, hostilePlan, slow, viewOf } from "./plans.ts";
import type { Theme } from "./themes.ts";
import { themes } from "./themes.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

const views = ["Compare", "Tree", "Flame graph", "Table", /^Findings/, "Statistics", "Buffers and I/O", "Query", "Raw"] as const;

describe.each(Object.keys(themes) as Theme[])("in the theme %s", (theme) => {
  it("every text stands out from what is behind it, in every view", async () => {
    const panel = await Panel.openExplain(browser, { theme });
    const { page } = panel;
    await panel.show(viewOf({ plan: slow, before: fast, diagnostics }));
    const least = theme.startsWith("high") ? 7 : 4.5;
    for (const name of views) {
      await page.getByRole("tab", { name }).click();
      expect((await contrasts(page)).filter(({ ratio }) => ratio < least), String(name)).toEqual([]);
    }
    await page.getByRole("tab", { name: "Tree" }).click();
    await page.getByRole("row", { name: /^Seq Scan on shop\.orders/ }).click();
    expect((await contrasts(page)).filter(({ ratio }) => ratio < least)).toEqual([]);
    await panel.close();
  });

  it("texts of a plan stay texts in every view, and the page's policy refuses nothing but the toolkit's two styles", async () => {
    const panel = await Panel.openExplain(browser, { theme });
    const { page } = panel;
    await panel.show(viewOf({ plan: hostilePlan, before: hostilePlan, diagnostics: [{ ...diagnostics[0]!, saw: hostile.image, matters: hostile.ansi, advice: hostile.override, sql: hostile.quotes, node: 1 }], data: { title: hostile.image } }));
    for (const name of views) {
      await page.getByRole("tab", { name }).click();
      expect(await page.evaluate(() => /[\u001b\u202e]/.test(document.body.innerText)), String(name)).toBe(false);
    }
    await page.getByRole("tab", { name: "Tree" }).click();
    for (const row of [1, 2, 3, 4, 5]) {
      await page.locator(".tree-line").nth(row).click();
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
    }
    expect(await page.locator("img, script:not([nonce]), iframe, a").count()).toBe(0);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(panel.violations.sort()).toEqual(["style-src-attr inline ", "style-src-elem inline "]);
    expect(panel.errors).toEqual([]);
    await panel.close();
  });

  it("what has the focus has an outline", async () => {
    const panel = await Panel.openExplain(browser, { theme });
    const { page } = panel;
    await panel.show(viewOf());
    const outline = (): Promise<string> => page.evaluate(() => getComputedStyle(document.activeElement!).outline);
    await page.keyboard.press("/");
    await page.keyboard.press("Enter");
    expect(await outline()).toMatch(/solid 1px/);
    await page.getByRole("tab", { name: "Flame graph" }).click();
    await page.getByRole("treeitem").first().focus();
    expect(await outline()).toMatch(/solid 2px/);
    await panel.close();
  });
});

it("a text of a megabyte in the search is looked for and kept in part", async () => {
  const panel = await Panel.openExplain(browser);
  const { page } = panel;
  await panel.show(viewOf());
  await page.getByRole("textbox", { name: "Search the nodes" }).fill("orders ".repeat(150_000));
  expect(await page.locator(".tree-line").count()).toBe(5);
  expect(JSON.stringify(panel.state).length).toBeLessThan(2_000);
  expect(panel.errors).toEqual([]);
  await panel.close();
});

it("a narrow panel shows the drawer over the tree and scrolls nothing sideways", async () => {
  const panel = await Panel.openExplain(browser, { width: 480 });
  const { page } = panel;
  await panel.show(viewOf({ plan: fast, before: slow, diagnostics }));
  await page.getByRole("tab", { name: "Tree" }).click();
  await page.getByRole("row", { name: /^Index Scan/ }).click();
  expect((await page.getByRole("dialog").boundingBox())?.width).toBe(480);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await panel.close();
});
