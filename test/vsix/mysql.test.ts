import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, test } from "vitest";
import { installVsix } from "../../scripts/vscode/server.ts";
import { Workbench } from "../../scripts/vscode/workbench.ts";
import { Hand, patience } from "./hand.ts";

const wanted = (process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim());
const flavours = [
  { flavour: "mysql", server: process.env["TEST_MYSQL_URL"] ?? "" },
  { flavour: "mariadb", server: process.env["TEST_MARIADB_URL"] ?? "" },
].map((one) => ({ ...one, required: wanted.includes(one.flavour) }));
const migrations: Readonly<Record<string, string>> = {
  "001_orders_status.up.sql": "ALTER TABLE orders ADD COLUMN status VARCHAR(20) NOT NULL DEFAULT 'new';\nCREATE INDEX orders_by_status ON orders (status);\n",
  "001_orders_status.down.sql": "DROP INDEX orders_by_status ON orders;\nALTER TABLE orders DROP COLUMN status;\n",
  "002_drop_note.up.sql": "ALTER TABLE orders DROP COLUMN note;\n",
  "002_drop_note.down.sql": "ALTER TABLE orders ADD COLUMN note TEXT AFTER customer_id;\n",
  "003_require_email.up.sql": "ALTER TABLE customers ADD CONSTRAINT email_has_at CHECK (email LIKE '%@%');\n",
  "003_require_email.down.sql": "ALTER TABLE customers DROP CONSTRAINT email_has_at;\n",
};

async function onServer(url: string, ...statements: readonly string[]): Promise<readonly unknown[]> {
  const connection = await createConnection(url.replace(/^mariadb:/, "mysql:"));
  try {
    let rows: unknown = [];
    for (const statement of statements) [rows] = await connection.query(statement);
    return rows as readonly unknown[];
  } finally {
    await connection.end();
  }
}

