import type { Lexer } from "./lexer.ts";

type Block = "begin" | "if" | "case" | "loop" | "repeat" | "while" | "for";

const blocks: Readonly<Record<string, Block>> = { BEGIN: "begin", IF: "if", CASE: "case", LOOP: "loop", REPEAT: "repeat", WHILE: "while", FOR: "for" };
/** After these words a statement of a body begins. */
const openers = new Set(["THEN", "ELSE", "BEGIN", "DO", "LOOP", "REPEAT"]);
/** What is made with a body. */
const stored = new Set(["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"]);
const notStored = new Set(["TABLE", "VIEW", "INDEX", "DATABASE", "SCHEMA", "USER", "ROLE", "SERVER", "SEQUENCE", "TABLESPACE", "LOGFILE", "UNIQUE", "FULLTEXT", "SPATIAL", "TEMPORARY", "RESOURCE", "SELECT", "INSERT"]);

/**
 * Follows the words of one statement and tells whether it is inside of a body (`BEGIN … END`, `IF … END IF`, `CASE`, loops), where a
 * semicolon does not end it. Only what creates a stored program, and MariaDB's `BEGIN NOT ATOMIC`, has a body.
 */
export class Compound {
  private readonly open: Block[] = [];
  private count = 0;
  private first = "";
  private program = false;
  private decided = false;
  private previous = "";
  private beforePrevious = "";
  private closing = false;

  insideBody(): boolean {
    return this.open.length > 0;
  }

  clear(): void {
    this.open.length = 0;
    this.count = 0;
    this.first = this.previous = this.beforePrevious = "";
    this.program = this.decided = this.closing = false;
  }

  /** Takes the token that the lexer read last; `peek` gives the upper-case word or symbol after it. */
  add(lexer: Lexer, peek: () => string): void {
    const word = lexer.kind === "word" || lexer.kind === "symbol" ? wordOf(lexer) : "";
    if (lexer.kind === "open" || lexer.kind === "close") return;
    if (this.count === 0) this.first = word;
    if (!this.decided) this.decide(word);
    if (this.program) this.body(word, peek);
    this.count++;
    this.beforePrevious = this.previous;
    this.previous = word;
  }

  private decide(word: string): void {
    if (this.count === 0) {
      if (word !== "CREATE" && word !== "ALTER" && word !== "BEGIN") this.decided = true;
      return;
    }
    if (this.first === "BEGIN") {
      this.decided = true;
      if (word === "NOT") {
        this.program = true;
        this.open.push("begin");
      }
      return;
    }
    if (this.previous === "." || this.previous === "=") return;
    if (stored.has(word)) this.program = this.decided = true;
    else if (notStored.has(word)) this.decided = true;
  }

  private body(word: string, peek: () => string): void {
    if (this.previous === "." || word === "") return;
    if (word === "END") {
      this.end(peek);
      return;
    }
    if (this.closing) {
      this.closing = false;
      return;
    }
    const block = blocks[word];
    if (block === undefined) return;
    if (block === "case" || this.startsStatement(block, peek)) this.open.push(block);
  }

  private end(peek: () => string): void {
    const top = this.open.at(-1);
    if (top === undefined) return;
    const next = peek();
    const named = next in blocks && next !== "BEGIN" ? blocks[next] : undefined;
    if (top === "case") {
      this.open.pop();
      this.closing = next === "CASE";
    } else if (top === "begin") {
      if (named === undefined && next !== "," && next !== "=" && next !== ")" && next !== "." && next !== "FROM" && next !== "+" && next !== "-") this.open.pop();
    } else if (named === top) {
      this.open.pop();
      this.closing = true;
    }
  }

  private startsStatement(block: Block, peek: () => string): boolean {
    const { previous } = this;
    const begins = previous === ";" || previous === ":" || openers.has(previous);
    if (block === "begin") return begins || !/^(?:[,=(.<>+*/-]|SELECT|WHERE|AND|OR|BY|SET|ON)$/.test(previous) && !/^[,=).]$/.test(peek());
    if (begins) return true;
    if (this.open.length > 0) return block !== "for" && this.afterHandler() && previous !== "FOR";
    if (block === "if") return !/^(?:NOT|EXISTS)$/.test(peek()) && !/^(?:RETURN|[,=(<>+*/-])$/.test(previous);
    if (block === "for") return previous === ")" && peek() !== "EACH";
    return block === "while" || block === "loop" ? !/^[,=(.]$/.test(previous) : block === "repeat" && previous !== "RETURN" && peek() !== "(";
  }

  /** `DECLARE EXIT HANDLER FOR NOT FOUND IF …`: the words before are a condition. */
  private afterHandler(): boolean {
    return this.previous === "FOUND" || this.previous === "SQLEXCEPTION" || this.previous === "SQLWARNING" || (this.beforePrevious === "FOR" && this.previous !== "EACH");
  }
}

function wordOf(lexer: Lexer): string {
  return lexer.end - lexer.start > 12 ? "?" : lexer.text.slice(lexer.start, lexer.end).toUpperCase();
}
