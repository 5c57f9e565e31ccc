import type { AlterTableCmd, AlterTableStmt, ColumnDef, RangeVar } from "libpg-query";
import type { ObjectKind, ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { constraintFacts, implicitSequence } from "./constraints.ts";
import { belonging, columnOf, relationRef, useType } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as } from "./nodes.ts";
import { tableScope, walkExpression } from "./queries.ts";
import { useRole } from "./roles.ts";
import { columnFacts } from "./tables.ts";
import { keepsValues } from "./typeChange.ts";

const relationKinds: Readonly<Record<string, ObjectKind>> = { OBJECT_INDEX: "index", OBJECT_VIEW: "view", OBJECT_MATVIEW: "materializedView", OBJECT_SEQUENCE: "sequence", OBJECT_TYPE: "type" };
const words: Readonly<Record<string, string>> = { index: "INDEX", view: "VIEW", materializedView: "MATERIALIZED VIEW", sequence: "SEQUENCE", type: "TYPE" };

export const alterTableStatements: Handlers = {
  AlterTableStmt(statement, facts) {
    const kind = relationKinds[statement.objtype ?? ""] ?? "table";
    const commands = all(statement.cmds, "AlterTableCmd");
    const table = relationRef(kind, statement.relation, facts);
    const foreign = statement.objtype === "OBJECT_FOREIGN_TABLE" ? "FOREIGN " : "";
    facts.verb = `ALTER ${foreign}${words[kind] ?? "TABLE"}${commands.length === 1 ? verbOf(commands[0]) : " …"}`;
    if (commands.length === 1 && verbOf(commands[0]) === "") facts.verb = facts.verb.trimEnd();
    facts.idempotent = statement.missing_ok === true;
    if (statement.missing_ok === true) facts.soft = true;
    facts.use(table, statement.relation?.location);
    for (const command of commands) alter(command, table, statement, facts);
  },
};

function alter(command: AlterTableCmd, table: ObjectRef, statement: AlterTableStmt, facts: FactsBuilder): void {
  const name = command.name ?? "";
  const column = columnOf(table, name);
  if (command.missing_ok === true) facts.idempotent = true;
  switch (command.subtype) {
    case "AT_AddColumn": {
      const definition = as(command.def, "ColumnDef");
      if (table.kind === "type") facts.dependingOn(table, () => useType(definition?.typeName, facts));
      else if (definition !== undefined) columnFacts(definition, table, facts);
      break;
    }
    case "AT_DropColumn":
      facts.drops.push(column);
      if (command.behavior === "DROP_CASCADE") facts.cascade = true;
      facts.destroy({ object: column, how: "dropColumn", columns: [name] });
      break;
    case "AT_AddConstraint": {
      const constraint = as(command.def, "Constraint");
      if (constraint !== undefined) constraintFacts(constraint, table, facts, {});
      break;
    }
    case "AT_DropConstraint":
      facts.drops.push(belonging("constraint", table, name));
      if (command.behavior === "DROP_CASCADE") facts.cascade = true;
      break;
    case "AT_ValidateConstraint":
    case "AT_AlterConstraint":
      facts.use(belonging("constraint", table, name === "" ? (as(command.def, "ATAlterConstraint")?.conname ?? "") : name));
      break;
    case "AT_AlterColumnType":
      changeType(as(command.def, "ColumnDef"), column, table, statement, facts);
      break;
    case "AT_ColumnDefault":
      facts.use(column);
      facts.redefines.push(column);
      facts.dependingOn(column, () => facts.later({ soft: false }, () => walkExpression(command.def, facts, tableScope(table))));
      break;
    case "AT_AddIdentity":
      facts.use(column);
      facts.defines.push(implicitSequence(table, name, as(command.def, "Constraint")?.options));
      break;
    case "AT_DropIdentity":
      facts.use(column);
      facts.drops.push(implicitSequence(table, name));
      facts.idempotent = true;
      break;
    case "AT_SetExpression":
      facts.use(column);
      facts.redefines.push(column);
      facts.later({ soft: false }, () => walkExpression(command.def, facts, tableScope(table)));
      break;
    case "AT_AttachPartition":
    case "AT_DetachPartition":
    case "AT_DetachPartitionFinalize": {
      const partition = as(command.def, "PartitionCmd");
      usePartition(partition?.name, table, facts);
      if (partition?.concurrent === true && command.subtype === "AT_DetachPartition") facts.transaction = "outside";
      break;
    }
    case "AT_AddInherit":
    case "AT_DropInherit":
      usePartition(as(command.def, "RangeVar"), table, facts);
      break;
    case "AT_EnableTrig":
    case "AT_EnableAlwaysTrig":
    case "AT_EnableReplicaTrig":
    case "AT_DisableTrig":
      facts.use(belonging("trigger", table, name));
      break;
    case "AT_ChangeOwner":
      useRole(command.newowner, facts);
      break;
    case "AT_ReplicaIdentity": {
      const index = as(command.def, "ReplicaIdentityStmt")?.name;
      if (index !== undefined && index !== "") facts.use(belonging("index", table, index));
      break;
    }
    case "AT_ClusterOn":
      facts.use(belonging("index", table, name));
      break;
    case "AT_AddOf":
      useType(as(command.def, "TypeName"), facts);
      break;
    case "AT_DropNotNull":
    case "AT_SetNotNull":
    case "AT_DropExpression":
    case "AT_SetStatistics":
    case "AT_SetOptions":
    case "AT_ResetOptions":
    case "AT_SetStorage":
    case "AT_SetCompression":
    case "AT_SetIdentity":
      if (name !== "" && table.kind !== "index") facts.use(column);
      break;
    default:
  }
}

