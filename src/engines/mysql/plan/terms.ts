import { type Token, tokensOf } from "../scan/tokens.ts";
import { unquoted } from "./operation.ts";

/** One of the conditions that must all hold. */
export interface Term {
  readonly text: string;
  readonly relation: "equal" | "in" | "null" | "range" | "like" | "notEqual" | "or" | "other";
  /** The column that it asks, where one side is a column or hides one in a function. */
  readonly column?: Column;
  /** What the column is compared with: as written, where that is a value; the other column of a join. */
  readonly value?: string;
  readonly other?: Column;
  /** The function, cast or operator that hides the column. */
  readonly wrapped?: "cast" | "convert" | "collate" | "function";
  /** Of "or": the parts. */
  readonly parts?: readonly Term[];
}

export interface Column {
  readonly table?: string;
  readonly name: string;
}

const taken = new Map<string, readonly Term[]>();
/** Every rule asks for the same conditions; more than those of one plan need not be remembered. */
const remembered = 1000;

/** Takes the condition of a plan apart, as far as that goes; total. */
export function termsOf(condition: string): readonly Term[] {
  const known = taken.get(condition);
  if (known !== undefined) return known;
  if (taken.size >= remembered) taken.clear();
  const terms = conjuncts(stripped(tokensOf(condition, "mysql"))).map((tokens) => termOf(tokens, condition));
  taken.set(condition, terms);
  return terms;
}

/** A condition without the parentheses around the whole of it. */
export function withoutParentheses(condition: string): string {
  return textOf(stripped(tokensOf(condition, "mysql")), condition);
}

/** Every column that a list of terms names for itself. */
export function columnsOf(terms: readonly Term[]): readonly Column[] {
  return terms.flatMap((term) => [...(term.column === undefined ? [] : [term.column]), ...(term.parts === undefined ? [] : columnsOf(term.parts))]);
}

function stripped(tokens: readonly Token[]): readonly Token[] {
  let inner = tokens;
  while (inner[0]?.text === "(" && closing(inner, 0) === inner.length - 1) inner = inner.slice(1, -1);
  if (inner[0]?.upper === "TRIGCOND" && inner[1]?.text === "(" && closing(inner, 1) === inner.length - 1) return stripped(inner.slice(2, -1));
  return inner;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.text === "(") depth += 1;
    else if (tokens[at]?.text === ")" && --depth === 0) return at;
  }
  return -1;
}

function conjuncts(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return splitBy(tokens, "AND").flatMap((part) => {
    const inner = stripped(part);
    return inner.length < part.length && splitBy(inner, "AND").length > 1 && splitBy(inner, "OR").length === 1 ? conjuncts(inner) : [inner];
  });
}

/** At the top level; the AND of BETWEEN is none. */
function splitBy(tokens: readonly Token[], word: "AND" | "OR"): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  let between = false;
  for (const token of tokens) {
    if (token.text === "(") depth += 1;
    else if (token.text === ")") depth -= 1;
    if (depth === 0 && token.upper === "BETWEEN") between = true;
    if (depth === 0 && token.upper === word && !(word === "AND" && between)) {
      parts.push([]);
      continue;
    }
    if (depth === 0 && token.upper === "AND") between = false;
    parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

const relations: Readonly<Record<string, Term["relation"]>> = { "=": "equal", "<=>": "equal", "<": "range", ">": "range", "<=": "range", ">=": "range", "<>": "notEqual", "!=": "notEqual", LIKE: "like", IN: "in", BETWEEN: "range", IS: "null" };

function termOf(tokens: readonly Token[], condition: string): Term {
  const text = textOf(tokens, condition);
  const alternatives = splitBy(tokens, "OR");
  if (alternatives.length > 1) return { text, relation: "or", parts: alternatives.flatMap((part) => conjuncts(stripped(part)).map((one) => termOf(one, condition))) };
  const at = operatorOf(tokens);
  if (at === -1 || /<(?:in_optimizer|exists|if|materialize|primary_index_lookup)>|select ?#|subquery#/i.test(text)) return { text, relation: "other" };
  const negated = tokens[at - 1]?.upper === "NOT";
  const left = stripped(tokens.slice(0, negated ? at - 1 : at));
  const right = stripped(tokens.slice(at + 1));
  const relation = negated ? "notEqual" : (relations[tokens[at]?.upper ?? ""] ?? "other");
  const [first, second] = [sideOf(left), sideOf(right)];
  const [side, otherSide, value] = first.column !== undefined ? [first, second, right] : [second, first, left];
  if (side.column === undefined) return { text, relation };
  return {
    text,
    relation: relation === "null" && tokens[at + 1]?.upper === "NOT" ? "notEqual" : relation,
    column: side.column,
    ...(side.wrapped === undefined ? {} : { wrapped: side.wrapped }),
    ...(otherSide.column === undefined ? { value: textOf(value, condition) } : { other: otherSide.column, ...(side.wrapped === undefined && otherSide.wrapped !== undefined ? { value: textOf(value, condition) } : {}) }),
  };
}

function operatorOf(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findIndex((token, at) => {
    if (token.text === "(") depth += 1;
    else if (token.text === ")") depth -= 1;
    return depth === 0 && at > 0 && Object.hasOwn(relations, token.upper) && !(token.text === "<" && tokens[at + 2]?.text === ">");
  });
}

function sideOf(tokens: readonly Token[]): { readonly column?: Column; readonly wrapped?: Term["wrapped"] } {
  const plain = columnAt(tokens, 0);
  if (plain !== undefined && plain.length === tokens.length) return { column: plain.column };
  const found = tokens.flatMap((token, at) => {
    const column = tokens[at - 1]?.text === "." ? undefined : columnAt(tokens, at);
    return column !== undefined && (token.kind === "name" || column.length > 1) && tokens[at + column.length]?.text !== "(" ? [column.column] : [];
  });
  const [column] = found;
  if (column === undefined || tokens[0]?.text === "<") return {};
  const head = tokens[0]?.upper;
  return { column, wrapped: head === "CAST" ? "cast" : head === "CONVERT" ? "convert" : tokens.some((token) => token.upper === "COLLATE") ? "collate" : "function" };
}

function columnAt(tokens: readonly Token[], at: number): { readonly column: Column; readonly length: number } | undefined {
  const parts: string[] = [];
  let next = at;
  for (let token = tokens[next]; token !== undefined && (token.kind === "name" || token.kind === "word"); token = tokens[next]) {
    parts.push(unquoted(token.text));
    if (tokens[next + 1]?.text !== ".") {
      next += 1;
      break;
    }
    next += 2;
  }
  const name = parts.at(-1);
  if (name === undefined || (parts.length === 1 && tokens[at]?.kind === "word" && /^(?:TRUE|FALSE|NULL|TIMESTAMP|DATE|TIME|INTERVAL)$/.test(tokens[at]?.upper ?? ""))) return undefined;
  const table = parts.at(-2);
  return { column: { name, ...(table === undefined ? {} : { table }) }, length: next - at };
}

function textOf(tokens: readonly Token[], condition: string): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first === undefined || last === undefined ? "" : condition.slice(first.start, last.end);
}
