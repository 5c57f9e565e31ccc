import type { ViewObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { tokensOf } from "../scan/tokens.ts";
import { showCreate } from "./shows.ts";
import type { Shown } from "./shows.ts";
import { isOwn, read, textOrNull } from "./source.ts";
import type { CatalogSource, Row } from "./source.ts";
import type { ColumnRow } from "./columns.ts";
import { nameOf } from "../ownName.ts";
import { definerOf } from "./definer.ts";
import { stripped } from "./texts.ts";

const names = ["table_name", "view_definition", "check_option", "definer", "security_type"] as const;

export type ViewRow = Row<(typeof names)[number] | "algorithm">;

export async function readViews(source: CatalogSource): Promise<ViewRow[]> {
  const columns = Object.fromEntries(names.map((name) => [name, name.toUpperCase()])) as Record<(typeof names)[number], string>;
  const rows = await read(source, "VIEWS", "TABLE_SCHEMA", { ...columns, algorithm: source.flavour === "mariadb" ? "ALGORITHM" : "NULL" });
  return rows.filter((row) => !isOwn(row.table_name ?? ""));
}

/** MySQL tells in SHOW CREATE VIEW alone what ALGORITHM a view has and whether it is a JSON duality view; it refuses that where it gives no query, for want of the right SHOW VIEW. */
export function viewShows(rows: readonly ViewRow[]): string[] {
  return rows.filter((row) => row.algorithm === null && row.view_definition !== "").map((row) => showCreate("VIEW", row.table_name ?? ""));
}

export function viewObjects(source: CatalogSource, rows: readonly ViewRow[], columns: ReadonlyMap<string, readonly ColumnRow[]>, shown: Shown): ViewObject[] {
  return rows.map((row) => {
    const name = row.table_name ?? "";
    const form = row.algorithm === null ? shownForm(source, shown(showCreate("VIEW", name))) : { algorithm: row.algorithm };
    const { text, named } = stripped(source, row.view_definition ?? "");
    const checked = row.check_option === null || row.check_option === "NONE" ? {} : { checkOption: row.check_option };
    return {
      schema: "",
      name,
      form: "view" as const,
      columns: (columns.get(name) ?? []).map((column) => ({ name: column.column_name ?? "", type: column.column_type ?? "" })),
      query: withoutOwnAliases(source, text),
      options: { ...form, definer: definerOf(row.definer), security: row.security_type ?? "DEFINER", ...checked },
      indexes: [],
      triggers: [],
      dependsOn: [...new Set([...named, ...called(source, text)])].filter((other) => other !== name).map((other) => ({ schema: "", name: other })),
    };
  });
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

function shownForm(source: CatalogSource, row: readonly unknown[] | undefined): { readonly algorithm: string; readonly duality?: string } {
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
