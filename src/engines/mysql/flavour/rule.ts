import type { Cursor } from "../facts/cursor.ts";
import type { Flavour } from "../flavourName.ts";
import type { Token } from "../scan/tokens.ts";

/** One thing that not every server takes. */
export interface FlavourRule {
  /** "returning": stable, shown as `dialect/returning`. */
  readonly name: string;
  /** From which version number on each flavour takes it (80013, 101100); 0: every version that is supported; null: none. */
  readonly takes: Readonly<Record<Flavour, number | null>>;
  /** What it is, as the subject of a sentence. */
  readonly what: string;
  /** What to write for a flavour that refuses it. */
  readonly instead: Readonly<Partial<Record<Flavour, string>>>;
  /** The first place in the statement where it stands. */
  find(statement: StatementShape): Token | undefined;
}

/** A statement as the rules look at it. */
export interface StatementShape {
  readonly tokens: readonly Token[];
  /** The first words in upper case, without OR REPLACE, TEMPORARY, DEFINER and the like: "CREATE TABLE", "ALTER TABLE", "INSERT". */
  readonly verb: string;
  /** Columns and keys of CREATE TABLE, changes of ALTER TABLE. */
  readonly items: readonly Cursor[];
}

/** The first token of the first run of these words; "*" is any token. */
export function sequence(tokens: readonly Token[], ...words: readonly string[]): Token | undefined {
  const at = sequenceAt(tokens, words);
  return at === -1 ? undefined : tokens[at];
}

function sequenceAt(tokens: readonly Token[], words: readonly string[]): number {
  for (let at = 0; at + words.length <= tokens.length; at++) {
    // After a dot every word is a name.
    if (tokens[at - 1]?.upper === ".") continue;
    let matches = true;
    for (let ahead = 0; matches && ahead < words.length; ahead++) matches = words[ahead] === "*" || tokens[at + ahead]!.upper === words[ahead];
    if (matches) return at;
  }
  return -1;
}

/** The tokens of an item outside of its parentheses. */
export function outside(item: Cursor): Token[] {
  const found: Token[] = [];
  let depth = 0;
  for (const token of item.tokens.slice(item.at, item.end)) {
    if (token.upper === ")") depth--;
    if (depth === 0) found.push(token);
    if (token.upper === "(") depth++;
  }
  return found;
}

/** True for INDEX, KEY, UNIQUE, FULLTEXT …; with CONSTRAINT or ADD before it. */
export function isKey(item: Cursor): boolean {
  const words = item.tokens.slice(item.at, item.at + 4).map((token) => token.upper);
  if (words[0] === "ADD") words.shift();
  if (words[0] === "CONSTRAINT") words.splice(0, /^(?:PRIMARY|UNIQUE|FOREIGN|CHECK)$/.test(words[1] ?? "") ? 1 : 2);
  return /^(?:INDEX|KEY|UNIQUE|FULLTEXT|SPATIAL|PRIMARY|FOREIGN|CHECK)$/.test(words[0] ?? "");
}
