import { FileError } from "../errors.ts";
import { LineIndex } from "../script/textPosition.ts";

/** Quoted text, comments and dollar bodies, in which braces mean nothing; then the placeholders themselves. */
const tokens = /--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\$\{[^}\n]*\}/g;

/** Throws FileError template, naming the line, where the script holds a placeholder of a template engine. */
export function refuseTemplate(file: string, text: string, start: number, end: number): void {
  if (!/\{[{%]|\$\{/.test(text)) return;
  for (const match of text.slice(start, end).matchAll(tokens)) {
    const found = match[0];
    if (!/^(?:\{\{|\{%|\$\{)/.test(found)) continue;
    const range = new LineIndex(text).range(start + match.index, start + match.index + found.length);
    throw new FileError("template", file, `${file} is a template: line ${range.start.line + 1} holds ${found.split("\n", 1)[0]!.slice(0, 60)}.`, {
      next: "Fill the template in first, then run what it gives.",
      range,
      details: { line: range.start.line },
    });
  }
}
