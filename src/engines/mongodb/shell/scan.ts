import { nextToken } from "./tokens.ts";
import type { Token } from "./tokens.ts";

/** A place where the text between the statements is not as it must be. */
export interface ScanProblem {
  readonly offset: number;
  readonly message: string;
}

export interface Scan {
  /** One after the other, without what separates them. */
  readonly statements: readonly { readonly start: number; readonly end: number }[];
  readonly problems: readonly ScanProblem[];
}

/**
 * Finds the statements of a text; total. An array at the top holds one statement per element; else documents and shell lines follow each
 * other, a line ending at `;` or at a line break that no `.method` follows.
 */
export function scan(text: string): Scan {
  return new Scanner(text).run();
}

class Scanner {
  private readonly text: string;
  private at = 0;
  private readonly statements: { start: number; end: number }[] = [];
  private readonly problems: ScanProblem[] = [];

  constructor(text: string) {
    this.text = text;
  }

  run(): Scan {
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      const mark = this.mark(token);
      if (mark === ";" || mark === ",") this.at = token.end;
      else if (mark === "[") this.array(token);
      else if (mark === "{") this.statement(token, true, () => false);
      else this.statement(token, false, (next, depth) => depth === 0 && (this.mark(next) === ";" || this.startsNewLine(next)));
    }
    return { statements: this.statements, problems: this.problems };
  }

  /** The next token that means something. */
  private peek(): Token | undefined {
    for (let at = this.at; at < this.text.length; ) {
      const token = nextToken(this.text, at);
      if (token.kind !== "space" && token.kind !== "comment") return token;
      at = token.end;
    }
    this.at = this.text.length;
    return undefined;
  }

  private mark(token: Token): string {
    return token.kind === "mark" ? this.text.slice(token.start, token.end) : "";
  }

  /** A line break lies before it, and it does not go on with the line: `.sort(…)` does. */
  private startsNewLine(token: Token): boolean {
    return /[\n\r]/.test(this.text.slice(this.at, token.start)) && this.mark(token) !== ".";
  }

  private array(open: Token): void {
    this.at = open.end;
    let separated = true;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      const mark = this.mark(token);
      if (mark === "]") {
        this.at = token.end;
        return;
      }
      if (mark === ",") {
        if (separated) this.problems.push({ offset: token.start, message: "A command must stand before this comma." });
        separated = true;
        this.at = token.end;
        continue;
      }
      if (!separated) this.problems.push({ offset: token.start, message: "A comma must stand between two commands." });
      separated = false;
      this.statement(token, mark === "{", (next, depth) => depth === 0 && (this.mark(next) === "," || this.mark(next) === "]"));
    }
    this.problems.push({ offset: open.start, message: "The array that starts here does not end: a ] is missing." });
  }

  /** From `first` to where all its brackets are closed (a document), or to where `ends` says so. */
  private statement(first: Token, document: boolean, ends: (next: Token, depth: number) => boolean): void {
    let depth = 0;
    let end = first.end;
    for (let token: Token | undefined = first; token !== undefined; token = this.peek()) {
      if (token !== first && ends(token, depth)) break;
      const mark = this.mark(token);
      if (mark === "{" || mark === "[" || mark === "(") depth++;
      if (mark === "}" || mark === "]" || mark === ")") depth = Math.max(0, depth - 1);
      this.at = end = token.end;
      if (document && depth === 0) break;
    }
    this.statements.push({ start: first.start, end });
  }
}
