/**
 * What the splitter must know of the words of one statement: is it inside the BEGIN ATOMIC … END body of a routine,
 * and is it a COPY … FROM stdin.
 */
export class StatementWords {
  private count = 0;
  private first = "";
  private routine = false;
  private bodyDepth = 0;
  private previous = "";
  private fromStdin = false;

  add(text: string, start: number, end: number, parenthesisDepth: number): void {
    if (this.count >= 4 && !this.routine && this.first !== "copy") return;
    const word = end - start > 9 ? "" : text.slice(start, end).toLowerCase();
    if (this.count === 0) this.first = word;
    if (this.count < 4) this.seeHead(word);
    if (this.routine && parenthesisDepth === 0) this.seeBody(word);
    if (this.first === "copy" && parenthesisDepth === 0 && word === "stdin" && this.previous === "from") this.fromStdin = true;
    this.count++;
    this.previous = word;
  }

  /** A token that is no word came between. */
  other(): void {
    this.previous = "";
  }

  dot(): void {
    this.previous = ".";
  }

  insideBody(): boolean {
    return this.bodyDepth > 0;
  }

  copiesFromStdin(): boolean {
    return this.fromStdin;
  }

  clear(): void {
    this.count = 0;
    this.first = this.previous = "";
    this.routine = this.fromStdin = false;
    this.bodyDepth = 0;
  }

  private seeHead(word: string): void {
    const follows = this.count === 1 || this.previous === "replace";
    if (this.first === "create" && follows && (word === "function" || word === "procedure")) this.routine = true;
  }

  private seeBody(word: string): void {
    if (this.previous === "as" || this.previous === ".") return;
    if (word === "atomic" && this.previous === "begin") this.bodyDepth++;
    else if (word === "case" && this.bodyDepth > 0) this.bodyDepth++;
    else if (word === "end" && this.bodyDepth > 0) this.bodyDepth--;
  }
}
