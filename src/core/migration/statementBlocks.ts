/** A part of a script that is cut into statements by itself. */
export interface Chunk {
  readonly start: number;
  readonly text: string;
}

/** Cuts a script at goose's StatementBegin and StatementEnd lines, which end a statement also without a semicolon. */
export function chunks(text: string): Chunk[] {
  const found: Chunk[] = [];
  let at = 0;
  for (const match of text.matchAll(/^[ \t]*--[ \t]*\+goose[ \t]+Statement(?:Begin|End)\b[^\n]*$/gim)) {
    found.push({ start: at, text: text.slice(at, match.index) });
    at = match.index + match[0].length;
  }
  found.push({ start: at, text: text.slice(at) });
  return found.filter((chunk) => chunk.text.trim() !== "");
}
