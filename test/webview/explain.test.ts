import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchChromium } from "../../scripts/machine/chromium.ts";
import { Panel } from "./panel.ts";
import { diagnostics, fast, manyNodes, planOf, query, sketch, slow, viewOf } from "./plans.ts";

let browser: Browser;
let panel: Awaited<ReturnType<typeof Panel.openExplain>>;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

beforeEach(async () => {
  panel = await Panel.openExplain(browser);
});

afterEach(async () => {
  expect(panel.errors).toEqual([]);
  await panel.close();
});

const tab = (name: string | RegExp) => panel.page.getByRole("tab", { name }).click();
const scan = () => panel.page.getByRole("row", { name: /^Seq Scan on shop\.orders/ });
const rows = () => panel.page.locator(".tree-line").allInnerTexts();

describe("the head of the page", () => {
  it("says what plan it is and the worst that was seen, and leads to all of it", async () => {
    await panel.show(viewOf({ diagnostics }));
    const { page } = panel;
    expect(await page.locator("header").innerText()).toMatch(/PostgreSQL JSON · executed in 795 ms · planned in 0\.412 ms · 7 nodes · postgresql 18\.1 · database shop[^]*threw 941,800 of them away/);
    await page.getByRole("button", { name: "All Findings" }).click();
    await page.getByRole("article").first().waitFor();
    expect(await page.getByRole("article").count()).toBe(3);
  });

  it("asks for exports, comparisons and another run, and sends nothing else", async () => {
    await panel.show(viewOf({ diagnostics }));
    const choose = async (menu: string, option: string): Promise<void> => {
      await panel.page.getByRole("combobox", { name: menu }).click();
      await panel.page.getByRole("option", { name: option, exact: true }).click();
    };
    await panel.page.getByRole("button", { name: "Run Again" }).click();
    await choose("Export", "Flame graph as SVG");
    await choose("Export", "Flame graph as SVG");
    await choose("Compare", "With the clipboard");
    await choose("Compare", "With the plan before");
    expect(panel.sent).toEqual([{ type: "ready" }, { type: "rerun" }, { type: "export", format: "flameSvg" }, { type: "export", format: "flameSvg" }, { type: "compare", with: "clipboard" }, { type: "compare", with: "previous" }]);
  });

  it("shows what could not be read as it is, with the reason", async () => {
    await panel.show(viewOf({ data: { plan: null, raw: "Seq Scam on orders", reason: "There is no cost." } }));
    await panel.page.getByText("This could not be read as a plan: There is no cost.").waitFor();
    await panel.page.getByText("Seq Scam on orders").waitFor();
    expect(await panel.page.getByRole("tab").allInnerTexts()).toEqual(["Raw"]);
  });

  it("says so where its report was not kept, and reads nothing that is not the extension's", async () => {
    await panel.receive({ type: "gone" });
    await panel.page.getByText("belongs to a window that is closed").waitFor();
    await panel.receive({ type: "show", view: { title: "no view" } });
    await panel.receive({ type: "busy", what: "Comparing" });
    expect(await panel.page.getByText("no view").count()).toBe(0);
  });
});

describe("the tree", () => {
  it("tells every node with its share, its time, its rows and how wrong the estimate was", async () => {
    await panel.show(viewOf({ diagnostics }));
    expect((await rows()).map((text) => text.replace(/\s+/g, " ").trim())).toEqual([
      "▾ Limit < 1 % 0.01 ms 795 ms 10", "▾ Sort i < 1 % 2.09 ms 795 ms 10 400× too many", "▾ HashAggregate 3 % 21.4 ms 793 ms 3,980", "▾ Hash Join 5 % 38.6 ms 771 ms 58,200 1,420× too few",
      "Seq Scan on shop.orders o ⚠ 2 88 % ▲ 701 ms 701 ms 58,200 1,420× too few", "▾ Hash < 1 % 3.1 ms 31.3 ms 4,000", "Seq Scan on shop.customers c 4 % 28.2 ms 28.2 ms 4,000",
    ]);
    expect(await scan().getAttribute("aria-label")).toBe("Seq Scan on shop.orders o, 88 % of the time, 701 ms, 58,200 rows, expected 1,420 times too few, 2 findings");
  });

  it("is walked, opened and closed by arrows, and Enter and Escape open and close a node", async () => {
    await panel.show(viewOf({ diagnostics }));
    const { page } = panel;
    await page.keyboard.press("/");
    await page.keyboard.press("Enter");
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    expect(await page.locator(":focus").getAttribute("aria-label")).toMatch(/^Seq Scan on shop\.orders/);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator(":focus").getAttribute("aria-expanded")).toBe("false");
    expect(await rows()).toHaveLength(4);
    await page.keyboard.press("*");
    expect(await rows()).toHaveLength(7);
    await page.keyboard.press("Enter");
    expect(await page.getByRole("dialog").getByRole("heading", { level: 2 }).innerText()).toBe("Hash Join");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.locator(":focus").getAttribute("aria-label")).toMatch(/^Hash Join/);
  });

  it("shows what matches a text with what is above it", async () => {
    await panel.show(viewOf());
    const { page } = panel;
    await page.keyboard.press("/");
    await page.keyboard.type("customers scan");
    expect(await rows()).toHaveLength(6);
    expect(await page.locator(".shown").innerText()).toMatch(/^1 of 7 nodes matches/);
  });
});

