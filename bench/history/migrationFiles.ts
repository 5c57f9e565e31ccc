import { writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes a history of PostgreSQL migrations as projects have them: tables with keys and checks, columns added later, indexes, views, triggers
 * with PL/pgSQL, policies, comments, data. The first file but one uses the last table, which is the one thing that is wrong in it.
 */
export function writeMigrations(folder: string, count: number, bytes: number): { readonly files: string[]; readonly bytes: number; readonly lastTable: string } {
  const files: string[] = [];
  let written = 0;
  let table = 0;
  for (let index = 0; index < count; index++) {
    const name = `${String(index + 1).padStart(5, "0")}_step.sql`;
    let text = index === 0 ? "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');\nCREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.updated_at = now();\n  RETURN NEW;\nEND $$;\n" : "";
    if (index % 3 === 0) text += newTable(++table);
    else text += index % 3 === 1 ? changes(table) : viewsAndData(table);
    if (index === 1) text += `CREATE INDEX misplaced ON table_${Math.ceil(count / 3)} (name);\n`;
    const target = ((index + 1) * bytes) / count;
    for (let line = 0; written + text.length < target; line++) text += `INSERT INTO table_${table} (name, amount, owner) VALUES ('row ${line} of ${index}', ${line * 7}.25, 'somebody@example.org');\n`;
    writeFileSync(path.join(folder, name), text);
    files.push(name);
    written += text.length;
  }
  return { files, bytes: written, lastTable: `table table_${table}` };
}

function newTable(table: number): string {
  const parent = Math.max(1, table - 3);
  return `-- Table ${table}
CREATE TABLE table_${table} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  owner text,
  amount numeric(12,2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
  feeling mood DEFAULT 'ok',
  parent_id bigint REFERENCES table_${parent} (id) ON DELETE CASCADE,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER touch BEFORE UPDATE ON table_${table} FOR EACH ROW EXECUTE FUNCTION touch();
CREATE INDEX table_${table}_name ON table_${table} (lower(name), amount);
`;
}

function changes(table: number): string {
  return `ALTER TABLE table_${table} ADD COLUMN note text, ADD COLUMN score integer NOT NULL DEFAULT 0;
ALTER TABLE table_${table} ADD CONSTRAINT table_${table}_score CHECK (score BETWEEN 0 AND 100);
CREATE UNIQUE INDEX table_${table}_unique ON table_${table} (name, owner) WHERE note IS NOT NULL;
ALTER TABLE table_${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON table_${table} USING (owner = current_user);
COMMENT ON COLUMN table_${table}.note IS 'What a person wrote';
`;
}

function viewsAndData(table: number): string {
  return `CREATE VIEW view_${table} AS
  SELECT t.id, t.name, p.name AS parent, sum(t.amount) OVER (PARTITION BY t.parent_id) AS total
  FROM table_${table} t LEFT JOIN table_${Math.max(1, table - 3)} p ON p.id = t.parent_id
  WHERE t.score > 10 AND t.updated_at > now() - interval '30 days';
UPDATE table_${table} SET note = 'none' WHERE note IS NULL;
`;
}
