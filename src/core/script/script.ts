/** One statement of a script: `text === script.text.slice(start, end)`, in UTF-16 units, without its terminator. */
export interface Statement {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Rows that follow a `COPY … FROM stdin;`, up to and without the `\.` line. */
  readonly copyData?: { readonly start: number; readonly end: number };
}

/** A piece of text cut into statements; whatever lies between them (blanks, comments, terminators, psql commands) is a gap. */
export interface Script {
  readonly text: string;
  readonly statements: readonly Statement[];
}

export type ScriptPiece =
  | { readonly kind: "statement"; readonly statement: Statement; readonly text: string }
  | { readonly kind: "gap"; readonly start: number; readonly end: number; readonly text: string };

/** The statements and gaps of a script in order; their texts add up to the input exactly. Copy data belongs to the gap that follows. */
export function pieces(script: Script): ScriptPiece[] {
  const found: ScriptPiece[] = [];
  let at = 0;
  const gapUpTo = (end: number): void => {
    if (end > at) found.push({ kind: "gap", start: at, end, text: script.text.slice(at, end) });
  };
  for (const statement of script.statements) {
    gapUpTo(statement.start);
    found.push({ kind: "statement", statement, text: statement.text });
    at = statement.end;
  }
  gapUpTo(script.text.length);
  return found;
}
