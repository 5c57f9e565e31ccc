import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";
import { Hand, patience } from "./hand.ts";

const server = process.env["TEST_POSTGRES_URL"] ?? "";
const database = `test_explain_${randomBytes(6).toString("hex")}`;
const hostile = "<img src=x onerror=alert(1)>";
const saved = `Sort  (cost=180.00..186.00 rows=2550 width=4) (actual time=14.1..14.9 rows=2550 loops=1)
  Sort Key: total
  ->  Seq Scan on "${hostile}" o  (cost=0.00..35.50 rows=2550 width=4) (actual time=0.01..12.5 rows=2550 loops=1)
Planning Time: 0.1 ms
Execution Time: 15.2 ms
`;
const queries = `-- Orders that nobody paid
SELECT 1;

SELECT o.id, c.name
FROM orders o JOIN customers c ON c.id = o.customer_id
WHERE o.status = 'open'
ORDER BY c.name;
`;

async function onServer(sql: string, name?: string): Promise<void> {
  const client = new pg.Client({ connectionString: name === undefined ? server : Object.assign(new URL(server), { pathname: `/${name}` }).href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe("the panel of plans", () => {
  if (server === "") {
    it("is not driven: the URL of a PostgreSQL server is not set", () => {
      expect((process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim())).not.toContain("postgresql");
    });
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "de-explain-"));
  const workspace = path.join(folder, "shop");
  let workbench: Workbench;
  let hand: Hand;

  beforeAll(async () => {
    await onServer(`CREATE DATABASE ${database}`);
    await onServer(`
      CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL);
      CREATE TABLE orders (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, customer_id bigint NOT NULL REFERENCES customers, status text NOT NULL);
      INSERT INTO customers (name) SELECT 'Customer ' || n FROM generate_series(1, 200) n;
      INSERT INTO orders (customer_id, status) SELECT 1 + n % 200, CASE WHEN n % 50 = 0 THEN 'open' ELSE 'paid' END FROM generate_series(1, 20000) n;
      ANALYZE`, database);
    const { hostname, port, username, password } = new URL(server);
    const profile = { name: "Shop", role: "development", engine: "postgresql", host: hostname, port: Number(port === "" ? 5432 : port), database, user: decodeURIComponent(username), tls: "disable", ...(password === "" ? {} : { password: "${env:TEST_EXPLAIN_PASSWORD}" }) };
    mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
    writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": [profile] }));
    writeFileSync(path.join(workspace, "saved.plan"), saved);
    writeFileSync(path.join(workspace, "broken.plan"), "Seq Scam on nothing");
    writeFileSync(path.join(workspace, "queries.sql"), queries);
    installVsix(inject("vsix"), path.join(folder, "data"));
    workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data"), env: { TEST_EXPLAIN_PASSWORD: decodeURIComponent(password) } });
    hand = new Hand(workbench);
    await workbench.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    await hand.row(/^Shop/).waitFor(patience);
  });

  afterAll(async () => {
    await workbench.close();
    await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async ({ task }) => {
    await hand.look(`explain ${task.name}`);
  });

  /** The page inside of the webview's frames, once it says this. */
  async function panel(says: RegExp): Promise<Frame> {
    let found: Frame | undefined;
    await expect.poll(async () => {
      for (const frame of workbench.page.frames()) if (says.test(await frame.locator("main").innerText({ timeout: 2_000 }).catch(() => ""))) found = frame;
      return found !== undefined;
    }, patience).toBe(true);
    return found!;
  }

  it("opens a file as a plan, a hostile name as the text that it is", async () => {
    await workbench.openFile("saved.plan");
    await workbench.command("Data Engineer: Open as Plan");
    const frame = await panel(/executed in 15\.2 ms/);
    await frame.getByRole("row", { name: new RegExp(`Seq Scan on ${hostile.replace(/[()]/g, "\\$&")}`) }).waitFor(patience);
    expect(await frame.locator("img").count()).toBe(0);
  });

  it("exports a picture of it to the place that was chosen", async () => {
    const frame = await panel(/executed in 15\.2 ms/);
    await frame.getByRole("combobox", { name: "Export" }).click();
    await frame.getByRole("option", { name: "Tree as SVG" }).click();
    await expect.poll(() => workbench.page.locator(".quick-input-widget input.input").inputValue().catch(() => ""), patience).toMatch(/plan-.*\.svg$/);
    await workbench.page.keyboard.press("Enter");
    const svg = (): string | undefined => readdirSync(workspace).find((name) => name.endsWith(".svg"));
    await expect.poll(() => svg() !== undefined && existsSync(path.join(workspace, svg()!)), patience).toBe(true);
    await expect.poll(() => readFileSync(path.join(workspace, svg()!), "utf8"), patience).toContain("&#60;img src=x onerror=alert(1)&#62;");
  });

  it("shows what is no plan as it is, with the reason", async () => {
    await workbench.openFile("broken.plan");
    await workbench.command("Data Engineer: Open as Plan");
    const frame = await panel(/could not be read as a plan/);
    await frame.getByText("Seq Scam on nothing").waitFor(patience);
  });

  it("explains the statement in which the cursor stands, and leads from a node back to its words", async () => {
    await workbench.openFile("queries.sql");
    const { page } = workbench;
    await page.keyboard.press("Control+Home");
    for (let line = 0; line < 4; line++) await page.keyboard.press("ArrowDown");
    await workbench.command("Data Engineer: Explain Query");
    const frame = await panel(/not executed, cost/);
    await frame.getByRole("row", { name: /Seq Scan on (?:public\.)?orders o/ }).first().click(patience);
    expect(await frame.getByRole("dialog").locator("mark").allInnerTexts()).toEqual(["orders o", "o.status = 'open'"]);
    await frame.getByRole("button", { name: "Show in Editor" }).click();
    await page.locator(".statusbar-item", { hasText: "Ln 5, Col 6" }).waitFor(patience);
  });

  it("executes it where that is wanted, and compares with the plan before", async () => {
    await workbench.command("Data Engineer: Explain Query by Executing It");
    const frame = await panel(/executed in/);
    await frame.getByRole("combobox", { name: "Compare" }).click();
    await frame.getByRole("option", { name: "With the plan before" }).click();
    await panel(/the other was not, so times cannot be compared/);
  });

  it("comes back when the window is loaded anew", async () => {
    await workbench.page.reload();
    const frame = await panel(/the other was not, so times cannot be compared/);
    await frame.getByRole("grid", { name: "Nodes of both plans" }).waitFor(patience);
  });

  const copied = (text: string): Promise<void> => workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

  it("explains a plan that was copied, and compares it with another that is copied", async () => {
    await copied(saved.replace("2550 loops", "2551 loops").replace("15.2 ms", "15.3 ms"));
    await workbench.command("Data Engineer: Explain Pasted Plan");
    const frame = await panel(/executed in 15\.3 ms/);
    await copied(saved.replaceAll("14.9", "28.9").replace("15.2 ms", "30.4 ms"));
    await frame.getByRole("combobox", { name: "Compare" }).click();
    await frame.getByRole("option", { name: "With the clipboard" }).click();
    const both = await panel(/Two query plans: clipboard\.plan, then pasted\.plan/);
    await both.getByRole("grid", { name: "Nodes of both plans" }).waitFor(patience);
    expect(await both.locator("main").innerText()).toMatch(/30\.4 ms/);
  });
});
