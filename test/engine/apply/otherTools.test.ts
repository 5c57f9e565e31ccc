import { expect, test } from "vitest";
import { databaseHistory } from "../../../src/core/migration/history.ts";
import { mergeHistory } from "../../../src/core/migration/mergeHistory.ts";
import { readMigrationFolder } from "../../../src/core/migration/readFolder.ts";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { describeEngines } from "../engines.ts";
import { runCommand } from "./context.ts";
import { open } from "./rig.ts";

const numbered = { "migrations/0001_a.up.sql": "CREATE TABLE a (x INTEGER);\n", "migrations/0002_b.up.sql": "CREATE TABLE b (x INTEGER);\n", "migrations/0003_c.up.sql": "CREATE TABLE c (x INTEGER);\n" };
const prisma = { "migrations/20240101120000_init/migration.sql": "CREATE TABLE a (x INTEGER);\n", "migrations/20240201120000_more/migration.sql": "CREATE TABLE b (x INTEGER);\n" };
const flyway = { "migrations/V1__a.sql": "CREATE TABLE a (x INTEGER);\n", "migrations/V1.1__b.sql": "CREATE TABLE b (x INTEGER);\n" };
const diesel = { "migrations/2024-01-01-120000_a/up.sql": "CREATE TABLE a (x INTEGER);\n", "migrations/2024-02-01-120000_b/up.sql": "CREATE TABLE b (x INTEGER);\n" };

/** What each tool leaves in a database, and what is pending then. */
const tools: readonly { readonly tool: string; readonly files: Readonly<Record<string, string>>; readonly sql: readonly string[]; readonly applied: number }[] = [
  { tool: "golang-migrate", files: numbered, applied: 2, sql: ["CREATE TABLE schema_migrations (version bigint NOT NULL, dirty boolean NOT NULL)", "INSERT INTO schema_migrations VALUES (2, false)"] },
  { tool: "dbmate or Rails", files: numbered, applied: 2, sql: ["CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)", "INSERT INTO schema_migrations VALUES ('0001'), ('0002')"] },
  { tool: "diesel", files: diesel, applied: 1, sql: ["CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp)", "INSERT INTO __diesel_schema_migrations VALUES ('20240101120000', NULL)"] },
  {
    tool: "Flyway", files: flyway, applied: 1,
    sql: ["CREATE TABLE flyway_schema_history (installed_rank integer, version varchar(50), description varchar(200), type varchar(20), script varchar(1000), success boolean)", "INSERT INTO flyway_schema_history VALUES (1, '1', 'a', 'SQL', 'V1__a.sql', true), (2, '1.1', 'b', 'SQL', 'V1.1__b.sql', false)"],
  },
  {
    tool: "Prisma", files: prisma, applied: 1,
    sql: ["CREATE TABLE _prisma_migrations (id varchar(36), migration_name varchar(255), finished_at timestamp, rolled_back_at timestamp)", "INSERT INTO _prisma_migrations VALUES ('1', '20240101120000_init', '2024-01-01', NULL), ('2', '20240201120000_more', NULL, NULL)"],
  },
  {
    tool: "goose", files: numbered, applied: 1,
    sql: ["CREATE TABLE goose_db_version (id integer PRIMARY KEY, version_id bigint, is_applied boolean)", "INSERT INTO goose_db_version VALUES (1, 0, true), (2, 1, true), (3, 2, true), (4, 2, false)"],
  },
];

describeEngines("another tool's history", (engine) => {
  test.each(tools)("of $tool is understood, said and never written", async ({ tool, files: texts, sql, applied }) => {
    const { files, session, asked } = await open(engine, texts);
    for (const statement of sql) await session.run(statement);
    const folder = await readMigrationFolder(files, "migrations");
    const { entries, others } = await databaseHistory(session, folder.migrations);
    expect(others).toMatchObject([{ tool, dirty: false }]);
    const states = mergeHistory(folder, entries).map((status) => status.state);
    expect(states).toEqual(folder.migrations.map((_, at) => (at < applied ? "applied" : "pending")));
    const table = others[0]!.table;
    const before = (await session.run(`SELECT * FROM ${table}`)).rows;
    const report = await runCommand(applyMigration, asked, { path: "migrations" });
    expect(report).toMatchObject({ status: "passed" });
    expect(report.findings).toContainEqual(expect.objectContaining({ rule: "apply/other-history", message: expect.stringContaining(tool) as unknown }));
    expect((report.data?.["migrations"] as { version: string }[]).map((one) => one.version)).toEqual(folder.migrations.slice(applied).map((one) => one.version));
    expect((await session.run(`SELECT * FROM ${table}`)).rows).toEqual(before);
    expect(await runCommand(applyMigration, asked, { path: "migrations" })).toMatchObject({ status: "passed", data: { migrations: [] } });
  });
});
