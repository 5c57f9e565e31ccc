import { UsageError } from "../core/errors.ts";
import type { Dialect } from "../core/engineId.ts";
import type { Engine } from "./engine.ts";

/** Loads the language half of an engine; its driver is loaded only by `connect`. */
export async function loadEngine(dialect: Dialect): Promise<Engine> {
  switch (dialect) {
    case "postgresql":
      return (await import("./postgresql/engine.ts")).loadPostgresql();
    case "sqlite":
      return (await import("./sqlite/engine.ts")).loadSqlite();
    case "mysql":
    case "mariadb":
      return (await import("./mysql/engine.ts")).loadMysql(dialect);
    case "mongodb":
      return (await import("./mongodb/engine.ts")).loadMongodb();
  }
}

/** The engine that a connection URL names: `sqlite:path`, `postgres://…`, `mysql://…`, `mariadb://…`, `mongodb://…`. */
export function dialectOfUrl(url: string): Dialect {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  switch (scheme) {
    case "sqlite":
    case "file":
      return "sqlite";
    case "postgres":
    case "postgresql":
      return "postgresql";
    case "mysql":
      return "mysql";
    case "mariadb":
      return "mariadb";
    case "mongodb":
    case "mongodb+srv":
      return "mongodb";
    default:
      throw new UsageError("badUrl", "The connection URL names no engine that is known here.", {
        next: "Start it with sqlite:, postgres://, mysql://, mariadb:// or mongodb://.",
      });
  }
}

/** True where a URL leaves open which dialect answers: mysql:// and mariadb:// are spoken by both servers, and only the server's own word tells. */
export function serverTellsDialect(dialect: Dialect): boolean {
  return dialect === "mysql" || dialect === "mariadb";
}
