import { lineEnd, nextLine, quotedEnd } from "./lexis.ts";

/** psql commands that send (or drop) what was typed so far, and so end a statement. */
const sending = /^\\(?:g|gx|gdesc|gexec|gset|watch|crosstabview|bind|bind_named|parse|close_prepared|sendpipeline|r|reset)(?![A-Za-z_])/;
const copyFromStdin = /^\\copy\b[^\n]*\bfrom\s+stdin\b/i;

/** True where the backslash at `at` ends the statement before it: `\;`, `\g`, `\gexec`, … */
export function endsStatement(text: string, at: number): boolean {
  return text[at + 1] === ";" || sending.test(text.slice(at, at + 20));
}

/** The offset after a psql command: `\;`, or up to the end of its line, or after `\\`; with the rows after a `\copy … from stdin`. */
export function metaCommandEnd(text: string, at: number): number {
  if (text[at + 1] === ";") return at + 2;
  const end = lineEnd(text, at);
  const command = text.slice(at, end);
  if (copyFromStdin.test(command)) return copyDataEnd(text, nextLine(text, end)).after;
  if (/^\\(?:copy\b|!)/i.test(command)) return end;
  for (let i = at + 1; i < end; i++) {
    const character = text[i];
    if (character === "\\" && text[i + 1] === "\\") return i + 2;
    if (character === "'" || character === '"' || character === "`") {
      const close = quotedEnd(text, i);
      if (close <= end) i = close - 1;
    }
  }
  return end;
}

/** Rows that start at `start`: where they end (before the `\.` line) and where SQL goes on. */
export function copyDataEnd(text: string, start: number): { readonly end: number; readonly after: number } {
  for (let line = start; line < text.length; line = nextLine(text, line)) {
    if (text[line] !== "\\" || text[line + 1] !== ".") continue;
    if (lineEnd(text, line) === line + 2) return { end: line, after: line + 2 };
  }
  return { end: text.length, after: text.length };
}
