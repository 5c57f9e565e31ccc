import type { ColumnDef, CreateStmt } from "libpg-query";
import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { constraintFacts, implicitSequence, isSerial } from "./constraints.ts";
import { columnOf, newRelation, relationRef, useType } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as, tagOf } from "./nodes.ts";
import { tableScope, walkExpression, walkQuery } from "./queries.ts";

/** A column that is made, with its type, default and constraints. */
export function columnFacts(column: ColumnDef, table: ObjectRef, facts: FactsBuilder): void {
  const name = column.colname ?? "";
  const ref = columnOf(table, name);
  facts.defines.push(ref);
  if (isSerial(column.typeName)) facts.defines.push(implicitSequence(table, name));
  else facts.dependingOn(ref, () => useType(column.typeName, facts));
  for (const constraint of all(column.constraints, "Constraint")) constraintFacts(constraint, table, facts, { column: name });
}

function create(statement: CreateStmt, facts: FactsBuilder): void {
  const table = newRelation("table", statement.relation, facts);
  const parents = all(statement.inhRelations, "RangeVar");
  const elements = statement.tableElts ?? [];
  const likes = all(elements, "TableLikeClause");
  const open = parents.length > 0 || likes.length > 0 || statement.ofTypename !== undefined;
  facts.idempotent = statement.if_not_exists === true;
  facts.defines.push(open ? { ...table, openColumns: true } : table);
  facts.dependingOn(table, () => {
    for (const parent of parents) facts.use(relationRef("table", parent, facts), parent.location);
    useType(statement.ofTypename, facts);
    walkExpression([statement.partspec, statement.partbound], facts, tableScope(table));
  });
  for (const like of likes) facts.use(relationRef("table", like.relation, facts), like.relation?.location, { free: true });
  for (const column of all(elements, "ColumnDef")) columnFacts(column, table, facts);
  for (const constraint of [...all(elements, "Constraint"), ...all(statement.constraints, "Constraint")]) constraintFacts(constraint, table, facts, {});
}

export const tableStatements: Handlers = {
  CreateStmt(statement, facts) {
    facts.verb = statement.relation?.relpersistence === "t" ? "CREATE TEMPORARY TABLE" : "CREATE TABLE";
    create(statement, facts);
  },
  CreateForeignTableStmt(statement, facts) {
    facts.verb = "CREATE FOREIGN TABLE";
    if (statement.servername !== undefined) facts.use({ kind: "other", name: `server ${statement.servername}` });
    if (statement.base !== undefined) create(statement.base, facts);
  },
  CreateTableAsStmt(statement, facts) {
    const kind = statement.objtype === "OBJECT_MATVIEW" ? "materializedView" : "table";
    facts.verb = kind === "table" ? "CREATE TABLE AS" : "CREATE MATERIALIZED VIEW";
    facts.idempotent = statement.if_not_exists === true;
    const made = newRelation(kind, statement.into?.rel, facts);
    facts.dependingOn(kind === "table" ? undefined : made, () => walkQuery(statement.query, facts));
    if (statement.query !== undefined && tagOf(statement.query) === "ExecuteStmt") facts.use({ kind: "other", name: `prepared ${as(statement.query, "ExecuteStmt")?.name ?? ""}` });
    facts.defines.push(kind === "table" ? { ...made, openColumns: true } : made);
  },
};