function changeType(definition: ColumnDef | undefined, column: ObjectRef, table: ObjectRef, statement: AlterTableStmt, facts: FactsBuilder): void {
  if (table.kind === "type") {
    facts.dependingOn(table, () => useType(definition?.typeName, facts));
    return;
  }
  facts.use(column);
  facts.redefines.push(column);
  facts.dependingOn(column, () => useType(definition?.typeName, facts));
  facts.later({ soft: false }, () => facts.dependingOn(undefined, () => walkExpression(definition?.raw_default, facts, tableScope(table))));
  const temporary = statement.relation?.relpersistence === "t";
  if (!temporary && !keepsValues(definition?.typeName, definition?.raw_default, column.name)) facts.destroy({ object: column, how: "lossyType", columns: [column.name] });
}

function usePartition(relation: RangeVar | undefined, table: ObjectRef, facts: FactsBuilder): void {
  facts.use(relationRef(table.kind === "index" ? "index" : "table", relation, facts), relation?.location);
}

function verbOf(command: AlterTableCmd | undefined): string {
  switch (command?.subtype) {
    case "AT_AddColumn":
      return " … ADD COLUMN";
    case "AT_DropColumn":
      return " … DROP COLUMN";
    case "AT_AddConstraint":
      return " … ADD CONSTRAINT";
    case "AT_DropConstraint":
      return " … DROP CONSTRAINT";
    case "AT_ValidateConstraint":
      return " … VALIDATE CONSTRAINT";
    case "AT_AlterColumnType":
      return " … ALTER COLUMN TYPE";
    case "AT_ColumnDefault":
      return command.def === undefined ? " … DROP DEFAULT" : " … SET DEFAULT";
    case "AT_SetNotNull":
      return " … SET NOT NULL";
    case "AT_DropNotNull":
      return " … DROP NOT NULL";
    case "AT_AttachPartition":
      return " … ATTACH PARTITION";
    case "AT_DetachPartition":
      return " … DETACH PARTITION";
    case "AT_ChangeOwner":
      return " … OWNER TO";
    case "AT_EnableRowSecurity":
      return " … ENABLE ROW LEVEL SECURITY";
    default:
      return "";
  }
}
