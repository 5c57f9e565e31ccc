/** A line of what was pasted, and where its text begins there (in UTF-16 units). */
export interface Line {
  readonly text: string;
  readonly at: number;
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const piece of text.split("\n")) {
    lines.push({ text: piece.endsWith("\r") ? piece.slice(0, -1) : piece, at });
    at += piece.length + 1;
  }
  return lines;
}

export function joined(lines: readonly Line[]): string {
  return lines.map((line) => line.text).join("\n");
}

/** Where in the paste the place `offset` of `joined(lines)` is. */
export function placeOf(lines: readonly Line[], offset: number): number {
  let left = offset;
  for (const line of lines) {
    if (left <= line.text.length) return line.at + left;
    left -= line.text.length + 1;
  }
  const last = lines.at(-1);
  return last === undefined ? 0 : last.at + last.text.length;
}
