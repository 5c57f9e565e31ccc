import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { expect, it } from "vitest";
import { patience } from "./hand.ts";
import { describeStore } from "./store.ts";

const server = process.env["TEST_POSTGRES_URL"] ?? "";
const database = `test_editor_${randomBytes(6).toString("hex")}`;
const url = server === "" ? "" : Object.assign(new URL(server), { pathname: `/${database}` }).href;
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

const create = async (): Promise<void> => {
  await onServer(server, `CREATE DATABASE ${database}`);
  await onServer(url, `
    CREATE TABLE customers (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text NOT NULL, email text NOT NULL UNIQUE);
    CREATE TABLE orders (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, customer_id bigint NOT NULL REFERENCES customers, note text, total numeric(12, 2) NOT NULL DEFAULT 0);
    INSERT INTO customers (name, email) SELECT 'Customer ' || n, 'c' || n || '@example.com' FROM generate_series(1, 1000) n;
    INSERT INTO orders (customer_id, note, total) SELECT 1 + n % 1000, CASE WHEN n % 2 = 0 THEN 'Note ' || n END, n FROM generate_series(1, 5000) n;`);
};
const drop = async (): Promise<void> => {
  await onServer(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
};

describeStore({ engine: "postgresql", server, migrations, create, drop }, (store) => {
  it("adds the connection through the wizard and writes no password to settings", async () => {
    const { hand, workbench } = store;
    const { hostname, port, username, password } = new URL(server);
    await hand.press("Add Connection");
    await hand.choose("Engine", "PostgreSQL");
    await hand.answer("Host", hostname);
    await hand.answer("Port", port === "" ? "5432" : port);
    await hand.answer("Database", database);
    await hand.answer("User", decodeURIComponent(username));
    if (password === "") await hand.choose("Password", "None needed");
    else {
      await hand.choose("Password", "Type it now");
      await workbench.page.locator('.quick-input-widget input[type="password"]').waitFor(patience);
      await hand.answer("Password", decodeURIComponent(password));
    }
    await hand.choose("TLS", "Off");
    await hand.answer("Name", "Store");
    await hand.choose("Role", "Development");
    await hand.choose("Save", "in this workspace");
    await hand.row(/^Store/).waitFor(patience);
    await hand.row(/001 orders by customer\s*pending/).waitFor(patience);
    expect(store.settings()).toEqual({ "dataEngineer.connections": [{ name: "Store", role: "development", engine: "postgresql", host: hostname, port: Number(port === "" ? 5432 : port), database, user: decodeURIComponent(username), tls: "disable" }] });
  });

  it("proves a statement that cannot run in a transaction from the file's lens", async () => {
    const { hand, workbench } = store;
    await hand.dryRun("001_orders_by_customer.up.sql");
    await expect.poll(() => workbench.text(), patience).toMatch(/dry-run passed/);
    await hand.lens("proven").waitFor(patience);
    expect(await onServer(url, "SELECT 1 FROM pg_indexes WHERE indexname = 'orders_by_customer'")).toEqual([]);
  });

  it("finds the down script that does not lead back", async () => {
    const { hand } = store;
    await hand.dryRun("003_status.up.sql");
    await hand.row(/003 status\s*(?:pending · )?rollback broken/).waitFor(patience);
  });

  it("applies what is safe after a question, and what destroys after its name, with a snapshot before", async () => {
    const { hand } = store;
    await hand.takeSnapshot("before-all");
    await hand.apply("001_orders_by_customer.up.sql");
    const { said, typed } = await hand.apply("002_drop_note.up.sql");
    expect(said).toMatch(/orders\.note: the column is dropped, 2,500 rows are lost/);
    expect(typed).toMatch(/orders\.note$/);
  });

  it("smoke-tests the database from the palette", async () => {
    await store.workbench.command("Data Engineer: Run Smoke Test");
    await expect.poll(() => store.workbench.text(), patience).toMatch(/smoke-test passed/);
  });

  it("lays a saved file beside the history that it knows, without a new connection", async () => {
    const { hand } = store;
    const sessions = async (): Promise<string> => (await onServer<{ n: string }>(server, `SELECT sessions::text AS n FROM pg_stat_database WHERE datname = '${database}'`))[0]?.n ?? "";
    const before = await sessions();
    writeFileSync(path.join(store.migrations, "004_slow.up.sql"), "SELECT pg_sleep(300);\n");
    await hand.row(/004 slow\s*(?:pending|no way back)/).waitFor(patience);
    await hand.row(/002 drop note\s*applied/).waitFor(patience);
    expect(await sessions()).toBe(before);
  });

  it("stops the server's work when a dry-run is cancelled", async () => {
    const { hand, workbench } = store;
    const sleeping = async (): Promise<number> => (await onServer(server, "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(300)%' AND pid <> pg_backend_pid()")).length;
    const notification = workbench.page.locator(".notification-toast", { hasText: "Dry-Run" });
    await hand.dryRun("004_slow.up.sql");
    await expect.poll(sleeping, patience).toBe(1);
    await notification.getByText("Cancel").click(patience);
    await expect.poll(sleeping, patience).toBe(0);
    await notification.waitFor({ state: "detached", ...patience });
  });

  it("rolls back from the Snapshots view, rows included", async () => {
    const { hand } = store;
    await hand.rollBackTo("before-all");
    await hand.row(/002 drop note\s*rollback verified/).waitFor(patience);
    await hand.row(/001 orders by customer\s*(?:pending|rollback)/).waitFor(patience);
    expect(await onServer(url, "SELECT count(*)::int AS all, count(note)::int AS notes, max(note) AS last FROM orders")).toEqual([{ all: 5000, notes: 2500, last: "Note 998" }]);
  });
});
