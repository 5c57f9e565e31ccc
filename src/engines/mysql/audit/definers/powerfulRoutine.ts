import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { isAnywhere } from "../world/hosts.ts";
import { isAdministrator, lowRights } from "../world/powers.ts";
import type { World } from "../world/world.ts";
import { type Defined, definedIn } from "./programs.ts";

/** Source: MySQL manual, "Stored Object Access Control: Risk-Minimization Guidelines". No other tool looks for it. */
export const powerfulRoutine: MysqlRule = {
  id: "rls/definer-too-powerful",
  title: "Low accounts run a routine as an administrator",
  why: "Whoever may execute it acts with all rights of its definer, as far as its body lets them; where it puts texts together to statements, that is everything. SQL SECURITY INVOKER, or a locked definer with few rights, is what is meant.",
  scope: "rls",
  untried: "What text to send depends on the statement that the routine puts together, and such a routine is not called with made-up texts.",
  find: (world) => definedIn(world.catalog).filter(({ kind, asDefiner, definer }) => (kind === "procedure" || kind === "function") && asDefiner && isAdministrator(world, definer)).flatMap((routine) => told(world, routine)),
};

function told(world: World, { kind, name, definer, grants, text }: Defined): AuditFinding[] {
  const callers = lowRights(world, grants, ["EXECUTE"]).map(({ account }) => account.name);
  if (callers.length === 0) return [];
  const builds = /\b(?:PREPARE|EXECUTE\s+IMMEDIATE)\b/i.test(text);
  const writes = /\b(?:INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|DROP|ALTER|CREATE\s+(?:TABLE|USER)|GRANT|CALL|LOAD)\b/i.test(text.slice(text.indexOf("\n") + 1));
  const reads = /\b(?:SELECT|TABLE)\b/i.test(text.slice(text.indexOf("\n") + 1));
  if (!builds && !writes && !reads) return [];
  const remote = (world.accounts ?? []).some((account) => account.name === definer && isAnywhere(account.host));
  return [{
    rule: "rls/definer-too-powerful",
    object: name,
    part: kind,
    severity: builds ? "error" : "warning",
    message: `${listed(callers)} may run the ${kind} ${name}, which acts with all rights of the administrator ${definer}${remote ? " (who may log in from anywhere)" : ""}${builds ? " and puts statements together from texts: what a caller gets into them is run as that administrator" : ""}.`,
  }];
}
