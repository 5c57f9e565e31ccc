import { displayWidth } from "../../../src/core/report/render/width.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A small terminal: cells, a cursor that wraps late as xterm's does, and the few sequences that the console writes. */
export class Screen {
  private readonly rows: string[][] = [[]];
  private readonly columns: number;
  row = 0;
  column = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(data: string): void {
    for (const part of data.match(/\u001b\[[?0-9;]*[A-Za-z]|[^\u001b]+/g) ?? []) {
      if (part.startsWith("\u001b")) this.obey(part);
      else for (const { segment } of graphemes.segment(part)) this.put(segment);
    }
  }

  /** Does the wrap that is due, as the next character would; before a line feed there is none. */
  settle(next: string | undefined): void {
    if (this.column < this.columns) return;
    if (next === "\n") this.column = this.columns - 1;
    else this.lineFeed(0);
  }

  /** What is to be seen, without blanks at the ends of lines and without empty lines at the end. */
  text(): string {
    return this.rows.map((row) => row.join("").trimEnd()).join("\n").trimEnd();
  }

  private put(segment: string): void {
    if (segment === "\r\n") {
      this.column = 0;
      this.lineFeed(0);
    } else if (segment === "\r") this.column = 0;
    else if (segment === "\n") this.lineFeed(this.column);
    else {
      const width = displayWidth(segment);
      if (this.column + width > this.columns) this.lineFeed(0);
      const row = (this.rows[this.row] ??= []);
      while (row.length < this.column) row.push(" ");
      row[this.column] = segment;
      if (width === 2) row[this.column + 1] = "";
      this.column += width;
    }
  }

  private lineFeed(column: number): void {
    this.row += 1;
    this.column = column;
    this.rows[this.row] ??= [];
  }

  private obey(sequence: string): void {
    const count = Number(/\d+/.exec(sequence)?.[0] ?? "1");
    switch (sequence.at(-1)) {
      case "A": this.row = Math.max(0, this.row - count); break;
      case "B": this.row += count; break;
      case "C": this.column = Math.min(this.columns - 1, this.column + count); break;
      case "H": this.row = this.column = 0; break;
      case "J": if (sequence === "\u001b[J") { this.rows.length = this.row + 1; this.rows[this.row] = (this.rows[this.row] ?? []).slice(0, this.column); } else this.rows.splice(0, this.rows.length, []); break;
      case "K": this.rows[this.row] = []; break;
    }
  }
}
