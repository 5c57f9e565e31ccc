import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteObject } from "../../quote.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { toldOperations } from "./words.ts";
import { attempts, grantedRelation, gravest, operationsOf, tableObject, toldRoles } from "./who.ts";

const commands = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/** The peers: pgrls SEC041 (partitions), SEC043 (INHERITS). */
export const partitionReachable: PostgresqlRule = {
  id: "reach/partition-bypass",
  title: "A partition that can be asked past its parent's policies",
  why: "The policies of a partitioned table hold for statements on that table alone. Who has a grant on a partition reads it directly, and there only the partition's own row level security counts. Without a grant on the partition nothing is open.",
  scope: "rls",
  find: (facts) => facts.catalog.tables.flatMap((table) => (table.partitionOf === undefined || table.form === "foreign" ? [] : childFinding(facts, table, partitionReachable.id, "partition"))),
};

export const inheritanceChild: PostgresqlRule = {
  id: "reach/inheritance-bypass",
  title: "An inheriting table that can be asked past its parent's policies",
  why: "A child made with INHERITS is its own table: the parent's policies hold for rows that are read through the parent, and not for statements on the child. It matters where a role that policies bind has a grant on the child.",
  scope: "rls",
  find: (facts) => facts.catalog.tables.flatMap((table) => (table.partitionOf !== undefined || table.inherits.length === 0 ? [] : childFinding(facts, table, inheritanceChild.id, "child"))),
};

function childFinding(facts: AuditFacts, table: TableObject, rule: string, word: "partition" | "child"): AuditFinding[] {
  if (table.rowSecurity.enabled) return [];
  const parent = ancestors(facts, table).find((one) => one.rowSecurity.enabled);
  if (parent === undefined) return [];
  const roles = grantedRelation(facts, table, commands);
  const standing = gravest(facts, roles);
  if (standing === undefined) return [];
  const object = `${table.schema}.${table.name}`;
  const operations = operationsOf(facts, table, roles, commands);
  return [{
    rule,
    object,
    severity: standing === "account" ? "warning" : "error",
    message: `${toldRoles(roles)} may ${toldOperations(operations)} every row of ${object} directly: it is a ${word} of ${parent.schema}.${parent.name}, whose policies hold only for statements on the parent, and its own row level security is off.`,
    attacks: attempts(facts, tableObject(table), roles, operations.slice(0, 2)),
    fix: {
      title: `Enable row level security on the ${word}; rows stay reachable through ${parent.schema}.${parent.name}`,
      statements: [`ALTER TABLE ${quoteObject(table)} ENABLE ROW LEVEL SECURITY`],
      undo: [`ALTER TABLE ${quoteObject(table)} DISABLE ROW LEVEL SECURITY`],
    },
  }];
}

/** True for a child of a table under policies: what its grants open is told by the rules here. */
export function underProtected(facts: AuditFacts, table: TableObject): boolean {
  return ancestors(facts, table).some(({ rowSecurity }) => rowSecurity.enabled);
}

/** Parents, their parents and so on, nearest first. */
export function ancestors(facts: AuditFacts, table: TableObject): readonly TableObject[] {
  const found: TableObject[] = [];
  for (let at = -1; at < found.length; at++) {
    const one = at < 0 ? table : found[at]!;
    const named = [...(one.partitionOf === undefined ? [] : [one.partitionOf]), ...one.inherits];
    found.push(...named.flatMap(({ schema, table: name }) => facts.catalog.tables.find((other) => other.schema === schema && other.name === name) ?? []).filter((other) => !found.includes(other)));
  }
  return found;
}
