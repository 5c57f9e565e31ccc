import type { Handlers } from "./nodes.ts";
import { all, as } from "./nodes.ts";

export const databaseStatements: Handlers = {
  CreatedbStmt(statement, facts) {
    facts.verb = "CREATE DATABASE";
    facts.transaction = "outside";
    facts.defines.push({ kind: "database", name: statement.dbname ?? "" });
  },
  DropdbStmt(statement, facts) {
    facts.verb = "DROP DATABASE";
    facts.transaction = "outside";
    facts.idempotent = statement.missing_ok === true;
    const database = { kind: "database" as const, name: statement.dbname ?? "" };
    facts.drops.push(database);
    facts.destroy({ object: database, how: "dropDatabase" });
  },
  AlterDatabaseStmt(statement, facts) {
    facts.verb = "ALTER DATABASE";
    if (all(statement.options, "DefElem").some((option) => option.defname === "tablespace")) facts.transaction = "outside";
  },
  AlterDatabaseSetStmt(_, facts) {
    facts.verb = "ALTER DATABASE … SET";
  },
  AlterDatabaseRefreshCollStmt(_, facts) {
    facts.verb = "ALTER DATABASE … REFRESH COLLATION VERSION";
  },
  CreateTableSpaceStmt(_, facts) {
    facts.verb = "CREATE TABLESPACE";
    facts.transaction = "outside";
  },
  DropTableSpaceStmt(statement, facts) {
    facts.verb = "DROP TABLESPACE";
    facts.transaction = "outside";
    facts.destroy({ object: { kind: "other", name: `tablespace ${statement.tablespacename ?? ""}` }, how: "drop" });
  },
  AlterSystemStmt(_, facts) {
    facts.verb = "ALTER SYSTEM";
    facts.transaction = "outside";
  },
  CreateSubscriptionStmt(statement, facts) {
    facts.verb = "CREATE SUBSCRIPTION";
    facts.defines.push({ kind: "other", name: `subscription ${statement.subname ?? ""}` });
    const off = all(statement.options, "DefElem").some((option) => (option.defname === "create_slot" || option.defname === "connect") && isOff(option.arg));
    facts.transaction = off ? "sideEffects" : "outside";
  },
  AlterSubscriptionStmt(_, facts) {
    facts.verb = "ALTER SUBSCRIPTION";
    facts.transaction = "outside";
  },
  DropSubscriptionStmt(statement, facts) {
    facts.verb = "DROP SUBSCRIPTION";
    facts.transaction = "outside";
    facts.idempotent = statement.missing_ok === true;
    facts.drops.push({ kind: "other", name: `subscription ${statement.subname ?? ""}` });
  },
};

function isOff(argument: Parameters<typeof as>[0]): boolean {
  const text = as(argument, "String")?.sval ?? (as(argument, "Boolean")?.boolval === true ? "true" : "false");
  return /^(?:false|off|0)$/i.test(text);
}
