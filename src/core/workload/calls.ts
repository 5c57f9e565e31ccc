import { pieces, type Script, type Statement } from "../script/script.ts";

export interface CalledStatement {
  readonly statement: Statement;
  /** From a comment before the statement or at its end: `-- calls: 500`; 1 where nothing says it. */
  readonly calls: number;
}

/** The statements of a workload file with how often each is called. */
export function calledStatements(script: Script): readonly CalledStatement[] {
  const all = pieces(script);
  return all.flatMap((piece, at): CalledStatement[] => {
    if (piece.kind !== "statement") return [];
    const before = all[at - 1];
    return [{ statement: piece.statement, calls: callsIn(piece.text) ?? (before?.kind === "gap" ? callsIn(before.text) : undefined) ?? 1 }];
  });
}

/** The last one counts: what stands nearest to the statement. */
function callsIn(text: string): number | undefined {
  const found = [...text.matchAll(/(?:--|#|\/\*|\/\/)[^\n]*?\bcalls\s*[:=]\s*([\d,_]+)/gi)].at(-1)?.[1];
  const calls = Number((found ?? "").replace(/[,_]/g, ""));
  return found === undefined || !(calls > 0) ? undefined : calls;
}
