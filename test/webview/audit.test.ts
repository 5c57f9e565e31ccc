import { describe, expect, it } from "vitest";
import { alwaysTrue, audit } from "./audits.ts";
import { Panel } from "./panel.ts";
import { useAudit } from "./withAudit.ts";

const using = useAudit();

const orders = /^error, Policy orders_read/;

describe("the summary", () => {
  it("says what was looked at, what changed, and counts by group and severity", async () => {
    const { page } = using.panel;
    expect(await page.locator("header").innerText()).toMatch(/postgresql 18\.1 · database shop · development[^]*Since 2026-11-20 10:00 UTC: 1 new, 3 gone\./);
    expect(await page.getByRole("table", { name: "8 findings by group and severity" }).getByRole("row").allInnerTexts()).toEqual(["Group\tErrors\tWarnings\tNotes\tNew\tDismissed", "rls\t6\t0\t0\t1\t1", "schema\t0\t1\t1\t0\t0", "all\t6\t1\t1\t1\t1"]);
    await page.getByText("Not looked at: 1").click();
    await page.getByText("pg_subscription: permission denied").waitFor();
  });

  it("asks for exports and another run, and sends nothing else", async () => {
    for (const name of ["Run Again", "Export HTML", "Export Markdown", "Export SARIF"]) await using.panel.page.getByRole("button", { name }).click();
    expect(using.panel.sent).toEqual([{ type: "ready" }, { type: "rerun" }, { type: "export", format: "html" }, { type: "export", format: "markdown" }, { type: "export", format: "sarif" }]);
  });
});

describe("the filters", () => {
  const shown = () => using.panel.page.getByRole("treeitem", { level: 2 }).allInnerTexts().then((texts) => texts.length);
  const choose = async (name: string, option: string): Promise<void> => {
    await using.panel.page.getByRole("combobox", { name }).click();
    await using.panel.page.getByRole("option", { name: option, exact: true }).click();
  };

  it("leave what passes, and say how much that is", async () => {
    const counts = using.panel.page.locator(".shown");
    expect(await counts.innerText()).toBe("8 of 9: 6 errors, 1 warning, 1 note");
    await choose("Severity", "Warnings");
    expect([await shown(), await counts.innerText()]).toEqual([1, "1 of 9: 1 warning"]);
    await choose("Severity", "All severities");
    await choose("Group of rules", "schema");
    expect(await shown()).toBe(2);
    await choose("Group of rules", "All groups");
    await choose("New, known or dismissed", "Dismissed");
    expect(await counts.innerText()).toBe("1 of 9: 1 error");
    await choose("New, known or dismissed", "New");
    expect(await shown()).toBe(1);
    await choose("New, known or dismissed", "All");
    await using.panel.page.getByRole("checkbox", { name: "Proven fix only" }).click();
    expect(await counts.innerText()).toBe("1 of 9: 1 error");
    expect(await counts.getAttribute("aria-live")).toBe("polite");
  });

  it("look for words in messages, rules and objects as they are typed", async () => {
    const search = using.panel.page.getByRole("textbox", { name: "Search the findings" });
    await search.pressSequentially("FOREIGN orders");
    expect(await shown()).toBe(1);
    await search.fill("nothing like it");
    expect(await using.panel.page.locator(".shown").innerText()).toBe("None of 9 passes these filters.");
  });

  it("group by rule as well as by object", async () => {
    await choose("Group the findings", "By rule");
    expect((await using.panel.page.getByRole("treeitem", { level: 1 }).allInnerTexts()).map((text) => text.replace(/\s+/g, " "))).toEqual(["▾ rls/off 5 errors", "▾ rls/always-true 1 error", "▾ schema/foreign-key-without-index 1 warning", "▾ schema/no-comment 1 note"]);
  });
});

