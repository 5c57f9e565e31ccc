import type { Node } from "libpg-query";
import type { FactsBuilder } from "./builder.ts";
import { parts, relationRef, routineRef, useType } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as, strings } from "./nodes.ts";
import { Scope, tableScope, walkExpression, walkQuery } from "./queries.ts";

function reading(verb: string): (_: unknown, facts: FactsBuilder) => void {
  return (_, facts) => {
    facts.kind = "utility";
    facts.writes = false;
    facts.verb = verb;
  };
}

function changing(verb: string): (_: unknown, facts: FactsBuilder) => void {
  return (_, facts) => {
    facts.kind = "utility";
    facts.verb = verb;
  };
}

function query(verb: string, statement: Node, facts: FactsBuilder): void {
  facts.verb = verb;
  facts.kind = "query";
  facts.writes = false;
  walkQuery(statement, facts);
  if (facts.writes) facts.kind = "dml";
}

export const utilityStatements: Handlers = {
  SelectStmt: (statement, facts) => query(statement.valuesLists === undefined ? "SELECT" : "VALUES", { SelectStmt: statement }, facts),
  InsertStmt: (statement, facts) => query("INSERT", { InsertStmt: statement }, facts),
  UpdateStmt: (statement, facts) => query("UPDATE", { UpdateStmt: statement }, facts),
  DeleteStmt: (statement, facts) => query("DELETE", { DeleteStmt: statement }, facts),
  MergeStmt: (statement, facts) => query("MERGE", { MergeStmt: statement }, facts),
  CallStmt(statement, facts) {
    facts.verb = "CALL";
    facts.kind = "dml";
    walkExpression({ FuncCall: statement.funccall }, facts, new Scope());
  },
  CopyStmt(statement, facts) {
    facts.verb = "COPY";
    const inwards = statement.is_from === true;
    const toClient = statement.is_program !== true && (statement.filename ?? "") === "";
    facts.kind = inwards ? "dml" : "query";
    facts.writes = inwards;
    if (statement.is_program === true || (!inwards && !toClient)) {
      facts.hasSideEffects();
      facts.writes = true;
    }
    if (statement.query !== undefined) walkQuery(statement.query, facts);
    if (statement.relation === undefined) return;
    const table = relationRef("table", statement.relation, facts);
    facts.use(table, statement.relation.location);
    for (const column of strings(statement.attlist)) facts.useColumn(table, column);
    walkExpression(statement.whereClause, facts, tableScope(table));
  },
  ExplainStmt(statement, facts) {
    const analyse = all(statement.options, "DefElem").some((option) => option.defname === "analyze" && !/^(?:false|off|0)$/i.test(as(option.arg, "String")?.sval ?? ""));
    if (statement.query !== undefined) {
      if (analyse) facts.state.enter(statement.query, facts);
      else facts.later({ soft: false }, () => walkQuery(statement.query, facts));
    }
    facts.verb = "EXPLAIN";
    facts.kind = "query";
    facts.writes = analyse && facts.writes;
  },
  PrepareStmt(statement, facts) {
    reading("PREPARE")(statement, facts);
    facts.kind = "session";
    facts.defines.push({ kind: "other", name: `prepared ${statement.name ?? ""}` });
    facts.later({ soft: false }, () => walkQuery(statement.query, facts));
  },
  ExecuteStmt(statement, facts) {
    changing("EXECUTE")(statement, facts);
    facts.use({ kind: "other", name: `prepared ${statement.name ?? ""}` });
  },
  DeallocateStmt: reading("DEALLOCATE"),
  DeclareCursorStmt(statement, facts) {
    reading("DECLARE CURSOR")(statement, facts);
    walkQuery(statement.query, facts);
  },
  FetchStmt: reading("FETCH"),
  ClosePortalStmt: reading("CLOSE"),
  ListenStmt: reading("LISTEN"),
  UnlistenStmt: reading("UNLISTEN"),
  NotifyStmt: changing("NOTIFY"),
  CheckPointStmt: changing("CHECKPOINT"),
  LoadStmt: changing("LOAD"),
  LockStmt(statement, facts) {
    reading("LOCK")(statement, facts);
    for (const relation of all(statement.relations, "RangeVar")) facts.use(relationRef("table", relation, facts), relation.location);
  },
  VacuumStmt(statement, facts) {
    changing(statement.is_vacuumcmd === true ? "VACUUM" : "ANALYZE")(statement, facts);
    if (statement.is_vacuumcmd === true) facts.transaction = "outside";
    for (const item of all(statement.rels, "VacuumRelation")) if (item.relation !== undefined) facts.use(relationRef("table", item.relation, facts), item.relation.location);
  },
  AlterFunctionStmt(statement, facts) {
    facts.verb = "ALTER FUNCTION";
    facts.use(routineRef(statement.func));
  },
  AlterTSConfigurationStmt(statement, facts) {
    facts.verb = "ALTER TEXT SEARCH CONFIGURATION";
    const named = parts(strings(statement.cfgname));
    facts.use({ ...named, kind: "other", name: `text search configuration ${named.name}` });
  },
  AlterTSDictionaryStmt(statement, facts) {
    facts.verb = "ALTER TEXT SEARCH DICTIONARY";
    const named = parts(strings(statement.dictname));
    facts.use({ ...named, kind: "other", name: `text search dictionary ${named.name}` });
  },
  CreateOpClassStmt(statement, facts) {
    facts.verb = "CREATE OPERATOR CLASS";
    facts.defines.push({ kind: "other", name: `operator class ${strings(statement.opclassname).at(-1) ?? ""}` });
    useType(statement.datatype, facts);
  },
};

