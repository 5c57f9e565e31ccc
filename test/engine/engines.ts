import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/core/engineId.ts";
import type { EngineFixture } from "./fixture/fixture.ts";
import { mongodbFixture } from "./fixture/mongodb.ts";
import { mysqlFixture } from "./fixture/mysql.ts";
import { postgresqlFixture } from "./fixture/postgresql.ts";
import { sqliteFixture } from "./fixture/sqlite.ts";

interface KnownEngine {
  /** As REQUIRE_ENGINES writes it. */
  readonly name: string;
  readonly dialect: Dialect;
  /** The variable that says where its server is; undefined where it needs none. */
  readonly variable?: string;
  fixture(url: string): EngineFixture;
}

const known: readonly KnownEngine[] = [
  { name: "sqlite", dialect: "sqlite", fixture: () => sqliteFixture() },
  { name: "postgresql", dialect: "postgresql", variable: "TEST_POSTGRES_URL", fixture: (url) => postgresqlFixture("postgresql", url) },
  { name: "postgresql18", dialect: "postgresql", variable: "TEST_POSTGRES18_URL", fixture: (url) => postgresqlFixture("postgresql18", url) },
  { name: "mysql", dialect: "mysql", variable: "TEST_MYSQL_URL", fixture: (url) => mysqlFixture("mysql", url) },
  { name: "mariadb", dialect: "mariadb", variable: "TEST_MARIADB_URL", fixture: (url) => mysqlFixture("mariadb", url) },
  { name: "mongodb", dialect: "mongodb", variable: "TEST_MONGODB_URL", fixture: (url) => mongodbFixture(url) },
];

const required = new Set((process.env["REQUIRE_ENGINES"] ?? "").split(",").map((name) => name.trim()).filter((name) => name !== ""));
const found = known.map((engine) => ({ ...engine, url: engine.variable === undefined ? "" : process.env[engine.variable] || undefined }));

/** The engines that can be had here. */
export const engines: readonly EngineFixture[] = found.flatMap(({ url, fixture }) => (url === undefined ? [] : [fixture(url)]));

interface MissingEngine {
  readonly name: string;
  readonly dialect?: Dialect;
  readonly reason: string;
  readonly required: boolean;
}

/** Engines that cannot be had here, each with the reason; also what REQUIRE_ENGINES asks for and nobody knows. */
export const missingEngines: readonly MissingEngine[] = [
  ...found.filter(({ url }) => url === undefined).map(({ name, dialect, variable }) => ({ name, dialect, reason: `${variable} is not set`, required: required.has(name) })),
  ...[...required].filter((name) => !known.some((engine) => engine.name === name)).map((name) => ({ name, reason: `the engines of the tests are ${known.map((engine) => engine.name).join(", ")}`, required: true })),
];

/** In the place of tests whose engine cannot be had here: named, and failing where REQUIRE_ENGINES asks for it. */
export function leaveOut(title: string, dialects: readonly Dialect[]): void {
  for (const { name, reason, required: asked } of missingEngines.filter(({ dialect }) => dialect !== undefined && dialects.includes(dialect))) {
    test(`${title} on ${name} is left out`, () => expect(asked, `${name} is required and missing: ${reason}`).toBe(false));
  }
}

/** Runs the same tests on the engines of these dialects that can be had. */
export function describeDialects(title: string, dialects: readonly Dialect[], suite: (engine: EngineFixture) => void): void {
  for (const engine of engines.filter(({ dialect }) => dialects.includes(dialect))) describe(`${title} on ${engine.name}`, () => suite(engine));
  leaveOut(title, dialects);
}

/** The same for every engine. */
export function describeEveryEngine(title: string, suite: (engine: EngineFixture) => void): void {
  describeDialects(title, ["sqlite", "postgresql", "mysql", "mariadb", "mongodb"], suite);
}

/** The same for tests written in SQL whose transactions take structure back. */
export function describeEngines(title: string, suite: (engine: EngineFixture) => void): void {
  describeDialects(title, ["sqlite", "postgresql"], suite);
}

/** The same for what is special where DDL commits by itself. */
export function describeStepwise(title: string, suite: (engine: EngineFixture) => void): void {
  describeDialects(title, ["mysql", "mariadb", "mongodb"], suite);
}
