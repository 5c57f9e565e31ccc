import type { DeleteStmt, InsertStmt, PragmaStmt, UpdateStmt } from "sqlite3-parser";
import type { ObjectRef, StatementFacts, Waking } from "../../../core/script/facts.ts";
import { foldName } from "../quote.ts";
import { commandTag } from "../tokens.ts";
import { alterFacts } from "./alter.ts";
import { createFacts } from "./create.ts";
import { objectRef } from "./parsed.ts";
import type { ParsedStatement } from "./parsed.ts";
import type { BareFacts, PartialFacts } from "./partialFacts.ts";
import { usesOfData } from "./uses.ts";

/** What one parsed statement is, says and needs; what it destroys depends on the others and is added later. */
export function factsOf(parsed: ParsedStatement): BareFacts {
  const facts = partial(parsed);
  return { verb: commandTag(parsed.statement.text), defines: [], uses: [], drops: [], renames: [], writes: true, transaction: "inside", ...facts, statement: parsed.statement };
}

function partial(parsed: ParsedStatement): PartialFacts {
  const { node } = parsed;
  switch (node.type) {
    case "CreateTableStmt":
    case "CreateVirtualTableStmt":
    case "CreateIndexStmt":
    case "CreateViewStmt":
    case "CreateTriggerStmt":
      return createFacts(parsed, node);
    case "AlterTableStmt":
      return alterFacts(parsed, node);
    case "DropTableStmt":
      return drop(objectRef("table", node.tblName), node.ifExists, parsed, node.tblName.span);
    case "DropViewStmt":
      return drop(objectRef("view", node.viewName), node.ifExists, parsed, node.viewName.span);
    case "DropIndexStmt":
      return drop(objectRef("index", node.idxName), node.ifExists, parsed, node.idxName.span);
    case "DropTriggerStmt":
      return drop(objectRef("trigger", node.triggerName), node.ifExists, parsed, node.triggerName.span);
    case "InsertStmt":
    case "UpdateStmt":
    case "DeleteStmt":
      return { kind: "dml", ...dataFacts(parsed, node) };
    case "SelectStmt":
    case "ExplainStmt":
      return { kind: "query", ...dataFacts(parsed), writes: false };
    case "PragmaStmt":
      return pragmaFacts(node);
    case "VacuumStmt":
    case "AttachStmt":
    case "DetachStmt":
      return { kind: "utility", transaction: "outside" };
    case "AnalyzeStmt":
    case "ReindexStmt":
      return { kind: "utility", ...(node.objName === undefined ? {} : { uses: [{ ...objectRef("other", node.objName), soft: true }] }) };
    case "BeginStmt":
      return control("begin");
    case "CommitStmt":
      return control("commit");
    case "RollbackStmt":
      return control(node.savepointName === undefined ? "rollback" : "rollbackTo");
    case "SavepointStmt":
      return control("savepoint");
    case "ReleaseStmt":
      return control("release");
  }
}

/** Reading a view and writing to a table make SQLite look up what the view and the table's triggers name. */
function dataFacts(parsed: ParsedStatement, writing?: InsertStmt | UpdateStmt | DeleteStmt): Pick<BareFacts, "uses" | "wakes"> {
  const uses = usesOfData(parsed);
  const target = writing === undefined ? undefined : objectRef("table", writing.tblName);
  const event = writing?.type === "InsertStmt" ? "insert" : writing?.type === "DeleteStmt" ? "delete" : "update";
  const read = uses.filter((use) => use.kind === "table").map((object): Waking => ({ object, event: "select" }));
  return { uses, wakes: target === undefined ? read : [{ object: target, event }, ...read] };
}

function control(word: NonNullable<StatementFacts["control"]>): PartialFacts {
  return { kind: "transactionControl", control: word, writes: false };
}

function drop(ref: ObjectRef, ifExists: boolean, { statement }: ParsedStatement, span: { readonly offset: number; readonly length: number }): PartialFacts {
  const use = { ...ref, start: statement.start + span.offset, end: statement.start + span.offset + span.length };
  return { kind: "ddl", drops: [ref], ...(ifExists ? { idempotent: true } : { uses: [use] }) };
}

/** Pragmas that SQLite ignores or refuses inside a transaction. */
const outside = new Set(["foreign_keys", "journal_mode", "synchronous", "locking_mode", "auto_vacuum", "page_size", "wal_checkpoint", "incremental_vacuum"]);
/** Pragmas that change the file, not only the connection. */
const writing = new Set(["user_version", "application_id", "journal_mode", "auto_vacuum", "page_size", "encoding", "schema_version", "wal_checkpoint", "incremental_vacuum", "optimize"]);
/** Pragmas whose argument asks for something. */
const looking = /^(table_x?info|table_list|index_x?info|index_list|foreign_key_list|foreign_key_check|integrity_check|quick_check|.*_list)$/;

function pragmaFacts(node: PragmaStmt): PartialFacts {
  const name = foldName(node.name.objName.text);
  const verb = `PRAGMA ${name}`;
  const sets = node.body !== undefined && !looking.test(name);
  const acts = sets || name === "wal_checkpoint" || name === "incremental_vacuum" || name === "optimize";
  if (!acts) return { kind: "query", verb, writes: false };
  return { kind: "session", verb, writes: writing.has(name), transaction: outside.has(name) ? "outside" : "inside", ...(name === "foreign_keys" ? { ignoredInside: true } : {}) };
}
