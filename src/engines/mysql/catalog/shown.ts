import { nameOf } from "../ownName.ts";
import { modeOf } from "../scan/sqlMode.ts";
import { tokensOf } from "../scan/tokens.ts";
import type { Token } from "../scan/tokens.ts";
import type { CatalogSource } from "./source.ts";

/** What only SHOW CREATE TABLE tells. */
export interface ShownTable {
  /** Exact DEFAULT clauses of binary columns. */
  readonly defaults: ReadonlyMap<string, string>;
  /** The parts of indexes that have a parser or a period: "(`a`) WITH PARSER `ngram`". */
  readonly indexes: ReadonlyMap<string, string>;
  /** "PERIOD FOR `p` (`a`, `b`)". */
  readonly periods: readonly { readonly name: string; readonly definition: string }[];
  /** What follows PARTITION BY, in one spelling. */
  readonly partitions?: string;
  /** "UNION=(`a`,`b`)", "CONNECTION='…'", "DATA DIRECTORY='…'". */
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

/** Reads the text of SHOW CREATE TABLE through its tokens. */
export function shownTable(source: CatalogSource, sql: string): ShownTable {
  const tokens = tokensOf(sql, source.flavour, modeOf(""));
  const open = tokens.findIndex((token) => token.text === "(");
  const close = partner(tokens, open);
  const defaults = new Map<string, string>();
  const indexes = new Map<string, string>();
  const periods: { name: string; definition: string }[] = [];
  for (const item of itemsOf(tokens.slice(open + 1, close))) {
    const [first, , third] = item;
    if (first === undefined) continue;
    if (first.kind === "name") addDefault(defaults, nameOf(first), item);
    else if (first.upper === "PERIOD" && third !== undefined) periods.push({ name: nameOf(third), definition: textOf(item) });
    else if (item.some((token) => token.upper === "PARSER" || token.upper === "OVERLAPS")) {
      const at = item.findIndex((token) => token.kind === "name");
      const name = item[at];
      if (name !== undefined) indexes.set(nameOf(name), textOf(item.slice(at + 1)));
    }
  }
  const rest = tokens.slice(close + 1);
  const by = rest.findIndex((token, at) => token.upper === "PARTITION" && rest[at + 1]?.upper === "BY");
  return { defaults, indexes, periods, ...(by === -1 ? {} : { partitions: textOf(rest.slice(by + 2)) }), options: optionsOf(by === -1 ? rest : rest.slice(0, by)) };
}

function addDefault(defaults: Map<string, string>, column: string, item: readonly Token[]): void {
  const at = item.findIndex((token) => token.upper === "DEFAULT");
  const value = item[at + 1];
  if (at !== -1 && value !== undefined && item[1] !== undefined && /^(VAR)?BINARY$/.test(item[1].upper) && value.text !== "(") defaults.set(column, value.text);
}

const shownOptions = new Set(["UNION", "INSERT_METHOD", "CONNECTION", "DIRECTORY", "TABLESPACE"]);

function optionsOf(tokens: readonly Token[]): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  tokens.forEach((token, at) => {
    if (!shownOptions.has(token.upper)) return;
    const assigned = tokens[at + 1]?.text === "=" ? 2 : 1;
    const name = token.upper === "DIRECTORY" ? `${tokens[at - 1]?.upper ?? ""} DIRECTORY` : token.upper;
    const value = tokens[at + assigned];
    if (value === undefined) return;
    const end = value.text === "(" ? partner(tokens, at + assigned) : at + assigned;
    found.push({ name: name.toLowerCase(), value: textOf(tokens.slice(at + assigned, end + 1)) });
  });
  return found;
}

/** The parts between commas outside of parentheses. */
function itemsOf(tokens: readonly Token[]): Token[][] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
    if (depth === 0 && token.text === ",") items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

function partner(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = Math.max(open, 0); at < tokens.length; at += 1) {
    depth += tokens[at]?.text === "(" ? 1 : tokens[at]?.text === ")" ? -1 : 0;
    if (depth === 0) return at;
  }
  return tokens.length;
}

const tight = new Set([",", ")", "."]);

/** Tokens with one spelling of the blanks between them; words stay as they are. */
function textOf(tokens: readonly Token[]): string {
  let text = "";
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    const glued = before === undefined || tight.has(token.text) || before.text === "(" || before.text === "." || (token.text === "(" && token.start === before.end);
    text += glued ? token.text : ` ${token.text}`;
  });
  return text;
}
