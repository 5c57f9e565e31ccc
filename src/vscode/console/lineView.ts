import { displayWidth } from "../../core/report/render/width.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

export interface Prompt {
  readonly text: string;
  /** ANSI code of its colour. */
  readonly color: number;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Draws a line and its prompt over as many rows as it takes, and knows which row the cursor is in. */
export class LineView {
  private cursorRow = 0;

  /** What to write so that the terminal shows the line anew, the cursor in its place. */
  draw(prompt: Prompt, text: string, cursor: number, columns: number): string {
    const width = displayWidth(prompt.text);
    const end = placeAfter(text, undefined, width, columns);
    const at = placeAfter(text.slice(0, cursor), text[cursor], width, columns);
    const shown = text.replaceAll("\n", "\r\n");
    const wrapped = end.column === 0 && !text.endsWith("\n") ? "\r\n" : "";
    const written = `${this.toStart()}\u001b[${prompt.color}m${prompt.text}\u001b[0m${shown}${wrapped}`;
    this.cursorRow = at.row;
    return `${written}${up(end.row - at.row)}\r${right(at.column)}`;
  }

  /** What to write before other output: the line is taken away. */
  erase(): string {
    const written = this.toStart();
    this.cursorRow = 0;
    return written;
  }

  /** What to write when the line is done: the cursor goes below it. */
  leave(prompt: Prompt, text: string, columns: number): string {
    const end = placeAfter(text, undefined, displayWidth(prompt.text), columns);
    const down = end.row - this.cursorRow;
    this.cursorRow = 0;
    return `${down > 0 ? `\u001b[${down}B` : ""}\r\n`;
  }

  /** The terminal has another width now and broke the rows anew. */
  resized(prompt: Prompt, text: string, cursor: number, columns: number): void {
    this.cursorRow = placeAfter(text.slice(0, cursor), text[cursor], displayWidth(prompt.text), columns).row;
  }

  private toStart(): string {
    return `${up(this.cursorRow)}\r\u001b[J`;
  }
}

/** Where the cursor stands after `text` when `next` follows: a full row breaks only when more comes, and a line feed then uses up that break. */
function placeAfter(text: string, next: string | undefined, start: number, columns: number): Place {
  let row = Math.floor(start / columns);
  let column = start % columns;
  for (const { segment } of graphemes.segment(text)) {
    const width = displayWidth(segment);
    if (segment === "\n" || column + width > columns) {
      row += 1;
      column = 0;
    }
    if (segment !== "\n") column += width;
  }
  if (column < columns) return { row, column };
  return next === "\n" ? { row, column: columns - 1 } : { row: row + 1, column: 0 };
}

function up(rows: number): string {
  return rows > 0 ? `\u001b[${rows}A` : "";
}

function right(columns: number): string {
  return columns > 0 ? `\u001b[${columns}C` : "";
}
