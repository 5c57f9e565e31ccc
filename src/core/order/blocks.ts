import type { StatementFacts } from "../script/facts.ts";

/** A statement with its leading comments, terminator and the rest of its line. Blocks add up to the text from the first to the last. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a text into one block per statement. What stands at the top of the file, apart from the first statement by a blank line, stays there.
 * Null where something between the statements cannot be moved along (a command of psql or mysql, a directive of a migration tool).
 */
export function blocksOf(text: string, statements: readonly StatementFacts[]): Block[] | null {
  const blocks: Block[] = [];
  let start = headerEnd(text, statements[0]?.statement.start ?? 0);
  for (const [index, { statement }] of statements.entries()) {
    const next = statements[index + 1]?.statement.start ?? text.length;
    const end = blockEnd(text, statement.copyData?.end ?? statement.end, next, statement.copyData !== undefined);
    blocks.push({ start, end });
    if (index > 0 && /^[ \t]*\\[A-Za-z!]|^--\s*(?:\+goose|migrate:)|^[ \t]*delimiter\s/im.test(text.slice(start, statement.start))) return null;
    start = end;
  }
  return blocks;
}

/** Keeps a comment at the top with the file, not with its first statement. */
function headerEnd(text: string, firstStatement: number): number {
  const blank = /\n[ \t]*\r?\n(?=[^]*$)/g;
  let end = 0;
  const gap = text.slice(0, firstStatement);
  for (const found of gap.matchAll(blank)) end = found.index + found[0].length;
  return end;
}

/** After the terminator and the rest of its line where that holds nothing but a comment. */
function blockEnd(text: string, statementEnd: number, next: number, hasRows: boolean): number {
  const gap = text.slice(statementEnd, next);
  if (hasRows) return statementEnd + (/^\\\.\r?\n?/.exec(gap)?.[0].length ?? 0);
  const terminator = /^(?:\s|(?:--|#)[^\n]*\n|\/\*[^]*?\*\/)*;/.exec(gap)?.[0].length ?? 0;
  const rest = /^[ \t]*(?:(?:--|#)[^\n]*)?(?:\r?\n|$)/.exec(gap.slice(terminator))?.[0].length ?? 0;
  return Math.min(statementEnd + terminator + rest, next);
}

/** The text of the blocks in another order. Slices are moved as they are; a terminator or a line break is added only where the last statement had none. */
export function reordered(text: string, blocks: readonly Block[], order: readonly number[], terminated: (index: number) => boolean): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const pieces = order.map((index, position) => {
    const { start, end } = blocks[index]!;
    const slice = text.slice(start, end);
    if (position === order.length - 1) return slice;
    const ended = terminated(index) ? slice : `${slice.trimEnd()};`;
    return ended.endsWith("\n") || index !== blocks.length - 1 ? ended : `${ended}${eol}`;
  });
  return pieces.join("");
}
