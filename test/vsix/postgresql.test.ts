import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it, test } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";

const server = process.env["TEST_POSTGRES_URL"] ?? "";
const required = (process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim()).includes("postgresql");
const patience = { timeout: 90_000 } as const;
const migrations: Readonly<Record<string, string>> = {
  "001_orders_by_customer.up.sql": "CREATE INDEX CONCURRENTLY orders_by_customer ON orders (customer_id);\n",
  "001_orders_by_customer.down.sql": "DROP INDEX CONCURRENTLY orders_by_customer;\n",
  "002_drop_note.up.sql": "ALTER TABLE orders DROP COLUMN note;\n",
  "002_drop_note.down.sql": "ALTER TABLE orders ADD COLUMN note text;\n",
  "003_status.up.sql": "ALTER TABLE orders ADD COLUMN status text NOT NULL DEFAULT 'new';\n",
  "003_status.down.sql": "ALTER TABLE orders DROP COLUMN state;\n",
};

async function onServer<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

if (server === "") {
  if (required) {
    test("the editor on postgresql", () => {
      throw new Error("postgresql is missing: TEST_POSTGRES_URL is not set");
    });
  } else {
    test("the editor on postgresql is missing: TEST_POSTGRES_URL is not set", () => {
      expect(server).toBe("");
    });
  }
} else {
  describe("the whole workflow on postgresql", () => {
    const database = `test_editor_${randomBytes(6).toString("hex")}`;
    const url = Object.assign(new URL(server), { pathname: `/${database}` }).href;
    const folder = mkdtempSync(path.join(tmpdir(), "de-postgresql-"));
    const workspace = path.join(folder, "store");
    let workbench: Workbench;

    const row = (text: string | RegExp) => workbench.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
    const dialog = () => workbench.page.locator(".monaco-dialog-box");
    const lens = (text: string) => workbench.page.locator(".editor-group-container.active .codelens-decoration a", { hasText: text }).first();

    async function answer(title: string | RegExp, value: string): Promise<void> {
      await workbench.page.locator(".quick-input-titlebar", { hasText: title }).waitFor(patience);
      await workbench.page.locator(".quick-input-widget input.input").fill(value);
      await workbench.page.keyboard.press("Enter");
    }

    async function choose(title: string | RegExp, label: string | RegExp): Promise<void> {
      await workbench.page.locator(".quick-input-titlebar", { hasText: title }).waitFor(patience);
      await workbench.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click(patience);
    }

    beforeAll(async () => {
      await onServer(server, `CREATE DATABASE ${database}`);
      await onServer(url, `
        CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL, email text NOT NULL UNIQUE);
        CREATE TABLE orders (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, customer_id bigint NOT NULL REFERENCES customers, note text, total numeric(12, 2) NOT NULL DEFAULT 0);
        INSERT INTO customers (name, email) SELECT 'Customer ' || n, 'c' || n || '@example.com' FROM generate_series(1, 1000) n;
        INSERT INTO orders (customer_id, note, total) SELECT 1 + n % 1000, CASE WHEN n % 2 = 0 THEN 'Note ' || n END, n FROM generate_series(1, 5000) n;`);
      mkdirSync(path.join(workspace, "migrations"), { recursive: true });
      for (const [name, sql] of Object.entries(migrations)) writeFileSync(path.join(workspace, "migrations", name), sql);
      installVsix(inject("vsix"), path.join(folder, "data"));
      workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data") });
      await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    });

    afterAll(async () => {
      await workbench.close();
      await onServer(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      rmSync(folder, { recursive: true, force: true });
    });

    it("adds the connection through the wizard and writes no password to settings", async () => {
      const { hostname, port, username, password } = new URL(server);
      await workbench.page.locator(".pane-body a", { hasText: "Add Connection" }).first().click(patience);
      await choose("Engine", "PostgreSQL");
      await answer("Host", hostname);
      await answer("Port", port === "" ? "5432" : port);
      await answer("Database", database);
      await answer("User", decodeURIComponent(username));
      if (password === "") await choose("Password", "None needed");
      else {
        await choose("Password", "Type it now");
        await workbench.page.locator('.quick-input-widget input[type="password"]').waitFor(patience);
        await answer("Password", decodeURIComponent(password));
      }
      await choose("TLS", /Off|No TLS|not protected|disable|unprotected/i);
      await answer("Name", "Store");
      await choose("Role", "Development");
      await choose("Save", "in this workspace");
      await row(/^Store/).waitFor(patience);
      await row(/001 orders by customer\s*pending/).waitFor(patience);
      const settings = readFileSync(path.join(workspace, ".vscode", "settings.json"), "utf8");
      expect(JSON.parse(settings)).toEqual({ "dataEngineer.connections": [{ name: "Store", role: "development", engine: "postgresql", host: hostname, port: Number(port === "" ? 5432 : port), database, user: decodeURIComponent(username), tls: "disable" }] });
    });

    it("proves a statement that cannot run in a transaction from the file's lens", async () => {
      await workbench.openFile("001_orders_by_customer.up.sql");
      await lens("Dry-run").click(patience);
      await expect.poll(() => workbench.text(), patience).toMatch(/dry-run passed/);
      await lens("proven").waitFor(patience);
      expect(await onServer(url, "SELECT 1 FROM pg_indexes WHERE indexname = 'orders_by_customer'")).toEqual([]);
    });

    it("finds the down script that does not lead back", async () => {
      await workbench.openFile("003_status.up.sql");
      await lens("Dry-run").click(patience);
      await row(/003 status\s*(?:pending · )?rollback broken/).waitFor(patience);
    });

    it("takes a snapshot from its view", async () => {
      await workbench.page.locator(".pane-body a", { hasText: "Take Snapshot" }).first().click(patience);
      await answer("label", "before-all");
      await row(/before-all/).waitFor(patience);
    });

    it("applies what is safe after a question, and what destroys after its name", async () => {
      await workbench.openFile("001_orders_by_customer.up.sql");
      await lens("Apply").click(patience);
      await dialog().waitFor(patience);
      await dialog().getByText("Continue", { exact: true }).click();
      await row(/001 orders by customer\s*applied/).waitFor(patience);
      await workbench.openFile("002_drop_note.up.sql");
      await lens("Apply").click(patience);
      await dialog().waitFor(patience);
      expect(await dialog().innerText()).toMatch(/orders\.note: the column is dropped, 2,500 rows are lost/);
      await dialog().getByText("Type Its Name…").click();
      const prompt = workbench.page.locator(".quick-input-widget", { hasText: /Type \S+ to go on/ });
      await prompt.waitFor(patience);
      const name = /Type (\S+) to go on/.exec(await prompt.innerText())?.[1] ?? "";
      expect(name).toMatch(/orders\.note$/);
      await workbench.page.locator(".quick-input-widget input.input").fill(name);
      await workbench.page.keyboard.press("Enter");
      await row(/002 drop note\s*applied/).waitFor(patience);
    });

    it("smoke-tests the database from the palette", async () => {
      await workbench.command("Data Engineer: Run Smoke Test");
      await expect.poll(() => workbench.text(), patience).toMatch(/smoke-test passed/);
    });

    it("lays a saved file beside the history that it knows, without a new connection", async () => {
      const sessions = async (): Promise<string> => (await onServer<{ n: string }>(server, `SELECT sessions::text AS n FROM pg_stat_database WHERE datname = '${database}'`))[0]?.n ?? "";
      const before = await sessions();
      writeFileSync(path.join(workspace, "migrations", "004_slow.up.sql"), "SELECT pg_sleep(300);\n");
      await row(/004 slow\s*(?:pending|no way back)/).waitFor(patience);
      await row(/002 drop note\s*applied/).waitFor(patience);
      expect(await sessions()).toBe(before);
    });

    it("stops the server's work when a dry-run is cancelled", async () => {
      const { page } = workbench;
      const sleeping = async (): Promise<number> => (await onServer(server, "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(300)%' AND pid <> pg_backend_pid()")).length;
      await row(/004 slow/).click();
      await page.locator(".tab.active", { hasText: "004_slow.up.sql" }).waitFor(patience);
      await lens("Dry-run").click(patience);
      await expect.poll(sleeping, patience).toBe(1);
      await page.locator(".notification-toast", { hasText: "Dry-Run" }).getByText("Cancel").click(patience);
      await expect.poll(sleeping, patience).toBe(0);
      await page.locator(".notification-toast", { hasText: "Dry-Run" }).waitFor({ state: "detached", ...patience });
    });

    it("rolls back from the Snapshots view, rows included", async () => {
      await row(/before-all/).click({ button: "right" });
      await workbench.chooseFromMenu("Roll Back");
      await dialog().waitFor(patience);
      await dialog().getByText(/Continue|Type Its Name…/).click();
      await row(/002 drop note\s*rollback verified/).waitFor(patience);
      await row(/001 orders by customer\s*(?:pending|rollback)/).waitFor(patience);
      expect(await onServer(url, "SELECT count(*)::int AS all, count(note)::int AS notes, max(note) AS last FROM orders")).toEqual([{ all: 5000, notes: 2500, last: "Note 998" }]);
    });
  });
}
