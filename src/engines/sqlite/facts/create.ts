import type { CreateIndexStmt, CreateTableStmt, CreateTriggerStmt, CreateViewStmt, CreateVirtualTableStmt, ForeignKeyClause } from "sqlite3-parser";
import type { HeldNames, ObjectRef, ObjectUse, WakingEvent } from "../../../core/script/facts.ts";
import { ownColumns } from "./columnUses.ts";
import { columnRef, objectRef, useAt } from "./parsed.ts";
import type { ParsedStatement } from "./parsed.ts";
import type { PartialFacts } from "./partialFacts.ts";
import { usesIn } from "./uses.ts";

type CreateStmt = CreateTableStmt | CreateVirtualTableStmt | CreateIndexStmt | CreateViewStmt | CreateTriggerStmt;

/** Tables bring their columns; views and foreign keys may name later tables (SQLite looks when they are used), indexes and triggers may not. */
export function createFacts(parsed: ParsedStatement, node: CreateStmt): PartialFacts {
  const base = { kind: "ddl" as const, ...(node.ifNotExists ? { idempotent: true } : {}) };
  switch (node.type) {
    case "CreateTableStmt": {
      const table = objectRef("table", node.tblName);
      if (node.body.type === "AsSelectCreateTableBody") return { ...base, defines: [{ ...table, openColumns: true }], uses: usesIn(parsed, node.body.select) };
      const columns = node.body.columns.map((column) => columnRef(table, column.colName.text));
      const references = foreignKeys(parsed, node.body, table);
      return { ...base, defines: [table, ...columns], uses: references, holds: heldByTable(table, references) };
    }
    case "CreateVirtualTableStmt":
      return { ...base, verb: "CREATE VIRTUAL TABLE", defines: [{ ...objectRef("table", node.tblName), openColumns: true }], uses: contentTable(node) };
    case "CreateViewStmt": {
      const view = objectRef("view", node.viewName);
      const read = usesIn(parsed, node.select);
      return { ...base, defines: [view], uses: read.map(soft), holds: [{ by: view, on: view, events: ["select"], uses: read }] };
    }
    case "CreateIndexStmt": {
      const table = objectRef("table", node.tblName);
      const onTable = { ...table, ...schemaOf(objectRef("index", node.idxName)) };
      const columns = ownColumns(parsed, onTable, [...node.columns.map((column) => column.expr), ...(node.whereClause === undefined ? [] : [node.whereClause])]);
      return { ...base, defines: [{ ...objectRef("index", node.idxName), table: table.name }], uses: [useAt(onTable, node.tblName.span, parsed.statement), ...columns] };
    }
    case "CreateTriggerStmt": {
      const table = objectRef(node.time === "InsteadOf" ? "view" : "table", node.tblName);
      const inside = node.commands.flatMap((command) => usesIn(parsed, command));
      const watched = node.event.type === "UpdateOfTriggerEvent" ? node.event.columns.map((column) => useAt(columnRef(table, column.text), column.span, parsed.statement)) : [];
      const trigger = { ...objectRef("trigger", node.triggerName), table: table.name };
      return {
        ...base,
        defines: [trigger],
        holds: [{ by: trigger, on: table, events: [eventOf(node)], uses: [...watched, ...inside], ...(node.time === "InsteadOf" ? { insteadOf: true as const } : {}) }],
        uses: [useAt(table, node.tblName.span, parsed.statement), ...[...watched, ...inside].map(soft)],
      };
    }
  }
}

/** Rows that come into a table with foreign keys make SQLite look up their tables, where it enforces them. */
export function heldByTable(table: ObjectRef, references: readonly ObjectUse[]): HeldNames[] {
  return references.length === 0 ? [] : [{ by: table, on: table, events: ["insert"], uses: references, enforced: "sometimes" }];
}

function eventOf(node: CreateTriggerStmt): WakingEvent {
  if (node.event.type === "InsertTriggerEvent") return "insert";
  return node.event.type === "DeleteTriggerEvent" ? "delete" : "update";
}

/** The tables that foreign keys of a table or column refer to, but itself. */
export function foreignKeyUse(parsed: ParsedStatement, clause: ForeignKeyClause, own: ObjectRef): ObjectUse[] {
  const target = objectRef("table", clause.tblName);
  if (target.name === own.name) return [];
  const columns = clause.columns?.map((column) => column.colName.text.toLowerCase());
  const use = useAt({ ...target, ...schemaOf(own) }, clause.tblName.span, parsed.statement, true);
  return [columns === undefined ? use : { ...use, needsUniqueOn: columns }];
}

type ColumnsBody = Extract<CreateTableStmt["body"], { readonly type: "ColumnsAndConstraintsCreateTableBody" }>;

function foreignKeys(parsed: ParsedStatement, body: ColumnsBody, table: ObjectRef): ObjectUse[] {
  const constraints = [...body.columns.flatMap((column) => column.constraints.map((item) => item.constraint)), ...(body.constraints ?? []).map((item) => item.constraint)];
  return constraints.flatMap((item) => (item.type === "ForeignKeyColumnConstraint" || item.type === "ForeignKeyTableConstraint" ? foreignKeyUse(parsed, item.clause, table) : []));
}

/** `content=other` of a full-text index is read only when the index is used. */
function contentTable(node: CreateVirtualTableStmt): ObjectUse[] {
  const content = (node.args ?? []).map((argument) => /^\s*content\s*=\s*(["'`[]?)([^"'`\]]+)\1?\]?\s*$/i.exec(argument)?.[2]).find((name) => name !== undefined);
  return content === undefined ? [] : [{ kind: "table", name: content.toLowerCase(), soft: true }];
}

function schemaOf(ref: ObjectRef): { readonly schema?: string } {
  return ref.schema === undefined ? {} : { schema: ref.schema };
}

function soft(use: ObjectUse): ObjectUse {
  return { ...use, soft: true };
}