describe("the drawer of a node", () => {
  it("holds its findings, numbers and conditions, and its part of the query", async () => {
    await panel.show(viewOf({ diagnostics }));
    await scan().click();
    const drawer = panel.page.getByRole("dialog");
    const text = await drawer.innerText();
    for (const part of ["88 % of the time", "threw 941,800 of them away", "A suggestion; nobody tried it", "Own time\t701 ms", "The planner expected\t1,420 times too few", "Rows thrown away\t941,800", "From disk\t71.1 MB", "((placed_on >= '2026-01-01'::date) AND (status = 'open'::text))"]) expect(text).toContain(part);
    expect(await drawer.locator("mark").allInnerTexts()).toEqual(["orders o", "o.status = 'open'", "o.placed_on >= date '2026-01-01'"]);
    await drawer.getByRole("button", { name: "Show in Editor" }).click();
    expect(panel.last()).toEqual({ type: "reveal", node: 4 });
  });

  it("says why where nothing in the query stands for it", async () => {
    await panel.show(viewOf());
    await panel.page.getByRole("row", { name: /^Hash,/ }).click();
    await panel.page.getByText("The planner added this step by itself").waitFor();
  });
});

describe("the other views", () => {
  it("a flame graph is as wide as the time, walked by arrows, and zooms", async () => {
    await panel.show(viewOf());
    await tab("Flame graph");
    const { page } = panel;
    const widths = await page.locator(".block").evaluateAll((blocks) => blocks.map((block) => Math.round((block.getBoundingClientRect().width / block.parentElement!.getBoundingClientRect().width) * 100)));
    expect(widths).toEqual([100, 100, 100, 97, 88, 4, 4]);
    await page.getByRole("treeitem", { name: /^Limit/ }).focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(":focus").getAttribute("aria-label")).toMatch(/^Hash, /);
    await page.keyboard.press("z");
    expect(await page.locator(".block").count()).toBe(2);
    await page.keyboard.press("Escape");
    expect(await page.locator(".block").count()).toBe(7);
    await page.keyboard.press("Enter");
    expect(await page.getByRole("dialog").getByRole("heading", { level: 2 }).innerText()).toBe("Hash");
  });

  it("a table sorts by what is pressed, the other way round, and as it was", async () => {
    await panel.show(viewOf());
    await tab("Table");
    const { page } = panel;
    const first = async (): Promise<string> => (await page.locator(".grid-line").first().innerText()).split("\n")[0]!.trim();
    const head = page.getByRole("columnheader", { name: "Thrown away" });
    await head.getByRole("button").click();
    expect([await first(), await head.getAttribute("aria-sort")]).toEqual(["Seq Scan on shop.orders o", "descending"]);
    await page.getByRole("columnheader", { name: "Own time", exact: true }).getByRole("button").click();
    await page.keyboard.press("Enter");
    expect(await first()).toBe("Limit");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("columnheader", { name: "Own time", exact: true }).getAttribute("aria-sort")).toBe("none");
    await page.locator(".grid-line").nth(4).click();
    expect(await page.getByRole("dialog").getByRole("heading", { level: 2 }).innerText()).toBe("Seq Scan on shop.orders o");
  });

  it("statistics, buffers, query and raw text tell theirs", async () => {
    await panel.show(viewOf());
    await tab("Statistics");
    const { page } = panel;
    expect(await page.getByRole("grid", { name: "By operation" }).locator(".grid-line").first().innerText()).toMatch(/Seq Scan\s+92 %/);
    await page.getByText("The plan uses no index.").waitFor();
    await tab("Buffers and I/O");
    await page.getByText("104 MB of blocks were asked for: 32.8 MB were in the cache (32 %)").waitFor();
    await tab("Query");
    expect(await page.locator("#view-query pre").innerText()).toBe(query);
    await page.locator("#view-query").getByRole("button", { name: "Copy the query" }).click();
    expect(panel.last()).toEqual({ type: "copy", text: query });
    await tab("Raw");
    await page.locator("#view-raw").getByRole("button", { name: "Copy As it was given" }).click();
    expect(panel.last()).toEqual({ type: "copy", text: slow.raw });
  });

  it("findings lead to their nodes, which stand open in the tree", async () => {
    await panel.show(viewOf({ diagnostics }));
    const { page } = panel;
    await page.getByRole("button", { name: "Close All" }).click();
    expect(await rows()).toHaveLength(2);
    await tab(/^Findings/);
    await page.getByRole("button", { name: "Go to Seq Scan on shop.orders o" }).first().click();
    expect(await page.getByRole("dialog").getByRole("heading", { level: 2 }).innerText()).toBe("Seq Scan on shop.orders o");
    await page.keyboard.press("Escape");
    await tab("Tree");
    expect(await rows()).toHaveLength(6);
  });
});

