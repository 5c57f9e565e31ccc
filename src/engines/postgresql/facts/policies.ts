import { belonging, relationRef } from "./names.ts";
import type { Handlers } from "./nodes.ts";
import { tableScope, walkExpression } from "./queries.ts";
import { useRoles } from "./roles.ts";

export const policyStatements: Handlers = {
  CreatePolicyStmt(statement, facts) {
    facts.verb = "CREATE POLICY";
    const table = relationRef("table", statement.table, facts);
    const policy = belonging("policy", table, statement.policy_name ?? "");
    facts.defines.push(policy);
    facts.use(table, statement.table?.location);
    useRoles(statement.roles, facts);
    facts.dependingOn(policy, () => facts.later({ soft: false }, () => walkExpression([statement.qual, statement.with_check], facts, tableScope(table))));
  },
  AlterPolicyStmt(statement, facts) {
    facts.verb = "ALTER POLICY";
    const table = relationRef("table", statement.table, facts);
    const policy = belonging("policy", table, statement.policy_name ?? "");
    facts.use(policy);
    facts.redefines.push(policy);
    facts.use(table, statement.table?.location);
    useRoles(statement.roles, facts);
    facts.dependingOn(policy, () => facts.later({ soft: false }, () => walkExpression([statement.qual, statement.with_check], facts, tableScope(table))));
  },
};
