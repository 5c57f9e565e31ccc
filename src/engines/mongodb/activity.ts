import type { TableName } from "../../core/migration/adapter.ts";
import type { Json } from "../../core/json.ts";
import type { Evidence } from "../../core/report/report.ts";
import { StatementError } from "../../core/errors.ts";
import type { MongodbAccess } from "./access.ts";
import { isDoc, numberOf, textOf, type Doc } from "./bson/value.ts";

const columns = ["collection", "operation", "running, s", "application", "waits for a lock"];

/** What works with these collections right now, by currentOp; without anybody's commands. */
export async function activity(access: MongodbAccess, tables: readonly TableName[]): Promise<readonly Evidence[]> {
  if (tables.length === 0) return [];
  const wanted = new Map(tables.map(({ name }) => [`${access.database}.${name}`, name]));
  const operations = await running(access);
  if (operations === null) return [{ kind: "text", title: "Who uses these collections now", text: "The user of this connection may not see the operations of others (the privilege inprog)." }];
  const rows = operations.flatMap((operation): Json[][] => {
    const name = wanted.get(textOf(operation.get("ns")) ?? "");
    if (name === undefined || operation.get("active") !== true) return [];
    return [[name, kindOf(operation), numberOf(operation.get("secs_running")) ?? null, textOf(operation.get("appName")) ?? "", operation.get("waitingForLock") === true]];
  });
  if (rows.length === 0) return [{ kind: "text", title: "Who uses these collections now", text: "Nobody else at this moment." }];
  return [{ kind: "table", title: "Who uses these collections now", columns, rows: rows.slice(0, 100) }];
}

async function running(access: MongodbAccess): Promise<readonly Doc[] | null> {
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
