import { traverse } from "sqlite3-parser";
import type { AstNode, DeleteStmt, InsertStmt, Name, QualifiedName, UpdateStmt } from "sqlite3-parser";
import type { ObjectUse } from "../../../core/script/facts.ts";
import { columnUses } from "./columnUses.ts";
import { foldName } from "../quote.ts";
import { columnRef, objectRef, useAt } from "./parsed.ts";
import type { ParsedStatement } from "./parsed.ts";

/** Tables that SQLite itself has. */
const builtIn = /^(sqlite_(master|schema|temp_master|temp_schema|sequence|stat[0-9]|stmt|dbpage)|pragma_.*|json_each|json_tree|generate_series|dbstat|bytecode|tables_used)$/;

/** The tables and written columns that an INSERT, UPDATE, DELETE, SELECT or EXPLAIN needs. */
export function usesOfData(parsed: ParsedStatement): ObjectUse[] {
  return usesIn(parsed, parsed.node);
}

/** Every table below a node that is no name of a WITH clause, and the columns that are written or surely read. */
export function usesIn(parsed: ParsedStatement, root: AstNode): ObjectUse[] {
  const { statement } = parsed;
  const found: ObjectUse[] = [];
  const own = new Set<string>();
  const table = (name: QualifiedName): void => {
    const ref = objectRef("table", name);
    if (!builtIn.test(ref.name)) found.push(useAt(ref, name.objName.span, statement));
  };
  const columns = (name: QualifiedName, names: readonly Name[]): void => {
    const ref = objectRef("table", name);
    for (const column of names) found.push(useAt(columnRef(ref, column.text), column.span, statement));
  };
  const updated = (node: Pick<UpdateStmt, "tblName" | "sets">): void => {
    table(node.tblName);
    columns(node.tblName, node.sets.flatMap((set) => set.colNames));
  };
  const inserted = (name: QualifiedName, names: InsertStmt["columns"]): void => {
    table(name);
    columns(name, names ?? []);
  };
  traverse(root, {
    nodes: {
      CommonTableExpr: (node) => void own.add(foldName(node.tblName.text)),
      TableSelectTable: (node) => table(node.tblName),
      InTableExpr: (node) => table(node.rhs),
      InsertStmt: (node) => inserted(node.tblName, node.columns),
      InsertTriggerCmd: (node) => inserted(node.tblName, node.colNames),
      UpdateStmt: (node) => updated(node),
      UpdateTriggerCmd: (node) => updated(node),
      DeleteStmt: (node: Pick<DeleteStmt, "tblName">) => table(node.tblName),
      DeleteTriggerCmd: (node) => table(node.tblName),
    },
  });
  const tables = found.filter((use) => !(use.kind === "table" && use.schema === undefined && own.has(use.name)));
  return [...tables, ...columnUses(parsed, root, own).filter((use) => !builtIn.test(use.table ?? ""))];
}
