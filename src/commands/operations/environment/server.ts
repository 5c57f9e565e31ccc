import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { Check } from "./check.ts";
import { checkPostgresql } from "./postgresql.ts";
import { checkSqlite } from "./sqlite.ts";

/** What the open connection tells: who it is, whether the version is supported, and the engine's own matters. */
export async function checkServer(context: CommandContext, session: Session): Promise<Check[]> {
  const { facts } = session;
  const checks: Check[] = [{ key: "connection", name: "Connection", status: "passed", detail: `${facts.dialect} ${facts.version}, database ${facts.database}, as ${facts.user}.` }];
  if (facts.engine === "postgresql") checks.push(...(await checkPostgresql(context, session)));
  if (facts.engine === "sqlite") checks.push(...(await checkSqlite(context, session)));
  return checks;
}
