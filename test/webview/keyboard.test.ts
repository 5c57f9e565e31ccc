import { describe, expect, it } from "vitest";
import { alwaysTrue, hostile } from "./audits.ts";
import { useAudit } from "./withAudit.ts";

const using = useAudit();

/** The accessible name of what has the focus, seen through the toolkit's shadow roots. */
const focused = (): Promise<string> => using.panel.page.evaluate(() => {
  let element = document.activeElement;
  const host = element;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return (host?.getAttribute("aria-label") ?? element?.getAttribute("aria-label") ?? host?.textContent ?? "").trim();
});

const press = async (...keys: string[]): Promise<string> => {
  for (const key of keys) await using.panel.page.keyboard.press(key);
  return focused();
};

describe("without a mouse", () => {
  it("every control is reached in the order of the page", async () => {
    const stops: string[] = [];
    for (let stop = 0; stop < 12; stop++) stops.push(await press("Tab"));
    expect(stops).toEqual(["Run Again", "Export HTML", "Export Markdown", "Export SARIF", "Not looked at: 1", "Findings (9)", "Search the findings", "Severity", "Group of rules", "New, known or dismissed", "Proven fix only", "Group the findings"]);
    expect(await press("Tab")).toBe("public.orders, 1 error, 1 warning, 1 note");
  });

  it("/ goes to the search, Enter from there to the findings, and / is a letter in a field", async () => {
    expect(await press("/")).toBe("Search the findings");
    await press("/");
    expect(await using.panel.page.getByRole("textbox", { name: "Search the findings" }).inputValue()).toBe("/");
    await using.panel.page.keyboard.press("Backspace");
    expect(await press("Enter")).toMatch(/^public\.orders/);
  });

  it("arrows move in the tree, open and close its groups, and Enter and Escape open and close a finding", async () => {
    await press("/", "Enter");
    expect(await press("ArrowDown")).toMatch(/^error, Policy orders_read/);
    expect(await press("ArrowLeft")).toMatch(/^public\.orders/);
    const group = using.panel.page.getByRole("treeitem", { name: /^public\.orders/ });
    await press("ArrowLeft");
    expect(await group.getAttribute("aria-expanded")).toBe("false");
    expect(await press("ArrowDown")).toMatch(/^<img/);
    await press("ArrowUp", "ArrowRight");
    expect(await group.getAttribute("aria-expanded")).toBe("true");
    expect(await press("ArrowRight")).toMatch(/^error, Policy orders_read/);
    expect(await press("Enter")).toBe(alwaysTrue.message);
    expect(await using.panel.page.getByRole("treeitem", { name: /^error, Policy orders_read/ }).getAttribute("aria-selected")).toBe("true");
    expect(await press("Escape")).toMatch(/^error, Policy orders_read/);
    expect(await using.panel.page.getByRole("dialog").count()).toBe(0);
    expect(await press("End")).toMatch(/202e/);
    expect(await press("Home")).toMatch(/^public\.orders/);
  });

  it("the matrix is one stop in which arrows move, and a cell opens its witness", async () => {
    const { page } = using.panel;
    await page.getByRole("tab", { name: /^Who reaches what/ }).click();
    expect(await press("Tab")).toMatch(/^▾public\.orders/);
    expect(await press("Tab")).toBe("SELECT on public.orders as anonymous: own row: ✓ allowed; another's row: ✓ allowed");
    expect(await press("ArrowRight")).toBe("INSERT on public.orders as anonymous: ✕ denied");
    expect(await press("ArrowDown", "End")).toBe("DELETE on public.orders as user 4b1c: ! test failed");
    expect(await press("ArrowDown", "Home")).toBe(`SELECT on public.orders as ${hostile.image}: own row: ✓ allowed; another's row: ✕ denied`);
    await press("Enter");
    const drawer = page.getByRole("dialog", { name: `SELECT on public.orders as ${hostile.image}` });
    expect(await drawer.innerText()).toMatch(/own row: by policy orders_read, 3 rows[^]*SET LOCAL ROLE anon;/);
    expect(await press("Escape")).toMatch(/^SELECT on public\.orders as <img/);
    expect(await press("Tab")).toMatch(/<img/);
  });

  it("a filter keeps its place while the list changes", async () => {
    await press("/");
    await using.panel.page.keyboard.type("orders");
    expect(await focused()).toBe("Search the findings");
    expect(await using.panel.page.locator(".shown").innerText()).toMatch(/^3 of 9/);
  });
});

describe("for a screen reader", () => {
  it("the tree, the matrix and the drawer have their roles, names and places", async () => {
    const { page } = using.panel;
    const item = page.getByRole("tree", { name: "Findings" }).getByRole("treeitem", { name: /^warning, The foreign key/ });
    expect(await item.evaluate((element) => [element.ariaLevel, element.ariaPosInSet, element.ariaSetSize])).toEqual(["2", "2", "3"]);
    await page.getByRole("tab", { name: /^Who reaches what/ }).click();
    const grid = page.getByRole("grid", { name: "Who reaches public.orders" });
    expect(await grid.getByRole("columnheader").allInnerTexts()).toEqual(["As", "SELECT", "INSERT", "DELETE"]);
    expect(await grid.getByRole("rowheader").allInnerTexts()).toEqual(["anonymous", "user 4b1c", hostile.image]);
    expect(await grid.getByRole("gridcell").count()).toBe(9);
    await grid.getByRole("button", { name: /^INSERT on public\.orders as anonymous/ }).click();
    expect(await page.getByRole("dialog").getAttribute("aria-modal")).toBe("false");
  });
});
