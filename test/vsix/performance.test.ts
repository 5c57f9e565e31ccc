import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";
import { Hand, patience } from "./hand.ts";

const server = process.env["TEST_POSTGRES_URL"] ?? "";
const database = `test_performance_${randomBytes(6).toString("hex")}`;
const queries = `SELECT 1;

-- Orders that nobody paid
SELECT id, total -- of one customer
FROM orders
WHERE customer_id = 77 AND status = 'open';
`;

async function onServer(sql: string | readonly string[], name?: string): Promise<void> {
  const client = new pg.Client({ connectionString: name === undefined ? server : Object.assign(new URL(server), { pathname: `/${name}` }).href });
  await client.connect();
  try {
    for (const one of typeof sql === "string" ? [sql] : sql) await client.query(one);
  } finally {
    await client.end();
  }
}

describe("the performance of a server in the editor", () => {
  if (server === "") {
    it("is not driven: the URL of a PostgreSQL server is not set", () => {
      expect((process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim())).not.toContain("postgresql");
    });
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "de-performance-"));
  const workspace = path.join(folder, "shop");
  let workbench: Workbench;
  let hand: Hand;

  beforeAll(async () => {
    await onServer(`CREATE DATABASE ${database}`);
    await onServer([
      "CREATE EXTENSION pg_stat_statements",
      `CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL);
       CREATE TABLE orders (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, customer_id bigint NOT NULL REFERENCES customers, status text NOT NULL, total numeric NOT NULL);
       CREATE INDEX orders_status ON orders (status);
       CREATE INDEX orders_status_again ON orders (status);
       INSERT INTO customers (name) SELECT 'Customer ' || n FROM generate_series(1, 500) n;
       INSERT INTO orders (customer_id, status, total) SELECT 1 + n % 500, CASE WHEN n % 50 = 0 THEN 'open' ELSE 'paid' END, n % 900 FROM generate_series(1, 40000) n;`,
      "VACUUM ANALYZE",
      ...Array.from({ length: 60 }, (_, n) => `SELECT id, total FROM orders WHERE customer_id = ${n + 1}`),
      ...Array.from({ length: 20 }, () => "SELECT c.name, sum(o.total) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.name ORDER BY 2 DESC LIMIT 10"),
    ], database);
    const { hostname, port, username, password } = new URL(server);
    const profile = { name: "Shop", role: "development", engine: "postgresql", host: hostname, port: Number(port === "" ? 5432 : port), database, user: decodeURIComponent(username), tls: "disable", ...(password === "" ? {} : { password: "${env:TEST_PERFORMANCE_PASSWORD}" }) };
    mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
    mkdirSync(path.join(workspace, "migrations"));
    writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": [profile] }));
    writeFileSync(path.join(workspace, "queries.sql"), queries);
    installVsix(inject("vsix"), path.join(folder, "data"));
    workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data"), env: { TEST_PERFORMANCE_PASSWORD: decodeURIComponent(password) }, settings: { "terminal.integrated.gpuAcceleration": "off" } });
    hand = new Hand(workbench);
    await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    await hand.row(/^Shop/).waitFor(patience);
  });

  afterAll(async () => {
    await workbench.close();
    await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async ({ task }) => {
    await hand.look(`performance ${task.name}`);
  });

  const written = (): readonly string[] => readdirSync(path.join(workspace, "migrations")).filter((name) => name.endsWith(".sql")).sort();
  const terminal = (): Promise<string> => workbench.page.locator(".terminal-wrapper.active .xterm-rows").innerText().then((text) => text.replaceAll("\u00a0", " "));

  /** Answers the question that stands last in the console with the number of this choice. */
  async function number(choice: RegExp): Promise<void> {
    let found: string | undefined;
    await expect.poll(async () => {
      const text = await terminal();
      const last = text.slice(Math.max(0, ...[...text.matchAll(/^(?:What next|Which index|What shall become of them)\?/gm)].map(({ index }) => index)));
      found = /\d(?: \[\d\])?>\s*$/.test(last) ? [...last.matchAll(/^ +(\d+) {2}(.*)/gm)].find(([, , label]) => choice.test(label!))?.[1] : undefined;
      return found ?? last;
    }, patience).toMatch(/^\d+$/);
    const typed = new RegExp(`> ${found!}\\s*$`);
    await workbench.page.keyboard.type(found!);
    await expect.poll(terminal, patience).toMatch(typed);
    await workbench.page.keyboard.press("Enter");
    await expect.poll(terminal, patience).not.toMatch(typed);
  }

  it("tells where the server spends its time, in a document", async () => {
    await workbench.command("Data Engineer: Analyze Performance");
    await hand.choose("type", "hotpaths");
    await workbench.page.locator(".tab", { hasText: /^analyze-performance/ }).waitFor(patience);
    await expect.poll(() => workbench.text(), patience).toMatch(/SELECT id, total FROM orders WHERE customer_id = \$1/);
    const text = await workbench.text();
    expect(text).toMatch(/orders_status_again/);
  });

  it("goes through a query step by step in the console, and keeps an index as a migration", async () => {
    const { page } = workbench;
    await workbench.command("Data Engineer: Analyze Performance");
    await hand.choose("type", "interactive");
    await expect.poll(terminal, patience).toMatch(/Which query of/);
    await page.keyboard.type("SELECT id, total FROM orders WHERE customer_id = 77\n", { delay: 5 });
    await number(/Run it and measure/);
    await hand.look("performance guided run");
    await number(/Try an index/);
    await number(/^Try .*customer_id/);
    await hand.look("performance guided index");
    await number(/Keep what stands/);
    await hand.look("performance guided keep");
    await number(/Write a migration/);
    await number(/^End/);
    await expect.poll(terminal, patience).toMatch(/001_add_orders_customer_id_idx\.down\.sql\s+Shop ask>\s*$/);
    expect(written().some((name) => name.endsWith(".up.sql"))).toBe(true);
    expect(written().some((name) => name.endsWith(".down.sql"))).toBe(true);
  });

  it("ends a guided session with Ctrl+C, and the console goes on", async () => {
    const { page } = workbench;
    const before = written();
    await page.keyboard.type("*analyze-performance interactive \"SELECT count(*) FROM orders WHERE status = 'open'\"\n", { delay: 5 });
    await expect.poll(terminal, patience).toMatch(/status = 'open'[\s\S]*What next\?[\s\S]*> *$/);
    await page.keyboard.press("Control+C");
    await expect.poll(terminal, patience).toMatch(/Shop ask>\s*$/);
    await page.keyboard.type("*run-sql \"SELECT 40 + 2 AS answer\"\n", { delay: 5 });
    await expect.poll(terminal, patience).toMatch(/\b42\b/);
    expect(written()).toEqual(before);
  });

  it("asks what indexes are designed for, and takes what is selected as it is", async () => {
    const { page } = workbench;
    await workbench.openFile("queries.sql");
    await page.keyboard.press("Control+Home");
    for (let line = 0; line < 3; line++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+Shift+End");
    await workbench.command("Data Engineer: Design Indexes");
    await hand.choose("for what", "query");
    await hand.look("performance design which query");
    await hand.choose("query", /SELECT id, total -- of one customer FROM orders/);
    await page.locator(".tab", { hasText: /^design-indexes/ }).waitFor(patience);
    await expect.poll(() => workbench.text(), patience).toMatch(/CREATE INDEX (?:CONCURRENTLY )?\S* ?ON \S*orders\S* /);
  });

  it("designs indexes for the statement in which the cursor stands, from the editor's menu", async () => {
    const { page } = workbench;
    const report = page.locator(".tab", { hasText: /^design-indexes/ });
    const before = await report.innerText();
    await page.locator(".tab", { hasText: "queries.sql" }).click();
    await page.locator(".view-line", { hasText: "customer_id = 77" }).first().click({ button: "right" });
    await workbench.chooseFromMenu("Design Indexes for This Query");
    await expect.poll(() => report.innerText().catch(() => before), patience).not.toBe(before);
    await expect.poll(() => workbench.text(), patience).toMatch(/"orders" \("customer_id"\) WHERE "status" = 'open'/);
  });
});
