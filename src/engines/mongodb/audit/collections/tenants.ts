import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { isTenantColumn } from "../../../../core/access/columnMeaning.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { newIndex } from "../../newIndex.ts";
import { commandText, createIndexes, text } from "../../render/commandTexts.ts";
import { type CollectionFacts, fieldsOf } from "../collectionFacts.ts";
import type { MongodbRule } from "../rule.ts";

/** A collection of so many documents or fewer is read at once whatever its indexes. */
const small = 1000;

/** The field by which tenants are told apart: of the documents that were looked at, more than half have it, or the validator names it. */
function tenantField(facts: CollectionFacts): string | undefined {
  return fieldsOf(facts).find((field) => isTenantColumn(field) && (facts.properties.includes(field) || facts.sample.filter((document) => document.has(field)).length * 2 > facts.sample.length));
}

function leadsBy(table: TableObject, field: string): boolean {
  return table.indexes.some((index) => index.columns[0] === field && index.predicate === undefined && index.method !== "text" && index.method !== "wildcard");
}

export const tenantWithoutIndex: MongodbRule = {
  id: "rls/tenant-field-without-index",
  title: "Field of the tenant without an index",
  why: "MongoDB has no row level security: every query must name the tenant itself. Without an index that begins with it each of them reads all tenants' documents, and a forgotten filter is no slower than a right one.",
  scope: "rls",
  find: ({ collections }) =>
    collections.flatMap((facts): AuditFinding[] => {
      const field = tenantField(facts);
      if (field === undefined || leadsBy(facts.table, field)) return [];
      const { table } = facts;
      const name = `${field}_1`;
      const free = table.indexes.every((index) => index.name !== name);
      return [{
        rule: "rls/tenant-field-without-index", object: table.name, part: field, severity: facts.documents > small ? "warning" : "info",
        message: `Documents of ${table.name} belong to tenants (${field}), and no index begins with ${field}: a query for one tenant reads the documents of all.`,
        ...(free ? { fix: { title: `Index ${field}`, statements: createIndexes(table.name, [newIndex(table, name, [field])]), undo: [commandText(["dropIndexes", text(table.name)], ["index", text(name)])] } } : {}),
      }];
    }),
};

export const tenantOptional: MongodbRule = {
  id: "rls/tenant-field-optional",
  title: "Field of the tenant that a document may lack",
  why: "A document without a tenant belongs to nobody: filters hide it from everybody, or a filter for null shows it to whoever has no tenant.",
  scope: "rls",
  find: ({ collections }) =>
    collections.flatMap((facts): AuditFinding[] => {
      const field = tenantField(facts);
      if (field === undefined || (facts.required.includes(field) && facts.validationLevel !== "off" && facts.validationAction !== "warn")) return [];
      const without = facts.sample.filter((document) => !document.has(field) || document.get(field) === null).length;
      return [{
        rule: "rls/tenant-field-optional", object: facts.table.name, part: field, severity: without > 0 ? "warning" : "info",
        message: `Nothing keeps a document of ${facts.table.name} from having no ${field}${without > 0 ? `; of ${facts.sample.length} that were looked at ${without} ${without === 1 ? "has" : "have"} none` : ""}. Put ${field} into "required" of the validator.`,
      }];
    }),
};

export const uniqueAcrossTenants: MongodbRule = {
  id: "rls/unique-across-tenants",
  title: "Unique index over all tenants",
  why: "One tenant is refused what another has, and learns by it that the other has it. Of an e-mail address that logs in to all of them this may be meant.",
  scope: "rls",
  find: ({ collections }) =>
    collections.flatMap((facts): AuditFinding[] => {
      const field = tenantField(facts);
      if (field === undefined) return [];
      return facts.table.indexes.filter((index) => index.unique && !index.columns.includes(field)).map((index) => ({
        rule: "rls/unique-across-tenants", object: facts.table.name, part: index.name, severity: "info",
        message: `The index ${index.name} of ${facts.table.name} makes ${index.columns.join(", ")} unique over all tenants: one of them is refused what another has, and learns of it. Begin it with ${field} unless that is meant.`,
      }));
    }),
};
