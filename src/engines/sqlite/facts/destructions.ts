import type { AlterTableStmt, DeleteStmt, Expr, UpdateStmt } from "sqlite3-parser";
import type { Destruction, ObjectRef } from "../../../core/script/facts.ts";
import { foldName } from "../quote.ts";
import { fullCopy } from "./copies.ts";
import { columnRef, objectRef, refKey } from "./parsed.ts";
import type { ParsedStatement } from "./parsed.ts";
import { TableHistory } from "./tableHistory.ts";

/**
 * What each statement of a script would lose. Tables that the script itself made hold nothing of old, unless old rows were copied there;
 * a table whose rows were all copied to another one just before is replaced, not lost (https://sqlite.org/lang_altertable.html, section 7).
 */
export function destructions(script: readonly ParsedStatement[]): Map<ParsedStatement, readonly Destruction[]> {
  const history = new TableHistory();
  const found = new Map<ParsedStatement, readonly Destruction[]>();
  script.forEach((item, at) => {
    // What is temporary was never there before the connection.
    found.set(item, lossesOf(item, history, script.slice(at + 1)).filter(({ object }) => object.schema !== "temp"));
  });
  return found;
}

function lossesOf({ node }: ParsedStatement, history: TableHistory, later: readonly ParsedStatement[]): Destruction[] {
  switch (node.type) {
    case "CreateTableStmt": {
      const table = objectRef("table", node.tblName);
      if (!node.ifNotExists) history.created(table);
      if (node.body.type === "AsSelectCreateTableBody") history.copied(fullCopy(node.body.select), table);
      return [];
    }
    case "InsertStmt": {
      const table = objectRef("table", node.tblName);
      history.written(table);
      const careful = node.orConflict === undefined || node.orConflict === "Abort" || node.orConflict === "Fail" || node.orConflict === "Rollback";
      if (careful && node.body.type === "SelectInsertBody" && node.body.upsert === undefined) history.copied(fullCopy(node.body.select), table);
      return [];
    }
    case "AlterTableStmt":
      return alterLosses(node, history);
    case "DropTableStmt": {
      const table = objectRef("table", node.tblName);
      const how = history.dropped(table);
      return how === null ? [] : [{ object: table, how }];
    }
    case "DropViewStmt":
      return [{ object: objectRef("view", node.viewName), how: definedLater("CreateViewStmt", objectRef("view", node.viewName), later) ? "replace" : "drop" }];
    case "DropIndexStmt":
      return [{ object: objectRef("index", node.idxName), how: definedLater("CreateIndexStmt", objectRef("index", node.idxName), later) ? "replace" : "drop" }];
    case "DropTriggerStmt":
      return [{ object: objectRef("trigger", node.triggerName), how: definedLater("CreateTriggerStmt", objectRef("trigger", node.triggerName), later) ? "replace" : "drop" }];
    case "DeleteStmt":
    case "UpdateStmt":
      return changeLosses(node, history);
    default:
      return [];
  }
}

function alterLosses(node: AlterTableStmt, history: TableHistory): Destruction[] {
  const table = objectRef("table", node.tblName);
  const { body } = node;
  if (body.type === "RenameToAlterTableBody") history.renamed(table, { ...table, name: foldName(body.name.text) });
  if (body.type !== "DropColumnAlterTableBody" || !history.holdsOld(table)) return [];
  const column = columnRef(table, body.column.text);
  return [{ object: column, how: "dropColumn", columns: [column.name] }];
}

function changeLosses(node: DeleteStmt | UpdateStmt, history: TableHistory): Destruction[] {
  const table = objectRef("table", node.tblName);
  const old = history.holdsOld(table);
  if (node.type === "DeleteStmt") history.emptied(table);
  else history.written(table);
  if (!old || node.limit !== undefined || !alwaysTrue(node.whereClause)) return [];
  if (node.type === "DeleteStmt") return [{ object: table, how: "deleteAll" }];
  return [{ object: table, how: "updateAll", columns: node.sets.flatMap((set) => set.colNames.map((name) => foldName(name.text))) }];
}

/** No condition, or one that compares constants: WHERE 1, WHERE true, WHERE 1 = 1. */
function alwaysTrue(condition: Expr | undefined): boolean {
  if (condition === undefined) return true;
  if (condition.type === "ParenthesizedExpr") return condition.exprs.length === 1 && alwaysTrue(condition.exprs[0]);
  if (condition.type === "NumericLiteral") return Number(condition.value) !== 0;
  if (condition.type === "Id") return foldName(condition.name) === "true";
  if (condition.type !== "BinaryExpr" || (condition.op !== "Equals" && condition.op !== "Is")) return false;
  const { left, right } = condition;
  return left.type === "NumericLiteral" && right.type === "NumericLiteral" && left.value === right.value;
}

function definedLater(type: "CreateViewStmt" | "CreateIndexStmt" | "CreateTriggerStmt", ref: ObjectRef, later: readonly ParsedStatement[]): boolean {
  return later.some(({ node }) => {
    if (node.type !== type) return false;
    const name = node.type === "CreateViewStmt" ? node.viewName : node.type === "CreateIndexStmt" ? node.idxName : node.triggerName;
    return refKey(objectRef(ref.kind, name)) === refKey(ref);
  });
}
