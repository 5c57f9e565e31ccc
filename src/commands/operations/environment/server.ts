import type { EngineId } from "../../../core/engineId.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { Check } from "./check.ts";
import { checkMongodb } from "./mongodb.ts";
import { checkMysql } from "./mysql/checkMysql.ts";
import { checkPostgresql } from "./postgresql.ts";
import { checkSqlite } from "./sqlite.ts";

const own: Readonly<Record<EngineId, (context: CommandContext, session: Session) => Promise<Check[]>>> = { postgresql: checkPostgresql, mysql: checkMysql, sqlite: checkSqlite, mongodb: checkMongodb };

/** What the open connection tells: who it is, whether the version is supported, and the engine's own matters. */
export async function checkServer(context: CommandContext, session: Session): Promise<Check[]> {
  const { facts } = session;
  const who = { key: "connection", name: "Connection", status: "passed", detail: `${facts.dialect} ${facts.version}, database ${facts.database}, as ${facts.user}.` } as const;
  return [who, ...(await own[facts.engine](context, session))];
}
