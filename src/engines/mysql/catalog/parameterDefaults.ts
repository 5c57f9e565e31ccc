import { modeOf } from "../scan/sqlMode.ts";
import { tokensOf } from "../scan/tokens.ts";
import { showCreate } from "./shows.ts";
import type { Shown } from "./shows.ts";
import { textOrNull } from "./source.ts";
import type { CatalogSource } from "./source.ts";
import type { ToldProgram } from "./bodies.ts";

/** A parameter may have a default from MariaDB 11.8 on, which stands in SHOW CREATE alone. */
export function defaultsShow({ flavour, versionNumber }: CatalogSource, { kind, name }: ToldProgram): string[] {
  return flavour === "mariadb" && versionNumber >= 110_800 && (kind === "FUNCTION" || kind === "PROCEDURE") ? [showCreate(kind, name)] : [];
}

/** The text of each parameter's default, in their order; null where it has none. */
export function parameterDefaults(source: CatalogSource, shown: Shown, program: ToldProgram): readonly (string | null)[] {
  const [statement] = defaultsShow(source, program);
  const text = statement === undefined ? null : textOrNull(shown(statement)?.[2]);
  return text === null ? [] : defaultsIn(source, text, program.sqlMode);
}

/** Reads the list of parameters of a CREATE FUNCTION or CREATE PROCEDURE. */
export function defaultsIn({ flavour, versionNumber }: Pick<CatalogSource, "flavour" | "versionNumber">, text: string, sqlMode: string): (string | null)[] {
  const tokens = tokensOf(text, flavour, modeOf(sqlMode), versionNumber);
  const open = tokens.findIndex((token) => token.upper === "PROCEDURE" || token.upper === "FUNCTION") + 2;
  if (tokens[open]?.text !== "(" || tokens[open + 1]?.text === ")") return [];
  const found: (string | null)[] = [null];
  let depth = 0;
  let start: number | undefined;
  for (const token of tokens.slice(open)) {
    if (token.text === ")") depth -= 1;
    const ends = depth === 0 || (depth === 1 && token.text === ",");
    if (ends && start !== undefined) found[found.length - 1] = text.slice(start, token.start).trim();
    if (depth === 0 && token.text === ")") return found;
    if (ends) {
      start = undefined;
      if (token.text === ",") found.push(null);
    }
    if (depth === 1 && token.upper === "DEFAULT" && start === undefined) start = token.end;
    if (token.text === "(") depth += 1;
  }
  return found;
}
