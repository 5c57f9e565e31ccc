import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";
import { Hand, patience } from "./hand.ts";

const server = process.env["TEST_POSTGRES_URL"] ?? "";
const database = `test_audit_${randomBytes(6).toString("hex")}`;
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
  const folder = mkdtempSync(path.join(tmpdir(), "de-audit-"));
  const workspace = path.join(folder, "shop");
  let workbench: Workbench;
  let hand: Hand;

  beforeAll(async () => {
    await onServer(`CREATE DATABASE ${database}`);
    await onServer(`
      CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL);
      CREATE TABLE orders (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, customer_id bigint NOT NULL REFERENCES customers);
      CREATE TABLE "${hostile}" (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
      INSERT INTO customers (name) SELECT 'Customer ' || n FROM generate_series(1, 20) n;
      INSERT INTO orders (customer_id) SELECT 1 + n % 20 FROM generate_series(1, 100) n;`, database);
    const { hostname, port, username, password } = new URL(server);
    const profile = { name: "Shop", role: "development", engine: "postgresql", host: hostname, port: Number(port === "" ? 5432 : port), database, user: decodeURIComponent(username), tls: "disable", ...(password === "" ? {} : { password: "${env:TEST_AUDIT_PASSWORD}" }) };
    mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
    writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify({ "dataEngineer.connections": [profile] }));
    installVsix(inject("vsix"), path.join(folder, "data"));
    workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data"), env: { TEST_AUDIT_PASSWORD: decodeURIComponent(password) } });
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
    await hand.look(`audit ${task.name}`);
  });

  /** The page inside of the webview's frames. */
  async function panel(): Promise<Frame> {
    let found: Frame | undefined;
    await expect.poll(async () => {
      for (const frame of workbench.page.frames()) if (await frame.locator("main header h1").count().catch(() => 0)) found = frame;
      return found !== undefined;
    }, patience).toBe(true);
    return found!;
  }

  const finding = (frame: Frame, name: RegExp) => frame.getByRole("treeitem", { level: 2, name });

  /** Waits until the page, which may be loaded anew meanwhile, shows no such finding. */
  const gone = (name: RegExp) => expect.poll(async () => finding(await panel(), name).count().catch(() => -1), patience).toBe(0);

  it("opens with what the audit found, a hostile name as the text that it is", async () => {
    await workbench.command("Data Engineer: Run Security Audit");
    await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: "full" }).first().click(patience);
    const frame = await panel();
    expect(await frame.locator("header").innerText()).toContain(`database ${database}`);
    await finding(frame, new RegExp(`${hostile.replace(/[()]/g, "\\$&")}.*${unindexed}`)).waitFor(patience);
    expect(await frame.locator("img").count()).toBe(0);
  });

  it("applies a proven fix after the editor's own question, and looks again", async () => {
    const frame = await panel();
    await finding(frame, new RegExp(`public\\.orders.*${unindexed}`)).click(patience);
    await frame.getByRole("button", { name: "Apply Fix…" }).click(patience);
    const { said } = await hand.agree();
    expect(said).toContain(database);
    await gone(new RegExp(`public\\.orders.*${unindexed}`));
    expect(await onServer("SELECT indexdef FROM pg_indexes WHERE tablename = 'orders' AND indexdef LIKE '%(customer_id)'", database)).toHaveLength(1);
    expect(await (await panel()).getByRole("dialog").count()).toBe(0);
  });

  it("dismisses a finding with a reason, which the workspace keeps", async () => {
    const frame = await panel();
    await finding(frame, new RegExp(`onerror.*${unindexed}`)).click(patience);
    await frame.getByText("Dismiss this finding").click();
    await frame.getByRole("textbox", { name: "Why is it accepted?" }).fill("Only a test looks it up.");
    await frame.getByRole("button", { name: "Dismiss", exact: true }).click();
    await gone(new RegExp(`onerror.*${unindexed}`));
    expect(readFileSync(path.join(workspace, ".data-engineer", "audit", "decisions.json"), "utf8")).toContain("Only a test looks it up.");
  });

  it("comes back when the window is loaded anew", async () => {
    await workbench.page.reload();
    const frame = await panel();
    expect(await frame.locator("header").innerText()).toContain(`database ${database}`);
    await frame.getByRole("combobox", { name: "New, known or dismissed" }).click(patience);
    await frame.getByRole("option", { name: "Dismissed", exact: true }).click(patience);
    await finding(frame, new RegExp(unindexed)).click(patience);
    await frame.getByText("Dismissed: Only a test looks it up.").waitFor(patience);
  });
});
