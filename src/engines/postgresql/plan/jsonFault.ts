const token = /\s*(?:("(?:[^"\\]|\\[^])*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)|([[{])|([\]}])|([,:]))/y;

/** Where a text stops being JSON; its length where it only ends too early. */
export function jsonFault(text: string): number {
  let after: "value" | "sign" = "sign";
  let depth = 0;
  for (let at = 0; ; ) {
    token.lastIndex = at;
    const found = token.exec(text);
    const start = at + /^\s*/.exec(text.slice(at))![0].length;
    if (found === null) return text[start] === '"' && !/[^\\]"/.test(text.slice(start + 1)) ? text.length : Math.min(start, text.length);
    const [, value, opener, closer, sign] = found;
    if (after === "value" && (value !== undefined || opener !== undefined)) return start;
    if (closer !== undefined) depth--;
    if (opener !== undefined) depth++;
    if (closer !== undefined && depth === 0) return text.slice(token.lastIndex).trim() === "" ? text.length : token.lastIndex;
    after = value !== undefined || closer !== undefined ? "value" : "sign";
    if (sign === undefined && depth === 0 && value !== undefined) return text.length;
    at = token.lastIndex;
  }
}
