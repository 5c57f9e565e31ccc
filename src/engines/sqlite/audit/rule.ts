import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import type { AuditRule } from "../../../core/audit/rule.ts";
import type { SqliteFacts } from "./facts.ts";

/** A rule that needs more than the catalog: rows, settings, the file. */
export interface SqliteRule extends AuditRule {
  find(facts: SqliteFacts): readonly AuditFinding[];
}
