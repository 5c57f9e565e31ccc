import { columnOf, newRelation, relationRef } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { Scope, tableScope, walkExpression, walkQuery } from "./queries.ts";

export const viewStatements: Handlers = {
  ViewStmt(statement, facts) {
    const view = newRelation("view", statement.view, facts);
    facts.verb = statement.replace === true ? "CREATE OR REPLACE VIEW" : "CREATE VIEW";
    facts.idempotent = statement.replace === true;
    if (statement.replace === true) facts.redefines.push(view);
    facts.defines.push(view);
    const scope = new Scope();
    if (isRecursive(statement.query)) scope.addWith(view.name);
    facts.dependingOn(view, () => facts.later({ soft: false }, () => walkQuery(statement.query, facts, scope)));
  },
  RefreshMatViewStmt(statement, facts) {
    facts.verb = "REFRESH MATERIALIZED VIEW";
    facts.kind = "utility";
    facts.use(relationRef("materializedView", statement.relation, facts), statement.relation?.location);
  },
  RuleStmt(statement, facts) {
    facts.verb = "CREATE RULE";
    facts.idempotent = statement.replace === true;
    const table = relationRef("table", statement.relation, facts);
    const rule = { ...columnOf(table, `rule ${statement.rulename ?? ""}`), kind: "other" as const };
    facts.defines.push(rule);
    facts.use(table, statement.relation?.location);
    facts.dependingOn(rule, () => facts.later({ soft: false }, () => {
      walkExpression([statement.whereClause], facts, tableScope(table, ["new", "old"]));
      for (const action of statement.actions ?? []) walkExpression(action, facts, tableScope(table, ["new", "old"]));
    }));
  },
};

/** CREATE RECURSIVE VIEW arrives as a query that selects from a WITH query of the view's own name. */
function isRecursive(query: unknown): boolean {
  return (query as { SelectStmt?: { withClause?: { recursive?: boolean } } } | undefined)?.SelectStmt?.withClause?.recursive === true;
}
