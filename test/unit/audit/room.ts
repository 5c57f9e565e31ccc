import { catalogRoom } from "../../../src/core/audit/catalogRoom.ts";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { findingKey } from "../../../src/core/audit/auditFinding.ts";
import type { CatalogRoom } from "../../../src/core/audit/catalogRule.ts";
import type { AuditedText } from "../../../src/core/audit/engineLook.ts";
import { integrityRules } from "../../../src/core/audit/integrity/rules.ts";
import type { Catalog, ColumnObject, ConstraintObject, IndexObject, TableObject } from "../../../src/core/catalog/catalog.ts";
import type { Dialect } from "../../../src/core/engineId.ts";
import type { SequenceValue } from "../../../src/core/snapshot/sequences.ts";
import { changes } from "../../../src/engines/postgresql/changes.ts";
import { newIndex } from "../../../src/engines/postgresql/newIndex.ts";
import { quoteName, quoteObject, quoteText } from "../../../src/engines/postgresql/quote.ts";
import { catalogOf } from "../snapshot/catalogs.ts";

export interface More {
  readonly dialect?: Dialect;
  readonly counters?: readonly SequenceValue[];
  readonly texts?: readonly AuditedText[];
  readonly rest?: Partial<Catalog>;
}

/** What rules are given, with PostgreSQL's words. */
export function roomOf(tables: readonly TableObject[], { dialect = "postgresql", counters = [], texts = [], rest = {} }: More = {}): CatalogRoom {
  return catalogRoom({ dialect, quoteName, quoteObject, quoteText, changes, newIndex }, catalogOf({ tables, ...rest }), texts, counters);
}

/** What all integrity rules find. */
export function found(tables: readonly TableObject[], more: More = {}): readonly AuditFinding[] {
  const room = roomOf(tables, more);
  return integrityRules.flatMap((rule) => rule.find(room));
}

/** Keys of the findings of one rule. */
export function keys(rule: string, tables: readonly TableObject[], more: More = {}): string[] {
  return found(tables, more).filter((finding) => finding.rule === rule).map(findingKey).map((key) => key.slice(rule.length + 1));
}

/** An index as PostgreSQL writes it: "orders_by_day (day DESC)", parts separated by commas. */
export function indexOf(words: string, more: Partial<IndexObject> = {}): IndexObject {
  const [, name = "", parts = "", tail = ""] = /^(\S+) \((.*?)\)(.*)$/.exec(words) ?? [];
  const columns = parts.split(", ").map((part) => part.replace(/ (?:DESC|COLLATE .*|\w+_ops)$/, ""));
  const predicate = / WHERE \((.*)\)$/.exec(tail)?.[1];
  return {
    schema: "public", name, unique: false, columns, method: "btree", valid: true, ...(predicate === undefined ? {} : { predicate }),
    definition: `CREATE ${more.unique === true ? "UNIQUE " : ""}INDEX ${name} ON public.t USING ${more.method ?? "btree"} (${parts})${tail}`, ...more,
  };
}

/** A key whose index the catalog lists, as PostgreSQL's does. */
export function keyOf(form: "primaryKey" | "unique", name: string, ...columns: string[]): { readonly constraints: ConstraintObject[]; readonly indexes: IndexObject[] } {
  const definition = `${form === "unique" ? "UNIQUE" : "PRIMARY KEY"} (${columns.join(", ")})`;
  return { constraints: [{ name, form, columns, definition, validated: true }], indexes: [indexOf(`${name} (${columns.join(", ")})`, { unique: true, constraint: name })] };
}

export function check(name: string, definition: string, validated = true): ConstraintObject {
  return { name, form: "check", columns: [], definition: `CHECK (${definition})${validated ? "" : " NOT VALID"}`, validated };
}

/** A foreign key of several columns: "customer_id, region → public.customers (id, region) ON DELETE CASCADE". */
export function refers(name: string, words: string): ConstraintObject {
  const [, from = "", schema = "", table = "", to = "", tail = ""] = /^(.*?) → (\w+)\.(\w+) \((.*?)\)(.*)$/.exec(words) ?? [];
  return { name, form: "foreignKey", columns: from.split(", "), validated: true, definition: `FOREIGN KEY (${from}) REFERENCES ${schema}.${table}(${to})${tail}`, references: { schema, table, columns: to.split(", ") } };
}

export function withColumn(table: TableObject, column: Partial<ColumnObject> & { readonly name: string }): TableObject {
  const known = table.columns.some(({ name }) => name === column.name);
  const columns = known ? table.columns.map((one) => (one.name === column.name ? { ...one, ...column } : one)) : [...table.columns, { type: "text", notNull: false, ...column }];
  return { ...table, columns };
}
