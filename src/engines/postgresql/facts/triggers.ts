import { belonging, parts, relationRef } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { strings } from "./nodes.ts";
import { tableScope, walkExpression } from "./queries.ts";

export const triggerStatements: Handlers = {
  CreateTrigStmt(statement, facts) {
    facts.verb = statement.replace === true ? "CREATE OR REPLACE TRIGGER" : statement.isconstraint === true ? "CREATE CONSTRAINT TRIGGER" : "CREATE TRIGGER";
    facts.idempotent = statement.replace === true;
    const table = relationRef("table", statement.relation, facts);
    const trigger = belonging("trigger", table, statement.trigname ?? "");
    facts.defines.push(trigger);
    facts.use(table, statement.relation?.location);
    if (statement.constrrel !== undefined) facts.use(relationRef("table", statement.constrrel, facts), statement.constrrel.location);
    facts.dependingOn(trigger, () => {
      facts.use({ kind: "routine", ...parts(strings(statement.funcname)), signature: "" });
      for (const column of strings(statement.columns)) facts.useColumn(table, column);
      facts.later({ soft: false }, () => walkExpression(statement.whenClause, facts, triggerScope(table)));
    });
  },
  CreateEventTrigStmt(statement, facts) {
    facts.verb = "CREATE EVENT TRIGGER";
    const trigger = { kind: "other" as const, name: `event trigger ${statement.trigname ?? ""}` };
    facts.defines.push(trigger);
    facts.dependingOn(trigger, () => facts.use({ kind: "routine", ...parts(strings(statement.funcname)), signature: "" }));
  },
  AlterEventTrigStmt(statement, facts) {
    facts.verb = "ALTER EVENT TRIGGER";
    facts.use({ kind: "other", name: `event trigger ${statement.trigname ?? ""}` });
  },
};

const triggerScope = (table: Parameters<typeof tableScope>[0]): ReturnType<typeof tableScope> => tableScope(table, ["new", "old"]);
