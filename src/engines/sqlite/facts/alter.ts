import type { AlterTableStmt } from "sqlite3-parser";
import { foreignKeyUse, heldByTable } from "./create.ts";
import { columnRef, objectRef, useAt } from "./parsed.ts";
import type { ParsedStatement } from "./parsed.ts";
import type { PartialFacts } from "./partialFacts.ts";

/** Renaming and dropping columns make SQLite read every view and trigger again (https://sqlite.org/lang_altertable.html). */
const everything = [{ event: "structure" as const }];

/** ALTER TABLE: what it renames, adds and drops. */
export function alterFacts(parsed: ParsedStatement, node: AlterTableStmt): PartialFacts {
  const { statement } = parsed;
  const table = objectRef("table", node.tblName);
  const onTable = useAt(table, node.tblName.span, statement);
  const { body } = node;
  const base = { kind: "ddl" as const, uses: [onTable] };
  switch (body.type) {
    case "RenameToAlterTableBody":
      return { ...base, verb: "ALTER TABLE … RENAME TO", wakes: everything, renames: [{ from: table, to: { ...table, name: objectRef("table", body.name).name } }] };
    case "RenameColumnAlterTableBody":
      return { ...base, verb: "ALTER TABLE … RENAME COLUMN", wakes: everything, uses: [onTable, useAt(columnRef(table, body.old.text), body.old.span, statement)], renames: [{ from: columnRef(table, body.old.text), to: columnRef(table, body.new.text) }] };
    case "AddColumnAlterTableBody": {
      const references = body.column.constraints.flatMap(({ constraint }) => (constraint.type === "ForeignKeyColumnConstraint" ? foreignKeyUse(parsed, constraint.clause, table) : []));
      return { ...base, verb: "ALTER TABLE … ADD COLUMN", uses: [onTable, ...references], defines: [columnRef(table, body.column.colName.text)], holds: heldByTable(table, references) };
    }
    case "DropColumnAlterTableBody":
      return { ...base, verb: "ALTER TABLE … DROP COLUMN", wakes: everything, uses: [onTable, useAt(columnRef(table, body.column.text), body.column.span, statement)], drops: [columnRef(table, body.column.text)] };
    case "AddConstraintAlterTableBody":
      return { ...base, verb: "ALTER TABLE … ADD CONSTRAINT" };
    case "DropConstraintAlterTableBody":
      return { ...base, verb: "ALTER TABLE … DROP CONSTRAINT", drops: [{ kind: "constraint", table: table.name, name: objectRef("constraint", body.name).name }] };
    case "SetColumnNotNullAlterTableBody":
    case "DropColumnNotNullAlterTableBody":
      return { ...base, verb: "ALTER TABLE … ALTER COLUMN", uses: [onTable, useAt(columnRef(table, body.column.text), body.column.span, statement)] };
  }
}
