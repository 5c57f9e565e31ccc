import { describe, test } from "vitest";
import type { EngineFixture } from "./fixture/fixture.ts";
import { mongodbFixture } from "./fixture/mongodb.ts";
import { mysqlFixture } from "./fixture/mysql.ts";
import { postgresqlFixture } from "./fixture/postgresql.ts";
import { sqliteFixture } from "./fixture/sqlite.ts";

interface KnownEngine {
  /** As REQUIRE_ENGINES writes it. */
  readonly name: string;
  /** The variable that says where its server is; undefined where it needs none. */
  readonly variable?: string;
  fixture(url: string): EngineFixture;
}

const known: readonly KnownEngine[] = [
  { name: "sqlite", fixture: () => sqliteFixture() },
  { name: "postgresql", variable: "TEST_POSTGRES_URL", fixture: (url) => postgresqlFixture("postgresql", url) },
  { name: "postgresql18", variable: "TEST_POSTGRES18_URL", fixture: (url) => postgresqlFixture("postgresql18", url) },
  { name: "mysql", variable: "TEST_MYSQL_URL", fixture: (url) => mysqlFixture("mysql", url) },
  { name: "mariadb", variable: "TEST_MARIADB_URL", fixture: (url) => mysqlFixture("mariadb", url) },
  { name: "mongodb", variable: "TEST_MONGODB_URL", fixture: (url) => mongodbFixture(url) },
];

const required = new Set((process.env.REQUIRE_ENGINES ?? "").split(",").map((name) => name.trim()).filter((name) => name !== ""));

function urlOf(engine: KnownEngine): string | undefined {
  return engine.variable === undefined ? "" : process.env[engine.variable];
}

/** The engines that can be had here. */
export const engines: readonly EngineFixture[] = known.flatMap((engine) => {
  const url = urlOf(engine);
  return url === undefined || url === "" && engine.variable !== undefined ? [] : [engine.fixture(url)];
});

/** Engines that cannot be had here, each with the reason. */
export const missingEngines: readonly { readonly name: string; readonly reason: string; readonly required: boolean }[] = known.flatMap((engine) => {
  const url = urlOf(engine);
  return url === undefined || (url === "" && engine.variable !== undefined) ? [{ name: engine.name, reason: `${engine.variable} is not set`, required: required.has(engine.name) }] : [];
});

/** Runs the same tests on every engine that can be had; names those that cannot, and fails for one that REQUIRE_ENGINES asks for. */
export function describeEveryEngine(title: string, suite: (engine: EngineFixture) => void): void {
  for (const engine of engines) describe(`${title} on ${engine.name}`, () => suite(engine));
  for (const missing of missingEngines.filter((engine) => engine.required)) {
    test(`${title} on ${missing.name}`, () => {
      throw new Error(`${missing.name} is missing: ${missing.reason}`);
    });
  }
}

/** The same for tests written in SQL whose transactions take structure back: PostgreSQL and SQLite. */
export function describeEngines(title: string, suite: (engine: EngineFixture) => void): void {
  for (const engine of engines.filter(({ transactions }) => transactions.undoes === "structure")) describe(`${title} on ${engine.name}`, () => suite(engine));
}

/** The same for what is special where DDL commits by itself: MySQL, MariaDB and MongoDB. */
export function describeStepwise(title: string, suite: (engine: EngineFixture) => void): void {
  for (const engine of engines.filter(({ transactions }) => transactions.undoes !== "structure")) describe(`${title} on ${engine.name}`, () => suite(engine));
}
