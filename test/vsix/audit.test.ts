import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AuditDesk } from "./auditDesk.ts";
import { patience } from "./hand.ts";

const server = process.env["TEST_POSTGRES_URL"] ?? "";
const suffix = randomBytes(6).toString("hex");
const [database, role] = [`test_audit_${suffix}`, `test_audit_user_${suffix}`];
const hostile = "<img src=x onerror=alert(1)>";
const unindexed = "schema/foreign-key-without-index";

async function onServer(sql: string, name?: string): Promise<readonly pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: name === undefined ? server : Object.assign(new URL(server), { pathname: `/${name}` }).href });
  await client.connect();
  try {
    return (await client.query(sql)).rows as pg.QueryResultRow[];
  } finally {
    await client.end();
  }
}

describe("the audit's panel", () => {
  if (server === "") {
    it("is not driven: the URL of a PostgreSQL server is not set", () => {
      expect((process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim())).not.toContain("postgresql");
    });
    return;
  }
  let desk: AuditDesk;

  beforeAll(async () => {
    await onServer(`CREATE DATABASE ${database}`);
    await onServer(`CREATE ROLE ${role}`);
    await onServer(`
      CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL);
      CREATE TABLE orders (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, customer_id bigint NOT NULL REFERENCES customers);
      CREATE TABLE "${hostile}" (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
      CREATE TABLE notes (id bigint PRIMARY KEY, user_id integer NOT NULL, body text);
      ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON notes USING (user_id = (SELECT nullif(current_setting('app.user_id', true), '')::integer)); GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO ${role};
      INSERT INTO customers (name) SELECT 'Customer ' || n FROM generate_series(1, 20) n;
      INSERT INTO orders (customer_id) SELECT 1 + n % 20 FROM generate_series(1, 100) n;`, database);
    desk = await AuditDesk.open("postgresql", server, database);
  });

  afterAll(async () => {
    await desk.close();
    await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await onServer(`DROP ROLE IF EXISTS ${role}`);
  });

  afterEach(async ({ task }) => {
    await desk.hand.look(`audit ${task.name}`);
  });

  const dismissed = new RegExp(`onerror.*${unindexed}`);

  it("opens with what the audit found, a hostile name as the text that it is", async () => {
    const frame = await desk.audit("full");
    expect(await frame.locator("header").innerText()).toContain(`database ${database}`);
    await desk.finding(frame, new RegExp(`${hostile.replace(/[()]/g, "\\$&")}.*${unindexed}`)).waitFor(patience);
    expect(await frame.locator("img").count()).toBe(0);
  });

  it("applies a proven fix after the editor's own question, and looks again", async () => {
    expect(await desk.applyFix(new RegExp(`public\\.orders.*${unindexed}`))).toContain(database);
    expect(await onServer("SELECT indexdef FROM pg_indexes WHERE tablename = 'orders' AND indexdef LIKE '%(customer_id)'", database)).toHaveLength(1);
    expect(await (await desk.panel()).getByRole("dialog").count()).toBe(0);
  });

  it("dismisses a finding with a reason, which the workspace keeps, and tries the others again", async () => {
    const frame = await desk.panel();
    await desk.finding(frame, dismissed).click(patience);
    await frame.getByText("Dismiss this finding").click();
    await frame.getByRole("textbox", { name: "Why is it accepted?" }).fill("Only a test looks it up.");
    await frame.getByRole("button", { name: "Dismiss", exact: true }).click();
    await desk.gone(dismissed);
    expect(readFileSync(path.join(desk.workspace, ".data-engineer", "audit", "decisions.json"), "utf8")).toContain("Only a test looks it up.");
    await expect.poll(async () => (await desk.panel()).locator("header .said").innerText().catch(() => ""), patience).toMatch(/tried|proven/);
  });

  it("comes back when the window is loaded anew, with what was read of a dismissed finding", async () => {
    const { page } = desk.workbench;
    await page.reload();
    const frame = await desk.panel();
    expect(await frame.locator("header").innerText()).toContain(`database ${database}`);
    await frame.getByRole("combobox", { name: "New, known or dismissed" }).click(patience);
    await frame.getByRole("option", { name: "Dismissed", exact: true }).click(patience);
    await desk.finding(frame, new RegExp(unindexed)).click(patience);
    await frame.getByText("Dismissed: Only a test looks it up.").waitFor(patience);
    await frame.getByText("what is dismissed is not tried").waitFor(patience);
  });

  it("takes a dismissal back, and the finding is open again with its fix", async () => {
    const frame = await desk.panel();
    await frame.getByRole("button", { name: "Take the Dismissal Back" }).click(patience);
    await expect.poll(() => readFileSync(path.join(desk.workspace, ".data-engineer", "audit", "decisions.json"), "utf8"), patience).not.toContain("Only a test");
    const again = await desk.idle();
    await again.getByRole("combobox", { name: "New, known or dismissed" }).click(patience);
    await again.getByRole("option", { name: "Not dismissed", exact: true }).click(patience);
    await desk.finding(again, dismissed).click(patience);
    await again.getByRole("button", { name: "Apply Fix…" }).waitFor(patience);
    await again.getByRole("dialog").getByRole("button", { name: "Close" }).click(patience);
  });

  it.each([["HTML", "html", "<!doctype html"], ["Markdown", "md", "## Findings by group"], ["SARIF", "sarif", '"version": "2.1.0"']])("exports %s where the person says", async (label, extension, beginning) => {
    const frame = await desk.panel();
    await frame.getByRole("button", { name: `Export ${label}` }).click(patience);
    const input = desk.workbench.page.locator(".quick-input-widget input.input");
    await expect.poll(() => input.inputValue().catch(() => ""), patience).toMatch(new RegExp(`security-audit-.*\\.${extension}$`));
    const file = path.join(desk.workspace, `audited.${extension}`);
    await input.fill(file);
    await desk.workbench.page.keyboard.press("Enter");
    await desk.workbench.page.locator(".tab", { hasText: `audited.${extension}` }).waitFor(patience);
    expect(await desk.workbench.page.locator(".tab.active", { hasText: "Security Audit" }).count()).toBe(1);
    const text = readFileSync(file, "utf8");
    expect(text.toLowerCase()).toContain(beginning.toLowerCase());
    expect(text).toContain(unindexed);
  });

  it("shows what the console runs in the same panel", async () => {
    await desk.workbench.command("Data Engineer: Open Console");
    await desk.workbench.page.waitForSelector(".terminal-wrapper.active .xterm-screen", patience);
    await desk.workbench.page.waitForTimeout(1500);
    await desk.workbench.page.keyboard.type("*security-audit schema --no-witness\n", { delay: 20 });
    await desk.panel("Security audit: schema");
    expect(await desk.workbench.page.locator(".tab", { hasText: "Security Audit" }).count()).toBe(1);
  });

  it("shows who reaches what as a user, and opens the witness of a cell", async () => {
    await desk.workbench.command("Data Engineer: Test as User");
    await desk.workbench.page.locator(".quick-input-box input").fill("7");
    await desk.workbench.page.keyboard.press("Enter");
    const frame = await desk.panel("Test as user: 7");
    await frame.getByRole("button", { name: /^SELECT on public\.notes as somebody else|^SELECT on public\.notes as user 7/ }).first().click(patience);
    const witness = await frame.getByRole("dialog").innerText();
    expect(witness).toMatch(/FROM "public"\."notes" WHERE/);
    expect(await onServer("SELECT count(*)::integer AS rows FROM notes", database)).toEqual([{ rows: 0 }]);
  });
});
