import type { ViewObject } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { nameOf } from "../ownName.ts";
import { quoteName } from "../quote.ts";
import { orderedViews } from "../render/view.ts";
import { tokensOf } from "../scan/tokens.ts";
import type { Token } from "../scan/tokens.ts";

/** A view with what must be there for a moment so that the server takes it, and how that goes again. */
export interface BrokenView {
  readonly view: ViewObject;
  readonly standIns: readonly string[];
  readonly removal: readonly string[];
}

/**
 * Views that the server cannot read any more (it knows no columns of them), because something that they read is gone or was changed. They can be made
 * like that only before the real tables: on stand-ins that have every column that the view's text names. Those that read others come first.
 */
export function brokenViews(views: readonly ViewObject[], flavour: Flavour): BrokenView[] {
  return orderedViews(views.filter((view) => view.columns.length === 0)).reverse().map((view) => {
    const tokens = tokensOf(view.query, flavour);
    const functions = new Map(calls(tokens));
    const relations = view.dependsOn.map(({ name }) => name).filter((name) => !functions.has(name));
    const columns = [...new Set(qualifiedNames(tokens))];
    const list = (columns.length === 0 ? ["a"] : columns).map((column) => `${quoteName(column)} int`).join(", ");
    return {
      view,
      standIns: [...relations.map((name) => `CREATE TABLE ${quoteName(name)} (${list})`), ...[...functions].map(([name, count]) => `CREATE FUNCTION ${quoteName(name)}(${Array.from({ length: count }, (_, at) => `a${at} int`).join(", ")}) RETURNS int DETERMINISTIC NO SQL RETURN 1`)],
      removal: [...relations.map((name) => `DROP TABLE IF EXISTS ${quoteName(name)}`), ...[...functions.keys()].map((name) => `DROP FUNCTION IF EXISTS ${quoteName(name)}`)],
    };
  });
}

/** The server writes stored functions in backticks with the parenthesis right behind, and its own functions bare. Each with the number of its arguments. */
function calls(tokens: readonly Token[]): [string, number][] {
  return tokens.flatMap((token, at): [string, number][] => (token.kind === "name" && tokens[at + 1]?.text === "(" && tokens[at + 1]?.start === token.end ? [[nameOf(token), argumentsFrom(tokens, at + 2)]] : []));
}

function argumentsFrom(tokens: readonly Token[], from: number): number {
  if (tokens[from]?.text === ")") return 0;
  let depth = 0;
  let count = 1;
  for (let at = from; at < tokens.length; at++) {
    const text = tokens[at]?.text;
    if (text === "(") depth++;
    else if (text === ")" && depth-- === 0) return count;
    else if (text === "," && depth === 0) count++;
  }
  return count;
}

/** The last part of each name of two parts or more: every column of a view's text is written with its table. */
function qualifiedNames(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, at) => (token.kind === "name" && tokens[at - 1]?.text === "." && tokens[at + 1]?.text !== "." ? [nameOf(token)] : []));
}
