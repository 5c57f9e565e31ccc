import type { Reader } from "./reader.ts";
import type { Token } from "./tokens.ts";

const simple: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "0": "\0" };

/** What a string in quotes says, by JavaScript's escapes, of which JSON's are a part. */
export function unquoted(reader: Reader, token: Token): string {
  const text = reader.word(token).slice(1, -1);
  if (reader.word(token).startsWith("`") && text.includes("${")) reader.fail(token, "A template with ${…} would have to be evaluated: write the string itself");
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[^]))/g, (_, braces: string | undefined, four: string | undefined, two: string | undefined, one: string | undefined) => {
    const code = braces ?? four ?? two;
    if (code !== undefined) {
      const point = parseInt(code, 16);
      if (point > 0x10ffff) reader.fail(token, `\\u{${code}} is no character`);
      return braces === undefined ? String.fromCharCode(point) : String.fromCodePoint(point);
    }
    if (one === "u" || one === "x") reader.fail(token, `\\${one} needs ${one === "u" ? "four" : "two"} hexadecimal digits`);
    return one === "\n" || one === "\r\n" || one === "\r" ? "" : (simple[one ?? ""] ?? one ?? "");
  });
}
