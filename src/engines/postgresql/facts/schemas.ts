import { provided } from "./extensionContents.ts";
import type { Handlers } from "./nodes.ts";
import { all, as } from "./nodes.ts";
import { useRole } from "./roles.ts";
import { relationRef } from "./names.ts";

export const schemaStatements: Handlers = {
  CreateSchemaStmt(statement, facts) {
    const name = statement.schemaname ?? statement.authrole?.rolename ?? "";
    facts.defines.push({ kind: "schema", name });
    useRole(statement.authrole, facts);
    const before = facts.state.searchPath;
    facts.state.searchPath = [name];
    for (const element of statement.schemaElts ?? []) facts.state.enter(element, facts);
    facts.state.searchPath = before;
    facts.verb = "CREATE SCHEMA";
    facts.idempotent = statement.if_not_exists === true;
  },
  CreateExtensionStmt(statement, facts) {
    const name = statement.extname ?? "";
    facts.verb = "CREATE EXTENSION";
    facts.idempotent = statement.if_not_exists === true;
    facts.defines.push({ kind: "extension", name });
    const schema = all(statement.options, "DefElem").find((option) => option.defname === "schema");
    const inSchema = as(schema?.arg, "String")?.sval;
    if (inSchema !== undefined) facts.use({ kind: "schema", name: inSchema });
    facts.defines.push(...provided(name, inSchema));
  },
  AlterExtensionStmt(statement, facts) {
    facts.verb = "ALTER EXTENSION";
    facts.use({ kind: "extension", name: statement.extname ?? "" });
  },
  AlterExtensionContentsStmt(statement, facts) {
    facts.verb = "ALTER EXTENSION";
    facts.use({ kind: "extension", name: statement.extname ?? "" });
  },
  CreatePLangStmt(statement, facts) {
    facts.verb = "CREATE LANGUAGE";
    facts.idempotent = true;
    facts.defines.push({ kind: "other", name: `language ${statement.plname ?? ""}` });
  },
  CreateCastStmt(_, facts) {
    facts.verb = "CREATE CAST";
    facts.defines.push({ kind: "other", name: `cast ${facts.statement.text.slice(0, 80)}` });
  },
  CreateFdwStmt(statement, facts) {
    facts.verb = "CREATE FOREIGN DATA WRAPPER";
    facts.defines.push({ kind: "other", name: `wrapper ${statement.fdwname ?? ""}` });
  },
  CreateForeignServerStmt(statement, facts) {
    facts.verb = "CREATE SERVER";
    facts.idempotent = statement.if_not_exists === true;
    facts.use({ kind: "other", name: `wrapper ${statement.fdwname ?? ""}` });
    facts.defines.push({ kind: "other", name: `server ${statement.servername ?? ""}` });
  },
  AlterForeignServerStmt(statement, facts) {
    facts.verb = "ALTER SERVER";
    facts.use({ kind: "other", name: `server ${statement.servername ?? ""}` });
  },
  CreateUserMappingStmt(statement, facts) {
    facts.verb = "CREATE USER MAPPING";
    facts.idempotent = statement.if_not_exists === true;
    facts.use({ kind: "other", name: `server ${statement.servername ?? ""}` });
  },
  ImportForeignSchemaStmt(statement, facts) {
    facts.verb = "IMPORT FOREIGN SCHEMA";
    facts.use({ kind: "other", name: `server ${statement.server_name ?? ""}` });
    facts.use({ kind: "schema", name: statement.local_schema ?? "" });
  },
  CreatePublicationStmt(statement, facts) {
    facts.verb = "CREATE PUBLICATION";
    facts.defines.push({ kind: "other", name: `publication ${statement.pubname ?? ""}` });
    for (const item of all(statement.pubobjects, "PublicationObjSpec")) if (item.pubtable?.relation !== undefined) facts.use(relationRef("table", item.pubtable.relation, facts), item.pubtable.relation.location);
  },
  AlterPublicationStmt(statement, facts) {
    facts.verb = "ALTER PUBLICATION";
    facts.use({ kind: "other", name: `publication ${statement.pubname ?? ""}` });
    for (const item of all(statement.pubobjects, "PublicationObjSpec")) if (item.pubtable?.relation !== undefined) facts.use(relationRef("table", item.pubtable.relation, facts), item.pubtable.relation.location);
  },
};
