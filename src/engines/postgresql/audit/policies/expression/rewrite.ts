/** A change of a part of a text: where it starts and ends, in bytes. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The part of a text, in bytes, that a call covers: from its name to the parenthesis that closes it. Undefined where the text is not as the server writes it. */
export function callSpan(text: string, start: number): { readonly start: number; readonly end: number; readonly text: string } | undefined {
  const bytes = Buffer.from(text, "utf8");
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const sign = String.fromCharCode(bytes[at] ?? 0);
    if (sign === "'" || sign === '"') at = bytes.indexOf(sign, at + 1);
    else if (sign === "(") depth += 1;
    else if (sign === ")" && (depth -= 1) === 0) return { start, end: at + 1, text: bytes.subarray(start, at + 1).toString("utf8") };
    if (at < 0 || depth < 0) return undefined;
  }
  return undefined;
}

/** Replacements inside one another are not known here: none may overlap. */
export function rewritten(text: string, replacements: readonly Replacement[]): string {
  const bytes = Buffer.from(text, "utf8");
  const parts: Buffer[] = [];
  let at = 0;
  for (const { start, end, text: put } of [...replacements].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    parts.push(bytes.subarray(at, start), Buffer.from(put, "utf8"));
    at = end;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]).toString("utf8");
}
