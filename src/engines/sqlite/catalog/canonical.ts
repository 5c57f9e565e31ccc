import { tokenize, tokenName, traverse } from "sqlite3-parser";
import type { AstNode, Span } from "sqlite3-parser";
import { foldName, isKeyword, plainName, quoteName, quoteText } from "../quote.ts";

/** A token with the way that it is always written: keywords upper case, identifiers quoted only where needed. */
export interface CanonicalToken {
  readonly start: number;
  readonly text: string;
  readonly kind: "word" | "identifier" | "function" | "literal" | "mark";
}

/**
 * The tokens of a parsed statement in their canonical spelling, so that formatting, comments, quoting style and the case of keywords do not matter.
 * `columns` (folded) is given where an unknown name in double quotes must be a text literal, as SQLite reads it in the expressions of a table.
 */
export function canonicalTokens(sql: string, root: AstNode, columns?: ReadonlySet<string>): CanonicalToken[] {
  const names = identifiers(root);
  return [...tokenize(sql)].map((token): CanonicalToken => {
    const start = token.span.offset;
    const kind = tokenName(token.type) ?? "";
    const name = names.get(start);
    if (name !== undefined) return { start, ...identifier(token.text, name, columns) };
    if (kind === "STRING" || kind === "INTEGER" || kind === "FLOAT" || kind === "QNUMBER" || kind === "VARIABLE") return { start, text: token.text, kind: "literal" };
    if (kind === "BLOB") return { start, text: `X${token.text.slice(1).toUpperCase()}`, kind: "literal" };
    if (/^["`[]/.test(token.text)) return { start, text: upperName(token.text), kind: "word" };
    return /^[A-Za-z_\u0080-\uffff]/.test(token.text) ? { start, text: token.text.toUpperCase(), kind: "word" } : { start, text: token.text, kind: "mark" };
  });
}

/** Joins tokens with the spacing that a person would use. */
export function joinTokens(tokens: readonly CanonicalToken[]): string {
  let text = "";
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    text += before === undefined || !spaced(before, token, tokens[at - 2]) ? token.text : ` ${token.text}`;
  });
  return text;
}

/** A declared type in one spelling: "decimal( 10 , 2 )" is DECIMAL(10,2). */
export function canonicalType(type: string): string {
  return type.trim().toUpperCase().replace(/\s+/g, " ").replace(/ ?([(),]) ?/g, "$1");
}

/** The tokens that begin inside a node's span. */
export function tokensIn(tokens: readonly CanonicalToken[], span: Span): CanonicalToken[] {
  return tokens.filter((token) => token.start >= span.offset && token.start < span.offset + span.length);
}

/** What stands between the first opening parenthesis and its partner, and what follows. */
export function parenthesised(tokens: readonly CanonicalToken[]): { readonly inner: readonly CanonicalToken[]; readonly rest: readonly CanonicalToken[] } {
  const open = tokens.findIndex((token) => token.text === "(");
  let depth = 0;
  for (let at = Math.max(open, 0); at < tokens.length; at += 1) {
    depth += depthOf(tokens[at] as CanonicalToken);
    if (depth === 0) return { inner: tokens.slice(open + 1, at), rest: tokens.slice(at + 1) };
  }
  return { inner: tokens.slice(open + 1), rest: [] };
}

/** Cuts at the commas that are in no parentheses. */
export function splitAtCommas(tokens: readonly CanonicalToken[]): CanonicalToken[][] {
  const parts: CanonicalToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth === 0 && token.text === "," && token.kind === "mark") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function depthOf(token: CanonicalToken): number {
  return token.kind !== "mark" ? 0 : token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
}

interface Named {
  readonly name: string;
  readonly isFunction: boolean;
  /** Stands in an expression, where text in double quotes may be a literal. */
  readonly inExpression: boolean;
}

function identifiers(root: AstNode): Map<number, Named> {
  const found = new Map<number, Named>();
  traverse(root, {
    enter(node, parent) {
      if (node.type === "Name") {
        const row = root.type === "CreateTriggerStmt" && parent?.type === "QualifiedExpr" && parent.table === node && /^(old|new)$/i.test(node.text);
        found.set(node.span.offset, { name: row ? node.text.toLowerCase() : node.text, isFunction: false, inExpression: false });
      }
      if (node.type !== "Id" || parent?.type === "GeneratedColumnConstraint") return;
      const isFunction = (parent?.type === "FunctionCallExpr" || parent?.type === "FunctionCallStarExpr") && parent.name === node;
      found.set(node.span.offset, { name: node.name, isFunction, inExpression: !isFunction });
    },
  });
  return found;
}

function identifier(source: string, named: Named, columns: ReadonlySet<string> | undefined): Pick<CanonicalToken, "text" | "kind"> {
  const { name } = named;
  if (named.isFunction) return { text: /^[a-z_][a-z0-9_]*$/i.test(name) ? foldName(name) : quoteName(name), kind: "function" };
  if (named.inExpression && /^(true|false)$/i.test(source)) return { text: source.toUpperCase(), kind: "literal" };
  if (named.inExpression && source.startsWith('"') && columns !== undefined && !columns.has(foldName(name))) return { text: quoteText(name), kind: "literal" };
  return { text: plainName(name), kind: "identifier" };
}

/** A quoted word that is no identifier of the tree: a type, a collation. */
function upperName(source: string): string {
  const name = source.slice(1, -1).toUpperCase();
  return /^[A-Z_][A-Z0-9_]*$/.test(name) && !isKeyword(name) ? name : quoteName(name);
}

const tight = new Set([",", ")", ".", ";"]);

function spaced(before: CanonicalToken, token: CanonicalToken, earlier: CanonicalToken | undefined): boolean {
  if (token.kind === "mark" && tight.has(token.text)) return false;
  if (before.kind === "mark" && (before.text === "(" || before.text === ".")) return false;
  if (token.text === "(") return before.kind !== "function" && !(before.kind === "word" && !isKeyword(before.text));
  if (before.kind === "mark" && /^[-+~]$/.test(before.text) && !/^[-+]/.test(token.text)) return !prefix(earlier);
  return true;
}

/** True where a sign after this token belongs to what follows it. */
function prefix(token: CanonicalToken | undefined): boolean {
  if (token === undefined) return true;
  return token.kind === "word" ? isKeyword(token.text) : token.kind === "mark" && token.text !== ")";
}
