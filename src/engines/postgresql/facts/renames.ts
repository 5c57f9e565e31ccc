import type { RangeVar } from "libpg-query";
import type { ObjectKind, ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import { belonging, relationRef } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { namedObject, typeWords } from "./objects.ts";
import { useRole } from "./roles.ts";

const relations: Readonly<Record<string, ObjectKind>> = { OBJECT_TABLE: "table", OBJECT_FOREIGN_TABLE: "table", OBJECT_VIEW: "view", OBJECT_MATVIEW: "materializedView", OBJECT_INDEX: "index", OBJECT_SEQUENCE: "sequence" };
const underTables: Readonly<Record<string, ObjectKind>> = { OBJECT_COLUMN: "column", OBJECT_TABCONSTRAINT: "constraint", OBJECT_TRIGGER: "trigger", OBJECT_POLICY: "policy" };

export const renameStatements: Handlers = {
  RenameStmt(statement, facts) {
    facts.verb = `ALTER ${typeWords(statement.relationType !== undefined && statement.renameType === "OBJECT_COLUMN" ? statement.relationType : statement.renameType)} … RENAME`;
    facts.idempotent = statement.missing_ok === true;
    const to = statement.newname ?? "";
    const under = underTables[statement.renameType ?? ""];
    if (under !== undefined && statement.relation !== undefined) {
      const table = relationRef("table", statement.relation, facts);
      if (statement.missing_ok !== true) facts.use(table, statement.relation.location);
      rename(belonging(under, table, statement.subname ?? ""), to, facts);
      return;
    }
    const from = relationOr(statement.renameType, statement.relation, facts) ?? namedObject(statement.renameType, statement.object, facts);
    if (from !== undefined) rename(from, to, facts);
  },
  AlterObjectSchemaStmt(statement, facts) {
    facts.verb = `ALTER ${typeWords(statement.objectType)} … SET SCHEMA`;
    facts.idempotent = statement.missing_ok === true;
    facts.use({ kind: "schema", name: statement.newschema ?? "" });
    const from = relationOr(statement.objectType, statement.relation, facts) ?? namedObject(statement.objectType, statement.object, facts);
    if (from !== undefined && from.kind !== "extension") facts.renames.push({ from, to: { ...from, schema: statement.newschema ?? "" } });
  },
  AlterOwnerStmt(statement, facts) {
    facts.verb = `ALTER ${typeWords(statement.objectType)} … OWNER TO`;
    const object = relationOr(statement.objectType, statement.relation, facts) ?? namedObject(statement.objectType, statement.object, facts);
    if (object !== undefined) facts.use(object, statement.relation?.location);
    useRole(statement.newowner, facts);
  },
  AlterObjectDependsStmt(statement, facts) {
    facts.verb = `ALTER ${typeWords(statement.objectType)} … DEPENDS ON EXTENSION`;
  },
};

function relationOr(type: string | undefined, relation: RangeVar | undefined, facts: FactsBuilder): ObjectRef | undefined {
  const kind = relations[type ?? ""];
  return kind === undefined || relation === undefined ? undefined : relationRef(kind, relation, facts);
}

function rename(from: ObjectRef, name: string, facts: FactsBuilder): void {
  facts.renames.push({ from, to: { ...from, name } });
}
