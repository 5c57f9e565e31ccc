import type { Name, QualifiedName, Span, Stmt } from "sqlite3-parser";
import type { ObjectKind, ObjectRef, ObjectUse } from "../../../core/script/facts.ts";
import type { Statement } from "../../../core/script/script.ts";
import { foldName } from "../quote.ts";

export interface ParsedStatement {
  readonly statement: Statement;
  readonly node: Stmt;
}

/** An object by its (qualified) name; the main schema is left out, as SQLite does. */
export function objectRef(kind: ObjectKind, name: QualifiedName | Name): ObjectRef {
  if (name.type === "Name") return { kind, name: foldName(name.text) };
  const schema = name.dbName === undefined ? undefined : foldName(name.dbName.text);
  return { kind, ...(schema === undefined || schema === "main" ? {} : { schema }), name: foldName(name.objName.text) };
}

/** A column of a table that is named by its reference. */
export function columnRef(table: ObjectRef, column: string): ObjectRef {
  return { kind: "column", ...(table.schema === undefined ? {} : { schema: table.schema }), table: table.name, name: foldName(column) };
}

/** A use with its place in the script. */
export function useAt(ref: ObjectRef, span: Span, statement: Statement, soft = false): ObjectUse {
  return { ...ref, start: statement.start + span.offset, end: statement.start + span.offset + span.length, ...(soft ? { soft } : {}) };
}

export function refKey(ref: ObjectRef): string {
  return `${ref.schema ?? ""}.${ref.name}`;
}
