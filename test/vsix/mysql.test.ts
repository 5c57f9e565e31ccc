import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import { expect, it } from "vitest";
import { patience } from "./hand.ts";
import { describeStore } from "./store.ts";

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

for (const flavour of ["mysql", "mariadb"]) {
  const server = process.env[`TEST_${flavour.toUpperCase()}_URL`] ?? "";
  const database = `test_editor_${randomBytes(6).toString("hex")}`;
  const url = server === "" ? "" : Object.assign(new URL(server), { pathname: `/${database}` }).href.replace(/^[a-z]+:/, `${flavour}:`);
  const create = async (): Promise<void> => {
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
  };
  const drop = async (): Promise<void> => {
    await onServer(server, `DROP DATABASE IF EXISTS ${database}`);
  };

  describeStore({ engine: flavour, server, migrations, create, drop }, (store) => {
    it("fills the wizard from a pasted URL, and writes no password to settings", async () => {
      const { hand, workbench } = store;
      const { hostname, port, username } = new URL(server);
      await hand.press("Add Connection");
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
      expect(store.settings()).toEqual({ "dataEngineer.connections": [{ name: "Store", role: "development", engine: flavour, host: hostname, port: Number(port), database, user: decodeURIComponent(username), tls: "disable" }] });
    });

    it("shows tables, views and events, and a table's parts when it is opened", async () => {
      const { hand } = store;
      await hand.row(/^Store/).click();
      await hand.row(/^Events/).waitFor(patience);
      await hand.row(/^big_orders\s*view/).waitFor(patience);
      await hand.row(/^orders/).click();
      await hand.row(/customer_id\s*bigint(?:\(20\))? · not null · → customers/).waitFor(patience);
      await hand.look(`${flavour} tree`);
      await hand.row(/^Store/).click();
    });

    it("dry-runs on a scratch database, and finds the row that a check would refuse", async () => {
      const { hand, workbench } = store;
      await hand.dryRun("001_orders_status.up.sql");
      await expect.poll(() => workbench.text(), patience).toMatch(/dry-run passed/);
      await hand.lens("proven").waitFor(patience);
      expect(await onServer(url, "SHOW COLUMNS FROM orders LIKE 'status'")).toEqual([]);
      await hand.look(`${flavour} dry-run`);
      await hand.dryRun("003_require_email.up.sql");
      await hand.row(/003 require email\s*(?:pending · )?dry-run failed/).waitFor(patience);
    });

    it("takes a snapshot, applies after a question, and destroys after its name", async () => {
      const { hand } = store;
      await hand.takeSnapshot("before-all");
      await hand.apply("001_orders_status.up.sql");
      const { said, typed } = await hand.apply("002_drop_note.up.sql");
      expect(said).toMatch(/orders\.note: the column is dropped, 250 rows are lost/);
      expect(typed).toMatch(/orders\.note$/);
    });

    it("rolls back from the Snapshots view, rows included", async () => {
      const { hand } = store;
      await hand.rollBackTo("before-all");
      await hand.row(/001 orders status\s*(?:pending|rollback)/).waitFor(patience);
      expect(await onServer(url, "SELECT COUNT(*) AS everything, COUNT(note) AS notes FROM orders")).toEqual([{ everything: 500, notes: 250 }]);
    });
  });
}
