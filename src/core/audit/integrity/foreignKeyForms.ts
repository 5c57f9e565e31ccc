import { findTable } from "../../catalog/lookup.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { tableFix } from "../fixCandidate.ts";
import { folded, foldedAll, foreignKeysOf, isUniqueOn, primaryKeyOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";

const [twice, missing, notUnique, undecided, itself] = ["schema/duplicate-foreign-key", "schema/foreign-key-target-missing", "schema/foreign-key-target-not-unique", "schema/no-delete-decision", "schema/self-foreign-key"];

export const duplicateForeignKey: CatalogRule = {
  id: twice,
  title: "Foreign key that another one repeats",
  why: "Both are checked on every write, and where they act differently on a delete, nobody can tell which decides.",
  scope: "schema",
  find: (room) => ownTables(room.catalog).flatMap((table) => {
    const seen = new Map<string, string>();
    return foreignKeysOf(table).flatMap(({ name, columns, references }): AuditFinding[] => {
      if (references === undefined) return [];
      const pairs = foldedAll(room.catalog, columns).map((column, at) => `${column}\0${folded(room.catalog, references.columns[at] ?? "")}`).sort();
      const key = JSON.stringify([references.schema, references.table, pairs]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, name);
      if (first === undefined) return [];
      const fix = tableFix(room, `Drop the foreign key ${name}`, table, () => ({ ...table, constraints: table.constraints.filter((one) => one.name !== name) }));
      return [{ rule: twice, object: qualified(table), part: name, severity: "warning", message: `The foreign key ${name} (${columns.join(", ")}) of ${qualified(table)} says what ${first} says already.`, fix }];
    });
  }),
};

export const foreignKeyTargetMissing: CatalogRule = {
  id: missing,
  title: "Foreign key to a table that does not exist",
  why: "Every write of the table fails as soon as foreign keys are enforced, and until then nothing is checked.",
  scope: "schema",
  find: ({ catalog }) => {
    const schemas = new Set(catalog.tables.map(({ schema }) => schema));
    return ownTables(catalog).flatMap((table) => foreignKeysOf(table).flatMap(({ name, references }): AuditFinding[] => {
      if (references === undefined || !schemas.has(references.schema) || findTable(catalog, { schema: references.schema, name: references.table }) !== undefined) return [];
      return [{ rule: missing, object: qualified(table), part: name, severity: "error", message: `The foreign key ${name} of ${qualified(table)} refers to ${references.table}, which does not exist.` }];
    }));
  },
};

export const foreignKeyTargetNotUnique: CatalogRule = {
  id: notUnique,
  title: "Foreign key to columns that are not unique",
  why: "One row then refers to several, and what a delete of one of them does is not defined. SQLite refuses every write through such a key.",
  scope: "schema",
  find: ({ catalog }) => ownTables(catalog).flatMap((table) => foreignKeysOf(table).flatMap(({ name, references }): AuditFinding[] => {
    const target = references === undefined ? undefined : findTable(catalog, { schema: references.schema, name: references.table });
    if (references === undefined || target === undefined || isUniqueOn(catalog, target, references.columns)) return [];
    return [{ rule: notUnique, object: qualified(table), part: name, severity: "error", message: `The foreign key ${name} of ${qualified(table)} refers to (${references.columns.join(", ")}) of ${qualified(target)}, and no primary or unique key has just these columns.` }];
  })),
};

export const noDeleteDecision: CatalogRule = {
  id: undecided,
  title: "Rows that only join others, and stop their deletion",
  why: "A row of a table that joins two others means nothing without either of them; without ON DELETE CASCADE neither can be deleted while it is there. ON DELETE RESTRICT says that this is meant.",
  scope: "schema",
  find: ({ catalog }) => ownTables(catalog).flatMap((table): AuditFinding[] => {
    const keys = foreignKeysOf(table);
    const linked = new Set(keys.flatMap(({ columns }) => foldedAll(catalog, columns)));
    const key = foldedAll(catalog, primaryKeyOf(table)?.columns ?? []);
    const isJoin = keys.length >= 2 && key.length >= 2 && key.every((column) => linked.has(column));
    const open = keys.filter(({ definition, columns }) => !/\bON DELETE\b/i.test(definition) && foldedAll(catalog, columns).every((column) => key.includes(column)));
    // Where updates are decided and deletes are not, the engine does not tell RESTRICT from nothing.
    if (!isJoin || open.length < 2 || open.some(({ definition }) => /\bON UPDATE\b/i.test(definition))) return [];
    return [{ rule: undecided, object: qualified(table), severity: "info", message: `${qualified(table)} joins others, and its foreign keys ${open.map(({ name, columns, unnamed }) => (unnamed === true ? `(${columns.join(", ")})` : name)).join(", ")} do not say what happens when one of them is deleted: the delete fails.` }];
  }),
};

export const selfForeignKey: CatalogRule = {
  id: itself,
  title: "Foreign key of a table to itself that cannot work",
  why: "A key from a column to itself checks nothing. A parent that is NOT NULL lets no first row in unless it is its own parent.",
  scope: "schema",
  find: ({ catalog }) => ownTables(catalog).flatMap((table) => foreignKeysOf(table).flatMap(({ name, columns, references }): AuditFinding[] => {
    if (references === undefined || findTable(catalog, { schema: references.schema, name: references.table }) !== table) return [];
    const [from, to] = [foldedAll(catalog, columns), foldedAll(catalog, references.columns)];
    const object = qualified(table);
    if (from.join("\0") === to.join("\0")) return [{ rule: itself, object, part: name, severity: "warning", message: `The foreign key ${name} of ${object} refers from (${columns.join(", ")}) to the same columns: it checks nothing.` }];
    const own = columns.filter((_, at) => from[at] !== to[at]);
    const required = own.every((column) => table.columns.find((one) => folded(catalog, one.name) === folded(catalog, column))?.notNull === true);
    return required ? [{ rule: itself, object, part: name, severity: "info", message: `${own.join(", ")} of ${object} refers to another row of the table and is NOT NULL: a first row has to be its own parent.` }] : [];
  })),
};
