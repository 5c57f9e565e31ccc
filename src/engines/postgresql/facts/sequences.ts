import type { Node } from "libpg-query";
import type { FactsBuilder } from "./builder.ts";
import { newRelation, relationNamed, relationRef } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { all, as, strings } from "./nodes.ts";

export const sequenceStatements: Handlers = {
  CreateSeqStmt(statement, facts) {
    facts.verb = "CREATE SEQUENCE";
    facts.idempotent = statement.if_not_exists === true;
    facts.defines.push(newRelation("sequence", statement.sequence, facts));
    ownedBy(statement.options, facts);
  },
  AlterSeqStmt(statement, facts) {
    facts.verb = "ALTER SEQUENCE";
    facts.idempotent = statement.missing_ok === true;
    if (statement.missing_ok === true) facts.soft = true;
    facts.use(relationRef("sequence", statement.sequence, facts), statement.sequence?.location);
    ownedBy(statement.options, facts);
  },
};

function ownedBy(options: readonly Node[] | undefined, facts: FactsBuilder): void {
  for (const option of all(options, "DefElem")) {
    if (option.defname !== "owned_by") continue;
    const names = strings(as(option.arg, "List")?.items);
    if (names.length < 2) continue;
    const table = relationNamed("table", names.slice(0, -1), facts);
    facts.use(table, undefined, { free: true });
    facts.useColumn(table, names.at(-1)!, undefined, { free: true });
  }
}
