import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

type Pair = readonly [up: string, down: string];

/** What a table goes through in five migrations, as projects do: made, widened, indexed, looked at, tightened. */
function lifeOf(table: string, parent: string | null): Pair[] {
  const reference = parent === null ? "" : `,\n  parent_id bigint REFERENCES ${parent} (id) ON DELETE CASCADE`;
  return [
    [
      `CREATE TABLE ${table} (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  name text NOT NULL,\n  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'old')),\n  amount numeric(12, 2) NOT NULL DEFAULT 0,\n  created_at timestamptz NOT NULL DEFAULT now()${reference}\n);\nCOMMENT ON TABLE ${table} IS 'Holds ${table}';\n`,
      `DROP TABLE ${table};\n`,
    ],
    [`ALTER TABLE ${table} ADD COLUMN email text;\nALTER TABLE ${table} ADD COLUMN notes jsonb NOT NULL DEFAULT '{}';\n`, `ALTER TABLE ${table} DROP COLUMN notes;\nALTER TABLE ${table} DROP COLUMN email;\n`],
    [`CREATE INDEX ${table}_created ON ${table} (created_at);\nCREATE UNIQUE INDEX ${table}_email ON ${table} (lower(email)) WHERE email IS NOT NULL;\n`, `DROP INDEX ${table}_email;\nDROP INDEX ${table}_created;\n`],
    [
      `CREATE VIEW ${table}_new AS SELECT id, name, amount FROM ${table} WHERE state = 'new';\nCREATE FUNCTION ${table}_total() RETURNS numeric LANGUAGE sql STABLE AS $$ SELECT sum(amount) FROM ${table} $$;\n`,
      `DROP FUNCTION ${table}_total();\nDROP VIEW ${table}_new;\n`,
    ],
    [`INSERT INTO ${table} (name) VALUES ('first');\nALTER TABLE ${table} ADD CONSTRAINT ${table}_amount CHECK (amount >= 0);\n`, `ALTER TABLE ${table} DROP CONSTRAINT ${table}_amount;\nDELETE FROM ${table};\n`],
  ];
}

/** Writes a history of `count` migrations with down scripts that restore into a folder. */
export function writeHistory(folder: string, count: number): void {
  const pairs: Pair[] = [];
  for (let at = 0; pairs.length < count; at++) pairs.push(...lifeOf(`thing_${at}`, at === 0 ? null : `thing_${Math.floor((at - 1) / 3)}`));
  mkdirSync(folder, { recursive: true });
  pairs.slice(0, count).forEach(([up, down], at) => {
    const name = path.join(folder, `${String(at + 1).padStart(4, "0")}_step`);
    writeFileSync(`${name}.up.sql`, up);
    writeFileSync(`${name}.down.sql`, down);
  });
}

/** One migration of dozens of statements whose indexes are most of the work. */
export function writeHeavyMigration(folder: string): string {
  const columns = ["customer", "product", "placed", "total", "status"];
  const up = [
    "CREATE TABLE regions (id integer PRIMARY KEY, name text NOT NULL);",
    ...Array.from({ length: 20 }, (_, at) => `INSERT INTO regions VALUES (${at}, 'Region ${at}');`),
    "ALTER TABLE sales ADD COLUMN region integer REFERENCES regions (id);",
    "UPDATE sales SET region = id % 20;",
    ...columns.map((column) => `CREATE INDEX sales_${column} ON sales (${column});`),
    "CREATE INDEX sales_customer_placed ON sales (customer, placed DESC);",
    "CREATE INDEX sales_region ON sales (region) WHERE region IS NOT NULL;",
    "CREATE INDEX sales_text ON sales (lower(status), product);",
    "CREATE VIEW sales_by_region AS SELECT region, sum(total) AS total FROM sales GROUP BY region;",
    ...columns.map((column) => `COMMENT ON COLUMN sales.${column} IS 'The ${column}';`),
    "ALTER TABLE sales ALTER COLUMN region SET NOT NULL;",
  ];
  const down = [
    "DROP VIEW sales_by_region;",
    ...columns.map((column) => `COMMENT ON COLUMN sales.${column} IS NULL;`),
    ...["text", "region", "customer_placed", ...columns].map((name) => `DROP INDEX sales_${name};`),
    "ALTER TABLE sales DROP COLUMN region;",
    "DROP TABLE regions;",
  ];
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "0001_regions.up.sql");
  writeFileSync(file, `${up.join("\n")}\n`);
  writeFileSync(path.join(folder, "0001_regions.down.sql"), `${down.join("\n")}\n`);
  return file;
}

/** The table that the heavy migration works on. */
export const salesTable = `CREATE TABLE sales AS SELECT g AS id, g % 5000 AS customer, md5((g % 700)::text) AS product, now() - g * interval '1 minute' AS placed,
  (g % 1000)::numeric AS total, (ARRAY['open', 'paid', 'sent'])[1 + g % 3] AS status FROM generate_series(1, 300000) g; ALTER TABLE sales ADD PRIMARY KEY (id); ANALYZE sales`;
