import { quoteName } from "../../quote.ts";
import type { MysqlRule } from "../rule.ts";

/** Source: MySQL manual, utf8mb3 is deprecated since 8.0.28; MySQLTuner. */
export const oldCharset: MysqlRule = {
  id: "schema/utf8mb3",
  title: "Texts that cannot hold every character",
  why: "utf8mb3 refuses or cuts emoji and rare letters, compares as utf8mb4 does not, and is to go. Ids, hashes and other ASCII texts lose nothing.",
  scope: "schema",
  find: ({ catalog }) =>
    catalog.tables.flatMap((table) => {
      const columns = table.columns.filter(({ collation, type }) => /^utf8(?:mb3)?_/.test(collation ?? (isText(type) ? (table.options["collate"] ?? "") : "")));
      const collation = columns[0]?.collation ?? table.options["collate"] ?? "utf8mb3_general_ci";
      if (columns.length === 0) return [];
      const convert = (charset: string, name: string): string => `ALTER TABLE ${quoteName(table.name)} CONVERT TO CHARACTER SET ${charset} COLLATE ${name}`;
      const plain = columns.length === table.columns.filter(({ type }) => isText(type)).length && new Set(columns.map((column) => column.collation ?? collation)).size === 1;
      return [{
        rule: "schema/utf8mb3",
        object: table.name,
        severity: "info" as const,
        message: `${columns.length} text ${columns.length === 1 ? "column" : "columns"} of ${table.name} (${columns.slice(0, 3).map(({ name }) => name).join(", ")}${columns.length > 3 ? ", …" : ""}) ${columns.length === 1 ? "is" : "are"} in utf8mb3, which cannot hold every character.`,
        ...(plain && table.options["collate"] === collation ? { fix: { title: `Convert ${table.name} to utf8mb4`, statements: [convert("utf8mb4", "utf8mb4_unicode_ci")], undo: [convert("utf8mb3", collation)] } } : {}),
      }];
    }),
};

function isText(type: string): boolean {
  return /^(?:char|varchar|tinytext|text|mediumtext|longtext|enum|set)\b/i.test(type);
}
