import { createConnection } from "mysql2/promise";
import pg from "pg";

const batch = 250;

/** Makes a database with that many small tables, as a program with a schema per customer or per month leaves them; returns its URL and the way to drop it. */
export async function manyTables(server: string, database: string, count: number): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const url = Object.assign(new URL(server), { pathname: `/${database}` }).href;
  return /^postgres/.test(server) ? manyInPostgresql(server, url, database, count) : manyInMysql(server, url, database, count);
}

async function manyInPostgresql(server: string, url: string, database: string, count: number): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const run = async (at: string, ...statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: at });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  await run(server, `CREATE DATABASE ${database}`);
  await run(url, ...Array.from({ length: Math.ceil(count / batch) }, (_, index) => `DO $$ BEGIN FOR n IN ${index * batch}..${Math.min(count, (index + 1) * batch) - 1} LOOP
    EXECUTE format('CREATE TABLE %I (id bigint PRIMARY KEY, name text NOT NULL, state text NOT NULL DEFAULT ''new'')', 'measure_' || lpad(n::text, 5, '0')); END LOOP; END $$`));
  return { url, drop: () => run(server, `DROP DATABASE ${database} WITH (FORCE)`) };
}

async function manyInMysql(server: string, url: string, database: string, count: number): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const run = async (...statements: readonly string[]): Promise<void> => {
    const connection = await createConnection(server.replace(/^mariadb:/, "mysql:"));
    for (const statement of statements) await connection.query(statement);
    await connection.end();
  };
  const tables = Array.from({ length: count }, (_, n) => `CREATE TABLE ${database}.measure_${String(n).padStart(5, "0")} (id BIGINT PRIMARY KEY, name VARCHAR(80) NOT NULL, state VARCHAR(20) NOT NULL DEFAULT 'new')`);
  await run(`CREATE DATABASE ${database}`, ...tables);
  return { url, drop: () => run(`DROP DATABASE ${database}`) };
}
