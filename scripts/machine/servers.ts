import { startMongodb } from "./mongodb.ts";
import { startMysql } from "./mysql.ts";
import { startPostgres } from "./postgres.ts";
import type { Server } from "./server.ts";

/** The servers of the engine tests by their names in REQUIRE_ENGINES, with the variable that says where each is. SQLite needs none. */
const known: readonly { readonly name: string; readonly variable: string; start(): Promise<Server | null> }[] = [
  { name: "postgresql", variable: "TEST_POSTGRES_URL", start: startPostgres },
  { name: "postgresql18", variable: "TEST_POSTGRES18_URL", start: () => Promise.resolve(null) },
  { name: "mariadb", variable: "TEST_MARIADB_URL", start: () => startMysql("mariadb") },
  { name: "mysql", variable: "TEST_MYSQL_URL", start: () => startMysql("mysql") },
  { name: "mongodb", variable: "TEST_MONGODB_URL", start: startMongodb },
];

/** Finds or starts every server, sets its variable for the tests, and names those that cannot be had. `stop` ends what was started here. */
export async function startServers(): Promise<{ readonly missing: readonly string[]; readonly stop: () => Promise<void> }> {
  const missing: string[] = [];
  const started: Server[] = [];
  for (const { name, variable, start } of known) {
    if ((process.env[variable] ?? "") !== "") continue;
    const server = await start().catch((error: unknown) => {
      console.error(`${name} did not start: ${(error as Error).message}`);
      return null;
    });
    if (server === null) {
      missing.push(name);
      continue;
    }
    started.push(server);
    process.env[variable] = server.url;
  }
  return {
    missing,
    stop: async () => {
      for (const server of started) await server.stop();
    },
  };
}
