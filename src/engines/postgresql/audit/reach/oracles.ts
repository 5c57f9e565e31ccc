import { isSecretColumn } from "../../../../core/access/columnMeaning.ts";
import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { ConstraintObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { person } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import type { PostgresqlRule } from "../rule.ts";
import { holdingsOf } from "../holdings.ts";
import { passes } from "./protection.ts";
import { grantedRelation, gravest, standingOf, tableObject, toldRoles } from "./who.ts";

/** The peers: pgrls SEC035. */
export const uniqueOracle: PostgresqlRule = {
  id: "reach/unique-oracle",
  title: "A unique key tells what other tenants have",
  why: "A unique key holds over all rows, also those that policies hide: a duplicate is refused, and so anybody who may insert can ask whether another tenant has that value. With the tenant's column in the key it holds within a tenant. Keys that nobody can guess tell nothing.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      const tenant: readonly string[] = table.rowSecurity.enabled ? holdingsOf(table).tenant : [];
      const writers = tenant.length === 0 ? [] : writersOf(facts, table);
      if (gravest(facts, writers) === undefined) return [];
      const keys = [
        ...table.constraints.filter(({ form }) => form === "unique"),
        ...table.indexes.filter(({ unique, constraint, partOf }) => unique && constraint === undefined && partOf === undefined),
      ];
      return keys.filter(({ columns }) => columns.length > 0 && !columns.some((name) => tenant.includes(name)) && columns.every((name) => guessable(table, name))).map((key) => ({
        rule: uniqueOracle.id,
        object: `${table.schema}.${table.name}`,
        part: key.name,
        severity: "warning" as const,
        message: `${key.name} makes ${key.columns.join(", ")} of ${table.schema}.${table.name} unique over all tenants: ${toldRoles(writers)} learn from a refused duplicate which values others have. Put ${tenant[0]!} into the key.`,
        ...asking(facts, table, writers, key.name, "otherTenant"),
      }));
    }),
};

function guessable(table: TableObject, name: string): boolean {
  const column = table.columns.find((one) => one.name === name);
  return column === undefined ? /\b(?:lower|upper)\s*\(/i.test(name) : column.type !== "uuid" && column.identity === undefined && !isSecretColumn(name) && !/gen_random_uuid|uuid_generate|nextval|random/i.test(column.default ?? "");
}

function writersOf(facts: AuditFacts, table: TableObject): readonly string[] {
  return grantedRelation(facts, table, ["INSERT"]).filter((role) => standingOf(facts, role) !== "account" && passes(facts, table, role, "INSERT").length > 0);
}

/** The peers: pgrls SEC047, for every such key. Checks of foreign keys ask no policy. */
export const foreignKeyOracle: PostgresqlRule = {
  id: "reach/foreign-key-oracle",
  title: "A foreign key tells which hidden rows exist, and lets rows hang on them",
  why: "Foreign keys are checked past policies: a hidden parent is accepted, a missing one refused. Who may insert children can count others' rows and attach to them. A check that asks for the parent, a key that carries the tenant, or keys that nobody can guess close it.",
  scope: "rls",
  find: (facts) =>
    facts.catalog.tables.flatMap((table) => {
      const writers = table.rowSecurity.enabled ? writersOf(facts, table) : [];
      if (gravest(facts, writers) === undefined) return [];
      return table.constraints.filter(({ form }) => form === "foreignKey").flatMap((key) => {
        const parent = facts.catalog.tables.find((one) => one.schema === key.references?.schema && one.name === key.references.table);
        if (parent === undefined || parent === table || !parent.rowSecurity.enabled || !open(facts, table, key, parent, writers)) return [];
        return [{
          rule: foreignKeyOracle.id,
          object: `${table.schema}.${table.name}`,
          part: key.name,
          severity: "warning" as const,
          message: `${toldRoles(writers)} may insert into ${table.schema}.${table.name} with any ${key.columns.join(", ")}: the key ${key.name} accepts rows of ${parent.schema}.${parent.name} that policies hide and refuses those that do not exist, which tells them apart. Let WITH CHECK ask for the parent (EXISTS … ${parent.name}), or put the tenant into the key.`,
          ...asking(facts, table, writers, key.name, holdingsOf(parent).tenant.length > 0 ? "otherTenant" : "foreign"),
        }];
      });
    }),
};

/** Asked by one who may insert: about a row that policies hide from them, and about none. */
function asking(facts: AuditFacts, table: TableObject, writers: readonly string[], key: string, row: "foreign" | "otherTenant"): Pick<AuditFinding, "attacks"> {
  return { attacks: writers.slice(0, 2).map((role) => ({ identity: person(facts, role), operation: "insert", object: tableObject(table), row, asks: key })) };
}

function open(facts: AuditFacts, table: TableObject, key: ConstraintObject, parent: TableObject, writers: readonly string[]): boolean {
  const marks = holdingsOf(table);
  if (key.columns.length > 1 && key.columns.some((name) => marks.tenant.includes(name) || marks.owner.includes(name))) return false;
  const target = parent.columns.find(({ name }) => name === key.references?.columns[0]);
  if (target === undefined || target.type === "uuid") return false;
  // The parent shows all its rows to them anyway.
  if (writers.every((role) => passes(facts, parent, role, "SELECT").some(({ using }) => using === undefined || /^\(?true\)?$/i.test(using)))) return false;
  const mentions = new RegExp(`(?<![\\w$])(?:${[...key.columns, parent.name].map((name) => name.replace(/[^\w]/g, "\\$&")).join("|")})(?![\\w$])`);
  const checks = writers.flatMap((role) => passes(facts, table, role, "INSERT")).map(({ using, check }) => check ?? using ?? "true");
  const floors = table.policies.filter(({ permissive, command }) => !permissive && (command === "ALL" || command === "INSERT")).map(({ using, check }) => check ?? using ?? "");
  return checks.some((check) => !mentions.test(check)) && !floors.some((floor) => mentions.test(floor));
}
