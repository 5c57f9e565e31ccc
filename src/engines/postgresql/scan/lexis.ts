/**
 * Where PostgreSQL's tokens end, after scan.l of the server. Every function takes the offset of a token's first character
 * and gives the offset after its last; what is never closed ends with the text.
 */

export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Letters, underscore and everything beyond ASCII may start a word. */
export function startsWord(code: number): boolean {
  return code >= 128 || letters[code] === 1;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function wordEnd(text: string, at: number): number {
  let end = at + 1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code < 128 && inWords[code] === 0) break;
  }
  return end;
}

export function numberEnd(text: string, at: number): number {
  let end = at + 1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code < 128 && (inWords[code] === 0 || code === 36)) break;
  }
  return end;
}

const letters = table("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const inWords = table("$0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

/** 1 for these characters of ASCII: a look into it is quicker than comparisons, and every character of a script takes one. */
function table(characters: string): Uint8Array {
  const found = new Uint8Array(128);
  for (const character of characters) found[character.charCodeAt(0)] = 1;
  return found;
}

/** `'…'` or `"…"`: the quote is doubled inside. */
export function quotedEnd(text: string, at: number): number {
  const quote = text[at]!;
  for (let from = at + 1; ; ) {
    const close = text.indexOf(quote, from);
    if (close === -1) return text.length;
    if (text[close + 1] !== quote) return close + 1;
    from = close + 2;
  }
}

const continuation = /[ \t\f\v]*[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*'/y;

/** `E'…'`, given the offset of its quote: backslash escapes, and a literal that goes on after a line break keeps them. */
export function escapeStringEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === 92) end += 2;
    else if (code !== 39) end++;
    else if (text.charCodeAt(end + 1) === 39) end += 2;
    else {
      continuation.lastIndex = end + 1;
      if (!continuation.test(text)) return end + 1;
      end = continuation.lastIndex;
    }
  }
  return text.length;
}

const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;

/** `$tag$…$tag$`, or just after the dollar sign where no tag begins. */
export function dollarEnd(text: string, at: number): number {
  dollarTag.lastIndex = at;
  const tag = dollarTag.exec(text)?.[0];
  if (tag === undefined) return at + 1;
  const close = text.indexOf(tag, at + tag.length);
  return close === -1 ? text.length : close + tag.length;
}

/** `-- …`, without its line break. */
export function lineEnd(text: string, at: number): number {
  for (let end = at; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13) return end;
  }
  return text.length;
}

/** The offset after the line break that ends the line of `at`; CR LF counts as one. */
export function nextLine(text: string, at: number): number {
  const end = lineEnd(text, at);
  return text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : Math.min(end + 1, text.length);
}

/** Nested block comments. */
export function blockCommentEnd(text: string, at: number): number {
  let depth = 1;
  const mark = /\/\*|\*\//g;
  mark.lastIndex = at + 2;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}
