import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { ColumnObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { quoteName } from "../../quote.ts";
import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";

/** Source: MySQL manual, utf8mb3 is deprecated since 8.0.28; MySQLTuner. */
export const oldCharset: MysqlRule = {
  id: "schema/utf8mb3",
  title: "Texts that cannot hold every character",
  why: "utf8mb3 refuses or cuts emoji and rare letters, compares as utf8mb4 does not, and is to go. Ids, hashes and other ASCII texts lose nothing.",
  scope: "schema",
  find: ({ catalog }) => {
    const old = catalog.tables.map((table) => ({ table, columns: oldColumns(table) })).filter(({ columns }) => columns.length > 0);
    return old.length > mostByName ? [together(old)] : old.map(alone);
  },
};

/** Of more tables than this, one finding tells all. */
const mostByName = 10;

interface Old {
  readonly table: TableObject;
  readonly columns: readonly ColumnObject[];
}

function together(old: readonly Old[]): AuditFinding {
  const rows = old.map(({ table, columns }) => [table.name, columns.map(({ name }) => name).join(", ")]);
  return { rule: "schema/utf8mb3", object: "database", severity: "info", message: `Texts of ${old.length} tables are in utf8mb3, which cannot hold every character.`, evidence: [{ kind: "table", title: "Texts in utf8mb3", columns: ["table", "columns"], rows }] };
}

function alone({ table, columns }: Old): AuditFinding {
  const collation = columns[0]?.collation ?? table.options["collate"] ?? "";
  const convert = (charset: string, name: string): string => `ALTER TABLE ${quoteName(table.name)} CONVERT TO CHARACTER SET ${charset} COLLATE ${name}`;
  const same = columns.length === table.columns.filter(({ type }) => isText(type)).length && table.options["collate"] === collation && columns.every((column) => (column.collation ?? collation) === collation);
  return {
    rule: "schema/utf8mb3",
    object: table.name,
    severity: "info",
    message: `${columns.length === 1 ? "A text column" : `${columns.length} text columns`} of ${table.name} (${listed(columns.map(({ name }) => name))}) ${columns.length === 1 ? "is" : "are"} in utf8mb3, which cannot hold every character.`,
    ...(same ? { fix: { title: `Convert ${table.name} to utf8mb4`, statements: [convert("utf8mb4", wide(collation))], undo: [convert("utf8mb3", collation)] } } : {}),
  };
}

/** The same order and the same equality of texts, over all characters; the server refuses the few that have no such sibling. */
function wide(collation: string): string {
  return collation.replace(/^utf8(?:mb3)?_/, "utf8mb4_");
}

function oldColumns(table: TableObject): ColumnObject[] {
  return table.columns.filter(({ collation, type }) => /^utf8(?:mb3)?_/.test(collation ?? (isText(type) ? (table.options["collate"] ?? "") : "")));
}

function isText(type: string): boolean {
  return /^(?:char|varchar|tinytext|text|mediumtext|longtext|enum|set)\b/i.test(type);
}
