/** Names that stand in a piece of SQL. */
export interface Mentions {
  /** "schema.name" of every dotted name, unquoted. */
  readonly qualified: ReadonlySet<string>;
  /** Every identifier, alone or part of a dotted name. */
  readonly words: ReadonlySet<string>;
}

const NAME = String.raw`"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`;
const TOKEN = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`/\*[^]*?\*/`,
    String.raw`[eE]'(?:[^'\\]|''|\\[^])*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`(\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)[^]*?\1`,
    String.raw`((?:${NAME})(?:\.(?:${NAME}))*(?:\.[-+*/<>=~!@#%^&|?\x60]+)?)`,
    String.raw`\d[\w.]*`,
  ].join("|"),
  "g",
);
const PART = new RegExp(NAME, "g");

/** Reads the names in SQL text, outside of strings, comments and dollar-quoted bodies; a literal cast to regclass and its kin counts as a name. */
export function mentions(sql: string): Mentions {
  const qualified = new Set<string>();
  const words = new Set<string>();
  const add = (name: string): void => {
    if (!name.includes(".") && !name.startsWith('"')) {
      words.add(name.toLowerCase());
      return;
    }
    const parts = (name.match(PART) ?? []).map(unquoted);
    for (const part of parts) words.add(part);
    const operator = /\.([-+*/<>=~!@#%^&|?`]+)$/.exec(name)?.[1];
    if (operator !== undefined) qualified.add(`${parts[0]}.${operator}`);
    else if (parts.length > 1) qualified.add(`${parts[0]}.${parts[1]}`);
  };
  for (const match of sql.matchAll(TOKEN)) {
    const name = match[2];
    if (name !== undefined) add(name);
    else if (match[0].startsWith("'") && sql.startsWith("::reg", match.index + match[0].length)) add(match[0].slice(1, -1).replaceAll("''", "'"));
  }
  return { qualified, words };
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
