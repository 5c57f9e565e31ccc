import type { Session } from "./engine.ts";
import type { OutlineReader } from "./outline.ts";

/** The reader of a session's engine. */
export async function outlineReader(session: Session): Promise<OutlineReader> {
  switch (session.facts.engine) {
    case "postgresql":
      return (await import("./postgresql/outline.ts")).postgresqlOutline;
    case "sqlite":
      return (await import("./sqlite/outline.ts")).sqliteOutline;
    case "mysql":
      return (await import("./mysql/outline.ts")).mysqlOutline;
    case "mongodb":
      return (await import("./mongodb/outline.ts")).mongodbOutline;
  }
}
