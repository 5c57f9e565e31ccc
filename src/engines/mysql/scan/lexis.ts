/**
 * Where the tokens of MySQL and MariaDB end, after sql_lex.cc of the servers. Every function takes the offset of a token's first
 * character and gives the offset after its last; what is never closed ends with the text.
 */

export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, digits, underscore, dollar and everything beyond ASCII; a word may start with a digit too. */
export function isWordPart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36 || code >= 128;
}

/** `'…'` or `"…"` as a text: the quote is doubled inside, or escaped by a backslash. */
export function stringEnd(text: string, at: number, backslashEscapes: boolean): number {
  const quote = text.charCodeAt(at);
  for (let end = at + 1; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 92 && backslashEscapes) end++;
    else if (code === quote) {
      if (text.charCodeAt(end + 1) !== quote) return end + 1;
      end++;
    }
  }
  return text.length;
}

/** A name in backticks (or in double quotes under ANSI_QUOTES): the quote is doubled inside, nothing else is special. */
export function quotedNameEnd(text: string, at: number): number {
  return stringEnd(text, at, false);
}

/** Up to the line break, without it. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end === -1) return text.length;
  return end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

/** The offset after the line break that ends the line of `at`. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}

/** True at `#`, and at `--` before a blank, a control character or the end. `--x` is no comment. */
export function startsLineComment(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 35) return true;
  if (code !== 45 || text.charCodeAt(at + 1) !== 45) return false;
  return at + 2 >= text.length || text.charCodeAt(at + 2) <= 32 || text.charCodeAt(at + 2) === 127;
}

/** A comment between slash and star; one with a version that is not executed may hold one ordinary comment inside. */
export function blockCommentEnd(text: string, at: number, nested: boolean): number {
  for (let from = at + 2; ; ) {
    const close = text.indexOf("*/", from);
    if (close === -1) return text.length;
    const open = nested ? text.indexOf("/*", from) : -1;
    if (open === -1 || open > close) return close + 2;
    from = blockCommentEnd(text, open, false);
  }
}
