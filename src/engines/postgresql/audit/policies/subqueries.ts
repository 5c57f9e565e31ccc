import type { Node } from "libpg-query";
import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { as, strings } from "../../facts/nodes.ts";
import { attacking, attemptsBy, exposure, person } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { routinesBehind, schemasOf } from "./expression/bodies.ts";
import { type Subquery, survey } from "./expression/survey.ts";
import { asksCaller, meaningOf } from "./meaning.ts";
import { commandsOfClause, isAlwaysTrue, listed, operationOf } from "./openTo.ts";
import { tableObject } from "../reach/who.ts";
import { type Clause, commandsOf, named, policiesOf, type Policy, reachedBy } from "./policy.ts";

/** `m.org_id = m.org_id`, where `org_id` of the row was meant and the subquery's own column was found first. */
export const selfComparison: PostgresqlRule = {
  id: "rls/self-comparison",
  title: "A subquery that compares its own column with itself",
  why: "In EXISTS (SELECT … FROM members m WHERE m.org_id = org_id) the second org_id is the subquery's own, since names are looked up inside first. The condition then says nothing about the row, and one membership anywhere opens all rows.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const columns = [...new Set(policy.clauses.flatMap((clause) => clause.survey.operators.flatMap((use) => missedColumn(use, clause, policy) ?? [])))];
      if (columns.length === 0) return [];
      const roles = reachedBy(policy, facts);
      const sameColumn = policy.clauses.some((clause) => clause.survey.operators.some((use) => comparesItself(use)));
      return [{
        rule: "rls/self-comparison",
        object: policy.object,
        part: policy.policy.name,
        severity: roles.length > 0 ? ("error" as const) : ("warning" as const),
        message: `${named(policy)} compares ${listed(columns)} with its own like inside a subquery and says nothing of the row. The row's own column was surely meant: write it with the table's name before it (${policy.table.name}.${columns[0]?.split(".").at(-1) ?? ""}). As it is, ${roles.length > 0 ? `${listed(roles)} get` : "whoever has a grant gets"} all rows as soon as the subquery finds anything.`,
        ...(sameColumn ? loosely(policy, commandsOf(policy.policy), roles, facts) : { untried: "Which rows of the subquery's table satisfy the comparison depends on the data, so that nothing was tried." }),
      }];
    }),
};

/** The subquery's column of an equality that was meant for the row's own: the same on both sides, or two of one source where nothing ties the subquery to the row. */
function missedColumn({ node, operator, subqueries }: Clause["survey"]["operators"][number], clause: Clause, { table }: Policy): string | undefined {
  const subquery = subqueries.at(-1);
  if (operator !== "=" || subquery === undefined) return undefined;
  const [left, right] = [columnNames(node.lexpr), columnNames(node.rexpr)];
  if (left === undefined || right === undefined || left.length < 2 || left.at(-2) !== right.at(-2)) return undefined;
  if (left.at(-1) === right.at(-1)) return left.join(".");
  const tied = clause.survey.columns.some(({ of, subqueries: around }) => of === "own" && around.includes(subquery)) || subquery.link.testexpr !== undefined;
  const meant = [left, right].find((names) => table.columns.some(({ name }) => name === names.at(-1)));
  return tied || subquery.sources.length > 1 || meant === undefined || !subquery.sources.some(({ alias }) => alias === left.at(-2)) ? undefined : meant.join(".");
}

/** The same column on both sides, so that any row of the subquery satisfies it. */
function comparesItself({ node, operator, subqueries }: Clause["survey"]["operators"][number]): boolean {
  const [left, right] = [columnNames(node.lexpr), columnNames(node.rexpr)];
  return operator === "=" && subqueries.length > 0 && left !== undefined && left.length > 1 && left.join(".") === right?.join(".");
}

/** What somebody who is in a tenant of their own tries with a row of another, where the tables that the policy reads hold something of both. */
function loosely(policy: Policy, commands: ReturnType<typeof commandsOf>, roles: readonly string[], facts: AuditFacts): Pick<AuditFinding, "attacks"> {
  const row = meaningOf(policy.table).tenants.length > 0 ? ("otherTenant" as const) : ("foreign" as const);
  const read = tablesBehind(policy, facts).filter((table) => table !== policy.table);
  const besides = read.flatMap((table) => (["own", row] as const).map((whose) => ({ object: tableObject(table), row: whose })));
  const wanted = commands.filter((command) => command !== "INSERT").map((command) => [command, operationOf[command]] as const);
  return attacking(attemptsBy(facts, policy.table, roles, wanted, row).map((attempt) => ({ ...attempt, identity: person(facts, attempt.identity.role ?? "PUBLIC"), besides })));
}

function columnNames(node: Node | undefined): readonly string[] | undefined {
  const column = as(node, "ColumnRef");
  return column === undefined ? undefined : strings(column.fields);
}

