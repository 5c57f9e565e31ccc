import type { Script, Statement } from "../../core/script/script.ts";
import { blockCommentEnd, dollarEnd, escapeStringEnd, isBlank, isDigit, lineEnd, nextLine, numberEnd, quotedEnd, startsWord, wordEnd } from "./scan/lexis.ts";
import { copyDataEnd, endsStatement, metaCommandEnd } from "./scan/psql.ts";
import { StatementWords } from "./scan/statementWords.ts";

/**
 * Cuts a script into statements as psql and the server do: dollar quotes, escape strings, nested comments, BEGIN ATOMIC bodies,
 * parentheses (CREATE RULE … DO (…; …)), psql commands as gaps, rows after COPY … FROM stdin as `copyData`. Every text gives a result;
 * what is never closed makes one statement up to the end.
 */
export function split(text: string): Script {
  const statements: Statement[] = [];
  const words = new StatementWords();
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let start = -1;
  let tokenEnd = at;
  let depth = 0;

  const finish = (): void => {
    if (start === -1) return;
    const statement = { index: statements.length, start, end: tokenEnd, text: text.slice(start, tokenEnd) };
    if (words.copiesFromStdin()) {
      const dataStart = nextLine(text, at);
      const data = copyDataEnd(text, dataStart);
      statements.push({ ...statement, copyData: { start: dataStart, end: data.end } });
      at = data.after;
    } else statements.push(statement);
    start = -1;
    depth = 0;
    words.clear();
  };
  const token = (end: number): void => {
    if (start === -1) start = at;
    at = tokenEnd = Math.min(end, text.length);
  };

  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) at++;
    else if (startsWord(code)) {
      const end = wordEnd(text, at);
      if (end === at + 1 && (code === 69 || code === 101) && text.charCodeAt(end) === 39) token(escapeStringEnd(text, end));
      else {
        words.add(text, at, end, depth);
        token(end);
      }
    } else if (isDigit(code)) token(numberEnd(text, at));
    else if (code === 39 || code === 34) {
      words.other();
      token(quotedEnd(text, at));
    } else if (code === 36) token(dollarEnd(text, at));
    else if (code === 45 && text.charCodeAt(at + 1) === 45) at = lineEnd(text, at);
    else if (code === 47 && text.charCodeAt(at + 1) === 42) at = blockCommentEnd(text, at);
    else if (code === 92) {
      if (start === -1) at = metaCommandEnd(text, at);
      else if (endsStatement(text, at)) {
        const end = metaCommandEnd(text, at);
        at = end;
        finish();
      } else token(metaCommandEnd(text, at));
    } else if (code === 59 && depth === 0 && !words.insideBody()) {
      at++;
      finish();
    } else {
      if (code === 40) depth++;
      else if (code === 41 && depth > 0) depth--;
      if (code === 46) words.dot();
      else words.other();
      token(at + 1);
    }
  }
  finish();
  return { text, statements };
}
