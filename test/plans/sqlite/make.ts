/** Makes the plans beside this file: `node test/plans/sqlite/make.ts`, by hand. "analysed" in a name: after ANALYZE. The shell's own forms need sqlite3 on the PATH. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "../../../src/engines/engine.ts";
import { loadSqlite } from "../../../src/engines/sqlite/engine.ts";

const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), "plans-"));
const schema = readFileSync(join(here, "schema.sql"), "utf8");
const queries = [...readFileSync(join(here, "queries.sql"), "utf8").matchAll(/^-- (\S+)\n([^]*?);$/gm)].map((match) => ({ name: match[1] ?? "", sql: match[2] ?? "" }));
const numbers = (count: number): string => `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
const fill = [
  `INSERT INTO customers ${numbers(4000)} SELECT i, 'c' || i || '@example.org', 'Name ' || i, substr('NLDEFRESUK', 1 + 2 * (i % 5), 2), CAST(i AS TEXT), nullif(i / 10, 0) FROM n`,
  `INSERT INTO orders ${numbers(60000)} SELECT i, 1 + i % 4000, CASE i % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'paid' ELSE 'sent' END, i % 500, date('2024-01-01', (i % 900) || ' days'), CASE WHEN i % 500 = 0 THEN 'SPRING' END FROM n`,
  `INSERT INTO products ${numbers(4000)} SELECT i, 'sku-' || i, 'Tea ' || i || printf('%.200c', '.'), 'category ' || (i % 12), i % 90 FROM n`,
  `INSERT INTO lines ${numbers(20000)} SELECT i, 1, 1 + i % 1500, 1 + i % 4 FROM n`,
  `INSERT INTO imports ${numbers(1500)} SELECT i, 'note ' || i FROM n`,
  "INSERT INTO settings VALUES ('theme', 'dark'), ('sync', 'on')",
  `INSERT INTO articles ${numbers(300)} SELECT 'title ' || i, 'about tea and coffee ' || i FROM n`,
];

/** Too quick here to say anything: their plans alone. */
const asked = new Set(["or-same-index", "or-two-indexes", "order-by-last-terms", "in-list", "lower-email", "lower-value", "collate-email", "offset-large", "offset-small", "not-in-nullable", "not-in-guarded", "like-nocase"]);

const save = (name: string, sql: string, plan: string): void => {
  writeFileSync(join(here, `${name}.txt`), `${plan.trimEnd()}\n`);
  writeFileSync(join(here, `${name}.sql`), `${sql};\n`);
};

async function filled(name: string): Promise<{ readonly session: Session; readonly file: string }> {
  const session = await (await loadSqlite()).connect({ url: `sqlite:${name}`, cwd: folder, readOnly: false, timeouts: { connect: 5000, lock: 5000, statement: 600_000, idleInTransaction: 60_000 }, signal: new AbortController().signal });
  for (const { text } of session.engine.split(schema).statements) await session.run(text);
  for (const sql of fill) await session.run(sql);
  return { session, file: join(folder, name) };
}

writeFileSync(join(folder, "shop.db"), "");
const { session, file } = await filled("shop.db");
for (const { name, sql } of queries) save(name, sql, (await session.explain(sql, { analyse: !asked.has(name) })).text);
await session.run("ANALYZE");
for (const { name, sql } of queries.filter(({ name: one }) => ["skip-scan", "in-subquery", "join", "not-in-nullable", "materialized", "delete"].includes(one))) save(`${name}-analysed`, sql, (await session.explain(sql, { analyse: name !== "skip-scan" })).text);
await session.close();

const shell = (mode: string, sql: string): string => execFileSync("sqlite3", [file], { input: `${mode}\n${sql}\n`, encoding: "utf8" });
const modes = { list: ".mode list", table: ".mode table", box: ".mode box", csv: ".mode csv", json: ".mode json", column: ".mode column", line: ".mode line", tabs: ".mode tabs", markdown: ".mode markdown" };
const wanted = queries.find(({ name }) => name === "in-subquery") ?? { name: "", sql: "" };
/** The shell draws a tree for EXPLAIN QUERY PLAN in every mode, so that it is given the rows themselves to print. */
const steps = JSON.parse(execFileSync(process.execPath, ["-e", `const D = require("better-sqlite3"); console.log(JSON.stringify(new D(process.argv[1]).prepare("EXPLAIN QUERY PLAN " + process.argv[2]).all()))`, file, wanted.sql], { encoding: "utf8", cwd: here })) as { id: number; parent: number; notused: number; detail: string }[];
const asValues = steps.map((step, at) => `SELECT ${step.id} AS id, ${step.parent} AS parent, ${step.notused} AS notused, '${step.detail.replaceAll("'", "''")}' AS detail${at === steps.length - 1 ? "" : " UNION ALL"}`).join(" ");
for (const [mode, command] of Object.entries(modes)) save(`shell-${mode}`, wanted.sql, shell(`${command}\n.headers ${mode === "list" ? "off" : "on"}`, `${asValues};`));
save("shell-tree", wanted.sql, shell("", `EXPLAIN QUERY PLAN ${wanted.sql};`));
save("shell-union", "SELECT coupon FROM orders UNION SELECT note FROM imports", shell("", "EXPLAIN QUERY PLAN SELECT coupon FROM orders UNION SELECT note FROM imports;"));
save("shell-eqp", "SELECT count(*) FROM orders", shell(".eqp on\n.timer on", "SELECT count(*) FROM orders;"));
const advised = "SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.coupon = 'SPRING' ORDER BY o.total";
save("shell-expert", advised, shell(".expert", `${advised};`));
save("shell-expert-verbose", advised, shell(".expert --verbose", `${advised};`));
save("shell-expert-none", "SELECT * FROM orders WHERE id = 1", shell(".expert", "SELECT * FROM orders WHERE id = 1;"));
rmSync(folder, { recursive: true });