describe.each(flavours)("the whole workflow on $flavour", ({ flavour, server, required }) => {
  if (server === "") {
    test("is not driven: its server's URL is not set", () => {
      expect(required).toBe(false);
    });
  } else {
    const database = `test_editor_${randomBytes(6).toString("hex")}`;
    const url = Object.assign(new URL(server), { pathname: `/${database}` }).href.replace(/^[a-z]+:/, `${flavour}:`);
    const folder = mkdtempSync(path.join(tmpdir(), "de-mysql-"));
    const workspace = path.join(folder, "store");
    let workbench: Workbench;
    let hand: Hand;

    beforeAll(async () => {
      await onServer(server, `CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
      await onServer(
        url,
        "CREATE TABLE customers (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(80) NOT NULL, email VARCHAR(120) NOT NULL UNIQUE)",
        "CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, customer_id BIGINT NOT NULL, note TEXT, total DECIMAL(12, 2) NOT NULL DEFAULT 0, FOREIGN KEY (customer_id) REFERENCES customers (id))",
        "CREATE VIEW big_orders AS SELECT id, total FROM orders WHERE total > 100",
        "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM orders WHERE total < 0",
        "INSERT INTO customers (name, email) WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 500) SELECT CONCAT('Customer ', n), IF(n = 7, 'nobody', CONCAT('c', n, '@example.com')) FROM n",
        "INSERT INTO orders (customer_id, note, total) SELECT id, IF(id % 2 = 0, CONCAT('Note ', id), NULL), id FROM customers",
      );
      mkdirSync(path.join(workspace, "migrations"), { recursive: true });
      for (const [name, sql] of Object.entries(migrations)) writeFileSync(path.join(workspace, "migrations", name), sql);
      installVsix(inject("vsix"), path.join(folder, "data"));
      workbench = await Workbench.open({ workspace, dataFolder: path.join(folder, "data") });
      hand = new Hand(workbench);
      await workbench.page.locator('.activitybar a[aria-label^="Data Engineer"]').click();
    });

    afterAll(async () => {
      await workbench.close();
      await onServer(server, `DROP DATABASE IF EXISTS ${database}`);
      rmSync(folder, { recursive: true, force: true });
    });

    afterEach(async ({ task }) => {
      await hand.look(`${flavour} ${task.name}`);
    });

    it("fills the wizard from a pasted URL, and writes no password to settings", async () => {
      const { hostname, port, username } = new URL(server);
      await workbench.page.locator(".pane-body a", { hasText: "Add Connection" }).first().click(patience);
      await hand.choose("Engine", "MySQL");
      await hand.answer("Host", url);
      for (const step of ["Port", "Database", "User"]) {
        await workbench.page.locator(".quick-input-titlebar", { hasText: step }).waitFor(patience);
        await workbench.page.keyboard.press("Enter");
      }
      await hand.choose("Password", "Type it now");
      await workbench.page.locator('.quick-input-widget input[type="password"]').waitFor(patience);
      await workbench.page.keyboard.press("Enter");
      await hand.choose("TLS", "Off");
      await hand.answer("Name", "Store");
      await hand.choose("Role", "Development");
      await hand.choose("Save", "in this workspace");
      await hand.row(/001 orders status\s*pending/).waitFor(patience);
      const settings = readFileSync(path.join(workspace, ".vscode", "settings.json"), "utf8");
      expect(JSON.parse(settings)).toEqual({ "dataEngineer.connections": [{ name: "Store", role: "development", engine: flavour, host: hostname, port: Number(port), database, user: decodeURIComponent(username), tls: "disable" }] });
    });

    it("shows tables, views and events, and a table's parts when it is opened", async () => {
      await hand.row(/^Store/).click();
      await hand.row(/^Events/).waitFor(patience);
      await hand.row(/^big_orders\s*view/).waitFor(patience);
      await hand.row(/^orders/).click();
      await hand.row(/customer_id\s*bigint(?:\(20\))? · not null · → customers/).waitFor(patience);
      await hand.look(`${flavour} tree`);
      await hand.row(/^Store/).click();
    });

    it("dry-runs on a scratch database, and finds the row that a check would refuse", async () => {
      await workbench.openFile("001_orders_status.up.sql");
      await hand.lens("Dry-run").click(patience);
      await expect.poll(() => workbench.text(), patience).toMatch(/dry-run passed/);
      await hand.lens("proven").waitFor(patience);
      expect(await onServer(url, "SHOW COLUMNS FROM orders LIKE 'status'")).toEqual([]);
      await hand.look(`${flavour} dry-run`);
      await workbench.openFile("003_require_email.up.sql");
      await hand.lens("Dry-run").click(patience);
      await hand.row(/003 require email\s*(?:pending · )?dry-run failed/).waitFor(patience);
    });

    it("takes a snapshot, applies after a question, and destroys after its name", async () => {
      await workbench.page.locator(".pane-body a", { hasText: "Take Snapshot" }).first().click(patience);
      await hand.answer("label", "before-all");
      await hand.row(/before-all/).waitFor(patience);
      await workbench.openFile("001_orders_status.up.sql");
      await hand.lens("Apply").click(patience);
      await hand.agree();
      await hand.row(/001 orders status\s*applied/).waitFor(patience);
      await workbench.openFile("002_drop_note.up.sql");
      await hand.lens("Apply").click(patience);
      expect(await hand.agree()).toMatch(/orders\.note: the column is dropped, 250 rows are lost/);
      await hand.row(/002 drop note\s*applied/).waitFor(patience);
    });

    it("rolls back from the Snapshots view, rows included", async () => {
      await hand.row(/before-all/).click({ button: "right" });
      await workbench.chooseFromMenu("Roll Back");
      await hand.agree();
      await hand.row(/001 orders status\s*(?:pending|rollback)/).waitFor(patience);
      expect(await onServer(url, "SELECT COUNT(*) AS everything, COUNT(note) AS notes FROM orders")).toEqual([{ everything: 500, notes: 250 }]);
    });
  }
});