describe("the drawer", () => {
  it("shows what was executed, the fix and what undoes it, and names only the key when it is to be applied", async () => {
    const { page } = using.panel;
    await page.getByRole("treeitem", { name: orders }).click();
    const drawer = page.getByRole("dialog", { name: alwaysTrue.message });
    const text = await drawer.innerText();
    for (const part of ["SET LOCAL ROLE anon;", "SELECT * FROM public.orders;", "4b1c", "ALTER POLICY orders_read ON public.orders USING (owner_id = auth.uid());", "USING (true);", "Witnessed"]) expect(text).toContain(part);
    await drawer.getByRole("button", { name: "Apply Fix…" }).click();
    expect(using.panel.last()).toEqual({ type: "applyFix", key: alwaysTrue.key });
    await drawer.getByRole("button", { name: "Copy As anonymous, rolled back" }).click();
    expect(using.panel.last()).toEqual({ type: "copy", text: "SET LOCAL ROLE anon;\nSELECT * FROM public.orders;" });
    expect(JSON.stringify(using.panel.sent.filter(({ type }) => type !== "copy"))).not.toContain("ALTER");
  });

  it("dismisses with a reason and a day to come, and with nothing less", async () => {
    const { page } = using.panel;
    await page.getByRole("treeitem", { name: orders }).click();
    await page.getByText("Dismiss this finding").click();
    const press = () => page.getByRole("button", { name: "Dismiss", exact: true }).click();
    const sent = using.panel.sent.length;
    await press();
    expect(await page.getByRole("alert").innerText()).toMatch(/Write why/);
    await page.getByRole("textbox", { name: "Why is it accepted?" }).fill("  public by law ");
    for (const day of ["tomorrow", "2027-02-30", "2020-01-01"]) {
      await page.getByRole("textbox", { name: /^Until/ }).fill(day);
      await press();
    }
    expect(await page.getByRole("alert").innerText()).toMatch(/That day is over/);
    expect(using.panel.sent.length).toBe(sent);
    await page.getByRole("textbox", { name: /^Until/ }).fill("2099-06-30");
    await press();
    expect(using.panel.last()).toEqual({ type: "dismiss", key: alwaysTrue.key, reason: "public by law", until: "2099-06-30" });
  });

  it("shows what was read of a dismissed finding, and takes the dismissal back by its key alone", async () => {
    const { page } = using.panel;
    await using.panel.show({ ...audit, findings: [{ ...alwaysTrue, tried: "no", state: "dismissed", dismissed: { reason: "Public by law" } }] });
    await page.getByRole("combobox", { name: "New, known or dismissed" }).click();
    await page.getByRole("option", { name: "Dismissed", exact: true }).click();
    await page.getByRole("treeitem", { name: orders }).click();
    const drawer = page.getByRole("dialog", { name: alwaysTrue.message });
    const text = await drawer.innerText();
    for (const part of ["Dismissed: Public by law", "what is dismissed is not tried", "SELECT * FROM public.orders;"]) expect(text).toContain(part);
    expect(text).not.toContain("No fix is offered");
    await drawer.getByRole("button", { name: "Take the Dismissal Back" }).click();
    expect(using.panel.last()).toEqual({ type: "undismiss", key: alwaysTrue.key });
    await using.panel.show({ ...audit, mayDismiss: false, findings: [{ ...alwaysTrue, state: "dismissed", dismissed: { reason: "Public by law" } }] });
    expect(await page.getByRole("button", { name: "Take the Dismissal Back" }).count()).toBe(0);
  });

  it("tells why something was dismissed, and offers no fix that was not proven", async () => {
    const { page } = using.panel;
    await using.panel.show({ ...audit, findings: [{ ...alwaysTrue, state: "dismissed", dismissed: { reason: "Public by law", until: "2027-06-30" }, fix: { ...alwaysTrue.fix!, proven: false } }] });
    await page.getByRole("combobox", { name: "New, known or dismissed" }).click();
    await page.getByRole("option", { name: "All", exact: true }).click();
    await page.getByRole("treeitem", { name: orders }).click();
    await page.getByText("Dismissed until 2027-06-30: Public by law").waitFor();
    expect(await page.getByRole("button", { name: "Apply Fix…" }).count()).toBe(0);
    expect(await page.getByText("Dismiss this finding").count()).toBe(0);
  });
});

describe("a page that was hidden", () => {
  it("comes back as it was left", async () => {
    const { page } = using.panel;
    await page.getByRole("textbox", { name: "Search the findings" }).fill("orders_read");
    await page.getByRole("treeitem", { name: orders }).click();
    const again = await Panel.open(using.browser, { state: using.panel.state });
    await again.show(audit);
    expect(await again.page.getByRole("treeitem", { level: 2 }).count()).toBe(1);
    expect(await again.page.getByRole("textbox", { name: "Search the findings" }).inputValue()).toBe("orders_read");
    await again.page.getByRole("dialog", { name: alwaysTrue.message }).waitFor();
    expect(again.errors).toEqual([]);
    await again.close();
  });

  it("closes the drawer when what it showed is gone after another run", async () => {
    const { page } = using.panel;
    await page.getByRole("treeitem", { name: orders }).click();
    await using.panel.show({ ...audit, findings: audit.findings.filter(({ key }) => key !== alwaysTrue.key) });
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(using.panel.state).not.toHaveProperty("opened");
  });

  it("closes the drawer when what it showed was dismissed meanwhile", async () => {
    const { page } = using.panel;
    await page.getByRole("treeitem", { name: orders }).click();
    await using.panel.show({ ...audit, findings: [{ ...alwaysTrue, state: "dismissed", dismissed: { reason: "Public by law" } }] });
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("says so where its report was not kept, and what runs now", async () => {
    await using.panel.receive({ type: "busy", what: "Applying the fix" });
    await using.panel.page.getByText("Applying the fix …").waitFor();
    await using.panel.receive({ type: "gone" });
    await using.panel.page.getByText("Run the command again.").waitFor();
  });

  it("reads no message that is not one of the extension's", async () => {
    await using.panel.receive({ type: "show", view: { ...audit, title: "Another", findings: "none" } });
    await using.panel.receive({ type: "run", sql: "DROP TABLE orders" });
    expect(await using.panel.page.getByRole("heading", { level: 1 }).innerText()).toBe(audit.title);
  });
});
