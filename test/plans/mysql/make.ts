/**
 * Makes the plans beside this file anew: `node test/plans/mysql/make.ts`, with TEST_MYSQL_URL and TEST_MARIADB_URL.
 * Each query of queries.sql runs on both servers, in every form that they give; what it changes is rolled back.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import { framed, vertical } from "./frames.ts";

const here = new URL(".", import.meta.url);
const database = `plans_of_${process.pid}`;
const read = (name: string): string => readFileSync(new URL(name, here), "utf8");
const queries = [...read("queries.sql").matchAll(/^-- (\S+)\n(.*);$/gm)].map(([, name = "", sql = ""]) => ({ name, sql }));

const asText = (rows: readonly RowDataPacket[]): string => rows.map((row) => String(Object.values(row)[0])).join("\n");

interface Form {
  readonly file: string;
  readonly before?: string;
  readonly prefix: string;
  readonly written: (rows: readonly RowDataPacket[]) => string;
}

const servers: readonly { readonly url: string | undefined; readonly forms: readonly Form[] }[] = [
  {
    url: process.env["TEST_MYSQL_URL"],
    forms: [
      { file: "mysql.v1.json", before: "SET explain_json_format_version = 1", prefix: "EXPLAIN FORMAT=JSON", written: asText },
      { file: "mysql.v2.json", before: "SET explain_json_format_version = 2", prefix: "EXPLAIN FORMAT=JSON", written: asText },
      { file: "mysql.analyze.json", prefix: "EXPLAIN ANALYZE FORMAT=JSON", written: asText },
      { file: "mysql.tree.txt", prefix: "EXPLAIN FORMAT=TREE", written: asText },
      { file: "mysql.analyze.txt", prefix: "EXPLAIN ANALYZE FORMAT=TREE", written: asText },
      { file: "mysql.table.txt", prefix: "EXPLAIN FORMAT=TRADITIONAL", written: framed },
    ],
  },
  {
    url: process.env["TEST_MARIADB_URL"],
    forms: [
      { file: "mariadb.json", prefix: "EXPLAIN FORMAT=JSON", written: asText },
      { file: "mariadb.analyze.json", prefix: "ANALYZE FORMAT=JSON", written: asText },
      { file: "mariadb.table.txt", prefix: "EXPLAIN", written: framed },
      { file: "mariadb.analyze.txt", prefix: "ANALYZE", written: vertical },
    ],
  },
];

async function plansOf(connection: Connection, forms: readonly Form[]): Promise<void> {
  for (const { name, sql } of queries) {
    for (const { file, before, prefix, written } of forms) {
      if (before !== undefined) await connection.query(before);
      await connection.query("START TRANSACTION");
      try {
        const [rows] = await connection.query<RowDataPacket[]>(`${prefix} ${sql}`);
        const text = written(rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === "string" ? value.replaceAll(database, "shop") : (value as unknown)])) as RowDataPacket));
        if (!text.includes("not executable by iterator executor")) writeFileSync(new URL(`${name}.${file}`, here), `${text.trimEnd()}\n`);
      } catch (error) {
        process.stderr.write(`${name}.${file}: ${error instanceof Error ? error.message : String(error)}\n`);
      } finally {
        await connection.query("ROLLBACK");
      }
    }
  }
}

for (const { url, forms } of servers) {
  if (url === undefined) continue;
  const connection = await createConnection({ uri: url, multipleStatements: true, dateStrings: true });
  try {
    await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
    await connection.changeUser({ database });
    await connection.query(read("schema.sql"));
    await plansOf(connection, forms);
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${database}`);
    await connection.end();
  }
}
