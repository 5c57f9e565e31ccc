import type { GrantStmt, Node } from "libpg-query";
import type { FactsBuilder } from "./builder.ts";
import { relationRef, routineRef, typeRef } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as, strings } from "./nodes.ts";
import { namedObject, typeWords } from "./objects.ts";
import { useRole, useRoles } from "./roles.ts";

/** Comments, labels and rights: they use an object and change nothing of it. */
export const remarkStatements: Handlers = {
  CommentStmt(statement, facts) {
    facts.verb = `COMMENT ON ${typeWords(statement.objtype)}`;
    remark(statement.objtype, statement.object, facts);
  },
  SecLabelStmt(statement, facts) {
    facts.verb = "SECURITY LABEL";
    remark(statement.objtype, statement.object, facts);
  },
  GrantStmt(statement, facts) {
    facts.verb = statement.is_grant === true ? "GRANT" : "REVOKE";
    useRoles(statement.grantees, facts);
    for (const object of statement.objects ?? []) grant(statement, object, facts);
  },
  AlterDefaultPrivilegesStmt(statement, facts) {
    facts.verb = "ALTER DEFAULT PRIVILEGES";
    useRoles(statement.action?.grantees, facts);
    for (const option of all(statement.options, "DefElem")) {
      const items = as(option.arg, "List")?.items;
      if (option.defname === "schemas") for (const name of strings(items)) facts.use({ kind: "schema", name });
      if (option.defname === "roles") for (const role of all(items, "RoleSpec")) useRole(role, facts);
    }
  },
};

function remark(type: string | undefined, node: Node | undefined, facts: FactsBuilder): void {
  const object = namedObject(type, node, facts);
  if (object === undefined) return;
  if (object.table !== undefined && type !== "OBJECT_INDEX") facts.use(relationRef("table", { relname: object.table, ...(object.schema !== undefined && { schemaname: object.schema }) }, facts));
  facts.use(object);
}

function grant(statement: GrantStmt, node: Node, facts: FactsBuilder): void {
  if (statement.targtype === "ACL_TARGET_ALL_IN_SCHEMA" || statement.objtype === "OBJECT_SCHEMA") {
    facts.use({ kind: "schema", name: as(node, "String")?.sval ?? "" });
    return;
  }
  const relation = as(node, "RangeVar");
  if (relation !== undefined) {
    const table = relationRef("table", relation, facts);
    facts.use(table, relation.location);
    for (const privilege of all(statement.privileges, "AccessPriv")) for (const column of strings(privilege.cols)) facts.useColumn(table, column);
    return;
  }
  const routine = as(node, "ObjectWithArgs");
  if (routine !== undefined) facts.use(routineRef(routine));
  else if (statement.objtype === "OBJECT_TYPE" || statement.objtype === "OBJECT_DOMAIN") {
    const type = typeRef(as(node, "TypeName")) ?? namedObject(statement.objtype, node, facts);
    if (type !== undefined) facts.use(type);
  } else {
    const object = namedObject(statement.objtype, node, facts);
    if (object !== undefined) facts.use(object);
  }
}
