import type { Key } from "./keys.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A line being typed: its text, the cursor (UTF-16 units, never inside a character) and the lines typed before. */
export class LineEditor {
  private readonly history: string[] = [];
  private browsing = 0;
  private draft = "";
  text = "";
  cursor = 0;

  /** Applies an editing key; false for keys that are not about editing (enter, tab, interrupt, …). */
  apply(key: Key): boolean {
    switch (key.kind) {
      case "text":
      case "paste": return this.insert(key.text);
      case "left": return this.move(this.before());
      case "right": return this.move(this.after());
      case "wordLeft": return this.move(this.wordStart());
      case "wordRight": return this.move(this.wordEnd());
      case "home": return this.move(0);
      case "end": return this.move(this.text.length);
      case "backspace": return this.remove(this.before(), this.cursor);
      case "delete": return this.remove(this.cursor, this.after());
      case "deleteWord": return this.remove(this.wordStart(), this.cursor);
      case "deleteToStart": return this.remove(0, this.cursor);
      case "deleteToEnd": return this.remove(this.cursor, this.text.length);
      case "up": return this.browse(-1);
      case "down": return this.browse(1);
      default: return false;
    }
  }

  insert(text: string): true {
    this.text = this.text.slice(0, this.cursor) + text + this.text.slice(this.cursor);
    return this.move(this.cursor + text.length);
  }

  /** Puts a text in the place of a part of the line, the cursor after it. */
  replace(start: number, end: number, text: string): void {
    this.remove(start, end);
    this.insert(text);
  }

  /** Takes the line and begins an empty one. A line that is `kept` can be got back with the up key. */
  take(kept: boolean): string {
    const line = this.text;
    if (kept && line.trim() !== "" && this.history.at(-1) !== line) this.history.push(line);
    this.browsing = this.history.length;
    this.draft = "";
    this.text = "";
    this.cursor = 0;
    return line;
  }

  private move(to: number): true {
    this.cursor = to;
    return true;
  }

  private remove(start: number, end: number): true {
    this.text = this.text.slice(0, start) + this.text.slice(end);
    return this.move(start);
  }

  private before(): number {
    let previous = 0;
    for (const { index } of graphemes.segment(this.text)) {
      if (index >= this.cursor) break;
      previous = index;
    }
    return previous;
  }

  private after(): number {
    for (const { index, segment } of graphemes.segment(this.text)) if (index + segment.length > this.cursor) return index + segment.length;
    return this.text.length;
  }

  private wordStart(): number {
    return /(?:[^\s/._-]+[\s/._-]*|[\s/._-]+)$/.exec(this.text.slice(0, this.cursor))?.index ?? 0;
  }

  private wordEnd(): number {
    return this.cursor + (/^[\s/._-]*[^\s/._-]*/.exec(this.text.slice(this.cursor))?.[0].length ?? 0);
  }

  private browse(step: -1 | 1): true {
    const to = this.browsing + step;
    if (to < 0 || to > this.history.length) return true;
    if (this.browsing === this.history.length) this.draft = this.text;
    this.browsing = to;
    this.text = this.history[to] ?? this.draft;
    return this.move(this.text.length);
  }
}
