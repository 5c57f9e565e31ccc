import { counted } from "../../../../core/counted.ts";
import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { SqliteRule } from "../rule.ts";

/** Source: https://sqlite.org/datatype3.html and https://sqlite.org/stricttables.html. */
export const valuesDoNotFit: SqliteRule = {
  id: "schema/values-do-not-fit",
  title: "Values of another kind than their column's type",
  why: "Unless a table is STRICT, a column takes anything: text in a number's place sorts behind all numbers and makes sums wrong. Dates and columns without a type are left out: they are written in many ways.",
  scope: "schema",
  find: ({ misfits }) => misfits.filter(({ found }) => found.length > 0).map(({ table, column, type, found, looked }): AuditFinding => ({
    rule: "schema/values-do-not-fit", object: table, part: column, severity: "warning",
    message: `${table}.${column} is declared ${type}, and of the ${counted(looked, "row")} looked at ${found.map(({ storage, count }) => `${count} ${count === 1 ? "has" : "have"} ${storage} there`).join(", ")}. A STRICT table refuses such values.`,
  })),
};

/** Source: https://sqlite.org/lang_createtable.html, section 3.5: a long-standing bug that is kept for compatibility. */
export const nullableKey: SqliteRule = {
  id: "schema/nullable-primary-key",
  title: "Primary key that may be NULL",
  why: "SQLite lets NULL into every primary key but INTEGER PRIMARY KEY, those of STRICT and of WITHOUT ROWID tables. Such rows cannot be referred to, and there may be many of them.",
  scope: "schema",
  find: ({ catalog, misfits }) => catalog.tables.flatMap((table): AuditFinding[] => {
    const key = table.constraints.find(({ form }) => form === "primaryKey");
    if (table.form !== "table" || key === undefined || table.options["strict"] !== undefined || table.options["withoutRowid"] !== undefined) return [];
    const columns = table.columns.filter((column) => key.columns.includes(column.name));
    const isRowid = columns.length === 1 && columns[0]?.type.toUpperCase() === "INTEGER" && !/ DESC\b/.test(key.definition);
    const open = columns.filter(({ notNull }) => !notNull);
    if (isRowid || open.length === 0) return [];
    const nulls = misfits.filter((one) => one.table === table.name).reduce((sum, one) => sum + one.nulls, 0);
    const almost = columns.length === 1 && /^(?:BIG|SMALL|TINY|MEDIUM)?INT\d?$/i.test(columns[0]?.type ?? "") ? ` Only the exact word INTEGER makes it the row's number; ${columns[0]?.type ?? ""} does not.` : "";
    return [{ rule: "schema/nullable-primary-key", object: table.name, part: open.map(({ name }) => name).join(", "), severity: nulls > 0 ? "error" : "info", message: `The primary key of ${table.name} lets NULL into ${open.map(({ name }) => name).join(", ")}${nulls > 0 ? `, and ${counted(nulls, "row")} of those looked at ${nulls === 1 ? "has" : "have"} it` : ""}: declare it NOT NULL.${almost}` }];
  }),
};

/** Source: https://sqlite.org/datatype3.html, section 3.1: "STRING" has affinity NUMERIC. */
export const stringType: SqliteRule = {
  id: "schema/string-type",
  title: "Column declared STRING",
  why: "To SQLite that is a number: '007' is kept as 7 and '1e3' as 1000.0. TEXT is meant.",
  scope: "schema",
  find: ({ catalog }) => catalog.tables.filter(({ options }) => options["strict"] === undefined).flatMap((table) => table.columns.filter(({ type }) => /^STRING\b/i.test(type)).map(({ name, type }): AuditFinding => ({
    rule: "schema/string-type", object: table.name, part: name, severity: "warning", message: `${table.name}.${name} is declared ${type}, which SQLite takes for a number: the text 007 is kept as 7. Declare it TEXT.`,
  }))),
};

const highest = 9_223_372_036_854_775_807n;

/** Source: https://sqlite.org/autoinc.html: at the highest rowid every insert fails with SQLITE_FULL. */
export const autoincrement: SqliteRule = {
  id: "schema/autoincrement-exhausted",
  title: "AUTOINCREMENT near its end",
  why: "It never gives out a number below the highest that was ever there: one row inserted with a huge id by hand uses up all numbers below it, and at the end every insert fails.",
  scope: "schema",
  find: ({ counters }) => counters.flatMap(({ name, last }): AuditFinding[] => {
    if (!/^\d+$/.test(last) || BigInt(last) * 2n < highest) return [];
    const full = BigInt(last) >= highest;
    return [{ rule: "schema/autoincrement-exhausted", object: name, severity: full || BigInt(last) * 10n >= highest * 9n ? "error" : "warning", message: `The AUTOINCREMENT of ${name} has reached ${last} of ${highest}: ${full ? "every insert without an id fails" : "no id below it is ever given out again"}.` }];
  }),
};

export const damaged: SqliteRule = {
  id: "schema/damaged",
  title: "Database file that is damaged",
  why: "quick_check found pages or rows that contradict each other. What is read may be wrong, and writing may make it worse.",
  scope: "schema",
  find: ({ damage, database }) => (damage.length === 0 ? [] : [{ rule: "schema/damaged", object: database, severity: "error", message: `The check of the file finds it damaged. Keep a copy before anything else is written, and recover it (sqlite3 .recover).`, evidence: [{ kind: "text", title: "PRAGMA quick_check", text: damage.join("\n") }] }]),
};