/** The peers: pgrls SEC036 for auth.users alone, SEC005 for every policy without an own column. */
export const uncorrelatedSubquery: PostgresqlRule = {
  id: "rls/uncorrelated-subquery",
  title: "A subquery that is not tied to the row or to the caller",
  why: "A subquery must say which of its rows concern this row and this caller. Tied to neither, or only to the caller although both tables know the tenant, one matching row anywhere opens every row. Asking whether the caller is an administrator needs no tie to the row and is not reported.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (!policy.policy.permissive) return [];
      return policy.clauses.slice(0, 1).flatMap((clause) => {
        if (isAlwaysTrue(clause, policy, facts)) return [];
        const untied = clause.survey.subqueries.filter((subquery) => !subquery.wrapped && subquery.subqueries.length === 0).map((subquery) => looseness(subquery, clause, policy, facts)).find((found) => found !== undefined);
        if (untied === undefined) return [];
        const commands = commandsOfClause(policy, clause.kind);
        const roles = reachedBy(policy, facts, commands);
        return [{
          rule: "rls/uncorrelated-subquery",
          object: policy.object,
          part: policy.policy.name,
          severity: roles.length > 0 ? ("error" as const) : ("warning" as const),
          message: `${named(policy)} ${untied} (${clause.text.replace(/\s+/g, " ")}).`,
          ...loosely(policy, commands, roles, facts),
        }];
      });
    }),
};

/** True for a table whose own policies show everybody no more than what is theirs: whoever reads it is asked there. */
function showsOnlyCallers(table: TableObject, facts: AuditFacts): boolean {
  const reading = policiesOf(facts).filter((policy) => policy.table === table && policy.policy.permissive && commandsOf(policy.policy).includes("SELECT"));
  return table.rowSecurity.enabled && reading.every(({ using }) => using !== undefined && asksCaller(using.survey, facts));
}

function looseness(subquery: Subquery, clause: Clause, policy: Policy, facts: AuditFacts): string | undefined {
  const inside = survey(subquery.select, policy.table.name);
  const rowTied = survey({ SubLink: subquery.link }, policy.table.name).columns.some(({ of }) => of === "own");
  const tables = subquery.sources.flatMap(({ table }) => (table === undefined ? [] : facts.catalog.tables.filter((known) => known.name === table.name && known.schema === table.schema)));
  if (tables.length === 0 || tables.length !== subquery.sources.length) return undefined;
  const read = listed(tables.map(qualified));
  if (!asksCaller(clause.survey, facts) && !tables.some((table) => showsOnlyCallers(table, facts))) {
    const people = tables.filter((table) => meaningOf(table).owners.length > 0);
    if (people.length === 0) return undefined;
    return rowTied ? `asks whether anybody at all stands in ${read} for the row, not whether the caller does` : `asks whether ${read} holds any row, not whether it holds one of the caller's for this row`;
  }
  const ownColumnElsewhere = clause.survey.columns.some(({ of }) => of === "own");
  if (ownColumnElsewhere || !(asksCaller(inside, facts) || tables.some((table) => showsOnlyCallers(table, facts)))) return undefined;
  const shared = meaningOf(policy.table).tenants.filter((column) => tables.some((table) => table.columns.some(({ name }) => name === column)));
  const narrowed = inside.columns.some(({ name, of }) => of !== "own" && !tables.some((table) => meaningOf(table).owners.includes(name) || meaningOf(table).tenants.includes(name)));
  return shared.length > 0 && !narrowed ? `asks whether the caller stands in ${read} at all, for whatever ${listed(shared)}, and not for that of the row` : undefined;
}

/** The peers: pgrls SEC025 for every table without row security; here where the caller can write what decides. */
export const readsUnprotectedTable: PostgresqlRule = {
  id: "rls/reads-unprotected-table",
  title: "A policy that rests on a table which its callers can write",
  why: "A policy is as strong as the rows that it reads. Where those who ask may insert into the table of memberships or roles, and it has no row security, they make themselves members first.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      if (!policy.policy.permissive) return [];
      const asking = reachedBy(policy, facts);
      return tablesBehind(policy, facts).flatMap((table) => {
        if (table === policy.table || table.rowSecurity.enabled) return [];
        const writers = exposure(facts, table, ["INSERT", "UPDATE"]).filter((role) => role === "PUBLIC" || asking.some((other) => other === role || facts.roles.inheritedBy(other).has(role)));
        if (writers.length === 0) return [];
        return [{
          rule: "rls/reads-unprotected-table",
          object: policy.object,
          part: `${policy.policy.name} ${qualified(table)}`,
          severity: "error" as const,
          message: `${named(policy)} decides by ${qualified(table)}, which has no row security and which ${listed(writers)} may write: whoever is let in by a row there can put that row there.`,
          ...attacking(attemptsBy(facts, table, writers, [["INSERT", "insert"], ["UPDATE", "update"]], meaningOf(table).tenants.length > 0 ? "otherTenant" : "own").map((attempt) => ({ ...attempt, identity: person(facts, attempt.identity.role ?? "PUBLIC") }))),
        }];
      });
    }),
};

function tablesBehind(policy: Policy, facts: AuditFacts): readonly TableObject[] {
  const found = new Set<TableObject>();
  const add = (reads: Clause["survey"]["reads"], schemas: (schema: string | undefined) => readonly string[]): void => {
    for (const { schema, name } of reads) for (const table of facts.catalog.tables) if (table.name === name && schemas(schema).includes(table.schema)) found.add(table);
  };
  for (const { survey: own } of policy.clauses) {
    add(own.reads, (schema) => schemasOf(schema, undefined));
    for (const body of routinesBehind(own, facts)) add(body.survey.reads, (schema) => schemasOf(schema, body.routine));
  }
  return [...found];
}

