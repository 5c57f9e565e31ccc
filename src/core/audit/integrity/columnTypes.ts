import { nameWords } from "../../nameWords.ts";
import type { Catalog, ColumnObject } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import type { Dialect } from "../../engineId.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { bySchema, places } from "./bySchema.ts";
import { foldedAll, foreignKeysOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";
import { typeFamily } from "./typeFamily.ts";

/** A type that is there and that few would choose knowing another. */
interface Advice {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly instead: string;
  readonly dialects: readonly Dialect[];
  matches(column: ColumnObject, catalog: Catalog): boolean;
}

const advices: readonly Advice[] = [
  {
    id: "schema/money-type", title: "Column of type money", instead: "numeric", dialects: ["postgresql"],
    why: "Its digits and its sign depend on lc_monetary of the session, and a dump restored elsewhere reads other amounts.",
    matches: ({ type }) => /^money(?:\[\])?$/.test(type),
  },
  {
    id: "schema/padded-type", title: "Column of type char(n)", instead: "text or varchar(n)", dialects: ["postgresql"],
    why: "It is filled with blanks, which count in some comparisons and not in others, and it saves nothing. Codes of a fixed length up to three characters are left out.",
    matches: ({ type }) => Number(/^character\((\d+)\)/.exec(type)?.[1] ?? 0) > 3,
  },
  {
    id: "schema/json-type", title: "Column of type json", instead: "jsonb", dialects: ["postgresql"],
    why: "It is kept as text, parsed on every use, has no equality and no index. Where the text itself must stay as it came, json is right.",
    matches: ({ type }) => type === "json",
  },
  {
    id: "schema/timestamp-without-zone", title: "Moments without a time zone", instead: "timestamp with time zone", dialects: ["postgresql"],
    why: "What moment it means depends on who wrote it. Where all writers agree on UTC nothing is wrong yet; told once for a schema.",
    matches: ({ type }) => /^timestamp(?:\(\d\))? without time zone$/.test(type),
  },
  {
    id: "schema/float-amount", title: "Amount kept as a floating point number", instead: "numeric or decimal", dialects: ["postgresql", "mysql", "mariadb", "sqlite"],
    why: "0.1 has no exact float: sums of money come out wrong by a cent. Measures, ratios and coordinates are floats by nature and left out.",
    matches: ({ type, name }, catalog) => typeFamily(catalog, type).family === "float" && /(?:^| )(?:amounts?|price|prices|total|subtotal|balance|costs?|fees?|salary|wages?|payments?|paid|revenue|tax|discount|credit|debit|deposit|refund)(?: (?:due|paid|net|gross|usd|eur|gbp))?$/.test(nameWords(name)),
  },
];

/** One finding for each table and type; for moments without a zone one for each schema, as they are a habit of whole schemas. */
export const columnTypes: readonly CatalogRule[] = advices.map((advice) => ({
  id: advice.id,
  title: advice.title,
  why: advice.why,
  scope: "schema",
  find: ({ catalog, dialect }) => {
    if (!advice.dialects.includes(dialect)) return [];
    const found = ownTables(catalog).map((table) => ({ table, columns: table.columns.filter((column) => advice.matches(column, catalog)) })).filter(({ columns }) => columns.length > 0);
    if (advice.id === "schema/timestamp-without-zone") {
      return bySchema(found.map(({ table }) => table)).map(({ schema, tables }): AuditFinding => {
        const columns = found.filter(({ table }) => tables.includes(table)).flatMap((one) => one.columns.map(({ name }) => `${qualified(one.table)}.${name}`));
        return { rule: advice.id, object: schema, severity: "info", message: `${columns.length} ${columns.length === 1 ? "column is a timestamp" : "columns are timestamps"} without time zone, so that what moment is meant depends on who wrote it: ${places(columns)}.` };
      });
    }
    return found.map(({ table, columns }): AuditFinding => ({ rule: advice.id, object: qualified(table), severity: "info", message: `${columns.map(({ name, type }) => `${name} (${type})`).join(", ")} of ${qualified(table)} would better be ${advice.instead}: ${advice.why.charAt(0).toLowerCase()}${advice.why.slice(1, advice.why.indexOf(". ") === -1 ? undefined : advice.why.indexOf(". ") + 1)}` }));
  },
}));

const textual = "schema/boolean-as-text";

export const booleanAsText: CatalogRule = {
  id: textual,
  title: "Yes or no kept as text",
  why: "Every spelling (Y, y, yes, true, 1) is another value, and every query has to know them all. A CHECK that allows just two words, or a list of more than two, is a decision and left out.",
  scope: "schema",
  find: ({ catalog }) => ownTables(catalog).flatMap((table) => {
    const linked = new Set(foreignKeysOf(table).flatMap(({ columns }) => foldedAll(catalog, columns)));
    return table.columns.filter((column) => {
      if (typeFamily(catalog, column.type).family !== "text" || linked.has(column.name)) return false;
      if (table.constraints.some(({ form, columns, definition }) => form === "check" && (columns.includes(column.name) || definition.includes(column.name)))) return false;
      const byDefault = /^\(?'(?:y|n|yes|no|t|f|true|false|on|off)'(?:::.*)?\)?$/i.test(column.default ?? "");
      return byDefault || /^(?:is|has|can|should) /.test(nameWords(column.name));
    }).map((column): AuditFinding => ({ rule: textual, object: qualified(table), part: column.name, severity: "info", message: `${qualified(table)}.${column.name} is ${column.type} and seems to hold yes or no: nothing keeps other words out.` }));
  }),
};
