import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import type { AuditRule } from "../../../core/audit/rule.ts";
import type { AuditFacts } from "./facts.ts";

/** A rule that needs no more than the facts, which are read once for all. */
export interface MongodbRule extends AuditRule {
  find(facts: AuditFacts): readonly AuditFinding[];
}
