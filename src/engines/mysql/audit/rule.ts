import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import type { AuditRule } from "../../../core/audit/rule.ts";
import type { World } from "./world/world.ts";

/** What MySQL and MariaDB are looked through for. */
export interface MysqlRule extends AuditRule {
  find(world: World): readonly AuditFinding[];
}
