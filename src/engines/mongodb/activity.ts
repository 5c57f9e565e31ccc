import type { TableUser, WantedLock } from "../../core/migration/tableUser.ts";
import { StatementError } from "../../core/errors.ts";
import type { MongodbLink } from "./link.ts";
import { isDoc, numberOf, textOf, type Doc } from "./bson/value.ts";

/** What works with these collections right now, by currentOp; of the commands their names alone. A text: why it cannot be told. */
export async function activity(access: MongodbLink, wanted: readonly WantedLock[]): Promise<readonly TableUser[] | string> {
  const tables = new Map(wanted.map((table) => [`${access.database}.${table.name}`, table]));
  const operations = await running(access);
  if (operations === null) return "The user of this connection may not see the operations of others (the privilege inprog).";
  return operations.flatMap((operation): TableUser[] => {
    const table = tables.get(textOf(operation.get("ns")) ?? "");
    if (table === undefined || operation.get("active") !== true) return [];
    const waits = operation.get("waitingForLock") === true;
    const id = numberOf(operation.get("opid"));
    return [{
      table, who: `operation ${id ?? "without a number"}`, user: textOf(operation.get("appName")) ?? "", state: "active", locks: waits ? "waits for one" : "not told", seconds: numberOf(operation.get("secs_running")) ?? null,
      statement: kindOf(operation), blocks: waits ? "no" : "maybe", end: `{"killOp": 1, "op": ${id ?? "…"}}`,
    }];
  }).slice(0, 100);
}

/** What the server works on now; null where this user may not see that. */
export async function running(access: MongodbLink): Promise<readonly Doc[] | null> {
  try {
    const found = (await access.aside({ currentOp: 1 }, { database: "admin" })).get("inprog");
    return Array.isArray(found) ? found.filter(isDoc) : [];
  } catch (error) {
    if (error instanceof StatementError && error.reason === "permission") return null;
    throw error;
  }
}

function kindOf(operation: Doc): string {
  const command = operation.get("command");
  return (isDoc(command) ? [...command.keys()][0] : undefined) ?? textOf(operation.get("op")) ?? "";
}
