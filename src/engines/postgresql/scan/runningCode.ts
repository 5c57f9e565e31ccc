import { blockCommentEnd, dollarEnd, escapeStringEnd, lineEnd, quotedEnd, startsWord, wordEnd } from "./lexis.ts";

const holdsBody = /^\s*(?:do|create\s+(?:or\s+replace\s+)?(?:function|procedure))\b/i;

/**
 * What of a statement the server may run, for looking for words in it: without comments, quoted names as bare words, texts left out. The body of a DO block
 * or routine is read in the same way, and so are the texts in it, which it may EXECUTE: each, and all of them joined.
 */
export function runningCode(sql: string): string {
  const outer = read(sql, false);
  return holdsBody.test(outer.code) ? bodyCode(sql, 0) : outer.code;
}

/** Bodies inside bodies end somewhere. */
const deepest = 8;

function bodyCode(text: string, depth: number): string {
  const { code, texts } = read(text, true);
  if (depth === deepest || texts.length === 0) return code;
  const inner = texts.length === 1 ? texts : [...texts, texts.join("")];
  return [code, ...inner.map((one) => bodyCode(one, depth + 1))].join("\n;");
}

function read(text: string, body: boolean): { readonly code: string; readonly texts: readonly string[] } {
  let code = "";
  const texts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const start = at;
    const char = text[at]!;
    const unicode = /[uU]&["']/y;
    unicode.lastIndex = at;
    if (char === "-" && text[at + 1] === "-") {
      at = lineEnd(text, at);
      code += " ";
    } else if (char === "/" && text[at + 1] === "*") {
      at = blockCommentEnd(text, at);
      code += " ";
    } else if (unicode.test(text)) {
      at = quotedEnd(text, at + 2);
      const decoded = unescaped(text.slice(start + 3, at - 1), escapeCharacter(text, at));
      if (text[start + 2] === "'") texts.push(decoded);
      code += text[start + 2] === '"' ? asWord(decoded) : "''";
    } else if (char === "'" || char === '"') {
      at = quotedEnd(text, at);
      const inner = text.slice(start + 1, at - 1).replaceAll(char + char, char);
      // Other languages than SQL write texts in double quotes.
      if (char === "'" || body) texts.push(inner);
      code += char === '"' ? asWord(inner) : "''";
    } else if ((char === "e" || char === "E") && text[at + 1] === "'") {
      at = escapeStringEnd(text, at + 1);
      texts.push(text.slice(start + 2, at - 1).replace(/\\(.)|''/gs, (_, escaped: string | undefined) => escaped ?? "'"));
      code += "''";
    } else if (char === "$") {
      at = dollarEnd(text, at);
      const tag = at === start + 1 ? 0 : text.indexOf("$", start + 1) - start + 1;
      if (tag > 0) texts.push(text.slice(start + tag, at - tag));
      code += tag > 0 ? "''" : char;
    } else if (startsWord(text.charCodeAt(at))) {
      at = wordEnd(text, at);
      code += text.slice(start, at);
    } else {
      at++;
      code += char;
    }
  }
  return { code, texts };
}

/** Apart from what stands beside it: `AND"name"` are two words. */
function asWord(name: string): string {
  return ` ${plainWord(name)} `;
}

/** A name of which nothing but letters and digits of ASCII, _ and $ are left; every other character is one _. */
export function plainWord(name: string): string {
  return name.replace(/[^\w$]/gu, "_");
}

/** The character of `UESCAPE '!'` behind a text or name, else the backslash. */
function escapeCharacter(text: string, after: number): string {
  return /^\s*uescape\s*'(.)'/i.exec(text.slice(after, after + 40))?.[1] ?? "\\";
}

function unescaped(text: string, escape: string): string {
  const mark = escape.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return text.replace(new RegExp(`${mark}(?:([0-9A-Fa-f]{4})|\\+([0-9A-Fa-f]{6})|(${mark}))`, "g"), (_, short: string | undefined, long: string | undefined) => (short ?? long) === undefined ? escape : String.fromCodePoint(Math.min(parseInt((short ?? long)!, 16), 0x10ffff)));
}
