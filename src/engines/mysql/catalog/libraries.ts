import type { OtherObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { isOwn, read } from "./source.ts";
import type { CatalogSource } from "./source.ts";
import { textLiteralIn } from "./texts.ts";

/** Libraries of stored JavaScript, which MySQL has from 9.2 on. */
export async function readLibraries(source: CatalogSource): Promise<OtherObject[]> {
  if (source.flavour !== "mysql" || source.versionNumber < 90_200) return [];
  const rows = await read(source, "LIBRARIES", "LIBRARY_SCHEMA", ["library_name", "library_definition", "language", "sql_mode", "library_comment"]);
  return rows.filter((row) => !isOwn(row.library_name ?? "")).map((row) => {
    const name = row.library_name ?? "";
    const sqlMode = row.sql_mode ?? "";
    const comment = row.library_comment === null || row.library_comment === "" ? "" : ` COMMENT ${textLiteralIn(sqlMode, row.library_comment)}`;
    const body = row.library_definition ?? "";
    const quote = dollars(body);
    return { kind: "library", name, definition: `CREATE LIBRARY ${quoteName(name)}${comment} LANGUAGE ${row.language ?? "JAVASCRIPT"}\nAS ${quote}${body}${quote}`, drop: `DROP LIBRARY ${quoteName(name)}`, facts: { sqlMode } };
  });
}

/** Dollar quotes that the text does not have. */
function dollars(body: string): string {
  for (let tag = ""; ; tag += "x") if (!body.includes(`$${tag}$`)) return `$${tag}$`;
}