describe("two plans", () => {
  it("are told in totals, node beside node, with either of them in the other views", async () => {
    await panel.show(viewOf({ plan: fast, before: slow }));
    const { page } = panel;
    await tab("Compare");
    expect(await page.locator("header").innerText()).toContain("Execution time: 795 ms before, 106 ms after, 7.5 times faster.");
    expect(await page.getByRole("table", { name: "Totals of both plans" }).getByRole("row").nth(4).innerText()).toBe("Rows thrown away\t941,800\t0\tless; none is left\t✓ better");
    const changed = page.getByRole("row", { name: /^changed: Seq Scan on shop\.orders o became Index Scan/ });
    expect((await changed.innerText()).replace(/\s+/g, " ")).toMatch(/Index Scan on shop\.orders o using orders_status_placed_on Seq Scan on shop\.orders o changed 17 times faster 701 ms 41\.5 ms/);
    await changed.click();
    expect(await page.getByRole("table", { name: "Numbers before and after" }).getByRole("row", { name: "Own time" }).innerText()).toBe("Own time\t701 ms\t41.5 ms");
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Which plan" }).click();
    await page.getByRole("option", { name: "Plan: before" }).click();
    await tab("Tree");
    await scan().waitFor();
  });

  it("stand first when they arrive", async () => {
    await panel.show(viewOf({ plan: slow }));
    await panel.show(viewOf({ plan: fast, before: slow, at: "2026-11-23T03:00:00Z" }));
    await panel.page.getByRole("grid", { name: "Nodes of both plans" }).waitFor();
  });
});

describe("plans of other kinds", () => {
  it("that tell cost alone are drawn by cost, and those that tell nothing say so", async () => {
    await panel.show(viewOf({ plan: planOf(sketch("SCAN", { kind: "scan", on: { name: "t" }, cost: 100, expected: 5 }), { form: "MySQL JSON" }) }));
    expect((await rows())[0]!.replace(/\s+/g, " ")).toContain("SCAN on t 100 % ▲▲ 100 100 5 expected");
    await panel.show(viewOf({ plan: planOf(sketch("SCAN", { kind: "scan", on: { name: "t" } }), { form: "EXPLAIN QUERY PLAN" }), at: "2026-11-23T03:00:00Z" }));
    await tab("Flame graph");
    await panel.page.getByText("The plan tells neither time nor cost").waitFor();
    await tab("Buffers and I/O");
    await panel.page.getByText("This plan tells nothing of blocks.").waitFor();
  });

  it("of a thousand nodes hold no more in the page than can be seen, and reach the last one", async () => {
    await panel.show(viewOf({ plan: manyNodes(1_000) }));
    const { page } = panel;
    expect(await page.locator(".tree-line").count()).toBeLessThan(60);
    await page.keyboard.press("/");
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    expect(await page.locator(":focus").getAttribute("aria-label")).toBe("Result, never run, 1 row");
    await tab("Table");
    expect(await page.locator(".grid-line").count()).toBeLessThan(60);
  });

  it("deeper than any page keep every node, and come back as they were left", async () => {
    const deep = planOf(Array.from({ length: 400 }).reduce<ReturnType<typeof sketch>>((below) => sketch("Subquery Scan", { kind: "subquery", rows: 1, loops: 1, ms: 10, own: 0.01, below: [below] }), sketch("Result", { rows: 1, loops: 1, ms: 1, own: 1 })));
    await panel.show(viewOf({ plan: deep }));
    const { page } = panel;
    await page.keyboard.press("/");
    await page.keyboard.type("result");
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    const again = await Panel.openExplain(browser, { state: panel.state });
    await again.show(viewOf({ plan: deep }));
    expect(await again.page.getByRole("dialog").getByRole("heading", { level: 2 }).innerText()).toBe("Result");
    expect(again.errors).toEqual([]);
    await again.close();
  });
});
