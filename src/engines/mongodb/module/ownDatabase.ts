import { writingStage } from "./journal.ts";

/** A module reached for another database than its own. */
export class BeyondDatabase extends Error {}

/** What drivers and rename send to the database `admin` without meaning it. */
const onAdmin = new Set(["abortTransaction", "buildInfo", "commitTransaction", "endSessions", "hello", "ismaster", "killCursors", "ping", "refreshSessions", "saslContinue", "saslStart"]);

/** Throws BeyondDatabase for a command that touches another database than `own`; called before it is sent. */
export function refuseBeyond(own: string, event: { readonly commandName: string; readonly databaseName: string; readonly command: Readonly<Record<string, unknown>> }): void {
  const { commandName, databaseName, command } = event;
  if (commandName === "renameCollection") {
    for (const name of [command["renameCollection"], command["to"]]) if (typeof name !== "string" || !name.startsWith(`${own}.`)) refuse(String(name));
    return;
  }
  if (databaseName === "admin" && onAdmin.has(commandName)) return;
  if (databaseName !== own) refuse(databaseName, commandName);
  const into = writingStage(command)?.into ?? (commandName === "mapReduce" ? command["out"] : undefined);
  const named: unknown = typeof into === "object" && into !== null && "db" in into ? into.db : undefined;
  if (named !== undefined && named !== own) refuse(String(named), commandName === "mapReduce" ? "mapReduce" : "$out or $merge");
}

function refuse(database: string, command?: string): never {
  throw new BeyondDatabase(`The module reaches for the database ${database}${command === undefined ? "" : ` (${command})`}; a migration works on the connection's own database only.`);
}
