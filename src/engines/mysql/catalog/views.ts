import type { ViewObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { tokensOf } from "../scan/tokens.ts";
import { isOwn, read, textOrNull } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import type { ColumnRow } from "./columns.ts";
import { nameOf } from "../ownName.ts";
import { definerOf } from "./definer.ts";
import { stripped } from "./texts.ts";

const names = ["table_name", "view_definition", "check_option", "definer", "security_type"] as const;

/** All views. MySQL tells in SHOW CREATE VIEW alone what ALGORITHM a view has and whether it is a JSON duality view, so there each takes one query more. */
export async function readViews(source: CatalogSource, columns: ReadonlyMap<string, readonly ColumnRow[]>): Promise<ViewObject[]> {
  const rows: Row<(typeof names)[number] | "algorithm">[] = source.flavour === "mariadb" ? await read(source, "VIEWS", "TABLE_SCHEMA", [...names, "algorithm"]) : (await read(source, "VIEWS", "TABLE_SCHEMA", names)).map((row) => ({ ...row, algorithm: null }));
  const views: ViewObject[] = [];
  for (const row of rows) {
    const name = row.table_name ?? "";
    if (isOwn(name)) continue;
    const form = row.algorithm === null ? await shownForm(source, name) : { algorithm: row.algorithm };
    const { text, named } = stripped(source, row.view_definition ?? "");
    const checked = row.check_option === null || row.check_option === "NONE" ? {} : { checkOption: row.check_option };
    views.push({
      schema: "",
      name,
      form: "view",
      columns: (columns.get(name) ?? []).map((column) => ({ name: column.column_name ?? "", type: column.column_type ?? "" })),
      query: withoutOwnAliases(source, text),
      options: { ...form, definer: definerOf(row.definer), security: row.security_type ?? "DEFINER", ...checked },
      indexes: [],
      triggers: [],
      dependsOn: [...new Set([...named, ...called(source, text)])].filter((other) => other !== name).map((other) => ({ schema: "", name: other })),
    });
  }
  return views;
}

/** An expression that was given no name is called by its text, which may have the database's name in it; the list of columns before the query is what counts. */
function withoutOwnAliases(source: CatalogSource, query: string): string {
  if (!query.includes(source.database)) return query;
  const tokens = tokensOf(query, source.flavour);
  let result = "";
  let from = 0;
  tokens.forEach((token, at) => {
    if (token.kind !== "name" || tokens[at - 1]?.upper !== "AS") return;
    result += query.slice(from, token.start) + quoteName(stripped(source, nameOf(token)).text);
    from = token.end;
  });
  return result + query.slice(from);
}

async function shownForm(source: CatalogSource, view: string): Promise<{ readonly algorithm: string; readonly duality?: string }> {
  const [row] = await source.query(`SHOW CREATE VIEW ${quoteName(view)}`);
  const tokens = tokensOf(textOrNull(row?.[1]) ?? "", source.flavour);
  const head = tokens.slice(0, tokens.findIndex((token) => token.upper === "VIEW"));
  const at = head.findIndex((token) => token.upper === "ALGORITHM");
  return { algorithm: head[at + 2]?.upper ?? "UNDEFINED", ...(head.some((token) => token.upper === "DUALITY") ? { duality: "yes" } : {}) };
}

/** Stored functions: the server writes them in backticks, its own functions bare. */
function called(source: CatalogSource, query: string): string[] {
  const tokens = tokensOf(query, source.flavour);
  return tokens.flatMap((token, at) => (token.kind === "name" && tokens[at + 1]?.text === "(" && tokens[at + 1]?.start === token.end ? [token.text.slice(1, -1).replaceAll("``", "`")] : []));
}
