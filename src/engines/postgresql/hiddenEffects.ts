import { StatementError } from "../../core/errors.ts";
import { outsideCall, writesServerFile } from "./reach.ts";
import { plainWord, runningCode } from "./scan/runningCode.ts";
import type { RawRow } from "./wire/batch.ts";

const behindQuery = `SELECT 'routine', p.proname, pg_catalog.pg_get_functiondef(p.oid), (NOT l.lanpltrusted)::text
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND l.lanname NOT IN ('internal', 'c') AND p.prokind IN ('f', 'p') AND ${asWord("p.proname")} = ANY ($1::text[])
UNION ALL
SELECT 'view', c.relname, pg_catalog.pg_get_viewdef(c.oid), 'false'
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND ${asWord("c.relname")} = ANY ($1::text[])`;

/** A name as `plainWord` writes it, in lower case. */
function asWord(column: string): string {
  return `pg_catalog.lower(pg_catalog.regexp_replace(${column}, '[^A-Za-z0-9_$]', '_', 'g'))`;
}

/**
 * Refuses a statement on a read-only connection that calls a function of the database's own, be it through views and other functions, that acts outside of the
 * transaction, or of which nobody can tell: one in an untrusted language, and for a superuser one that runs texts which it puts together. Operators, casts and policies are not followed.
 */
export async function refuseHiddenEffects(sql: string, superuser: boolean, ask: (sql: string, words: string) => Promise<readonly RawRow[]>): Promise<void> {
  const seen = new Set<string>();
  for (let texts: readonly string[] = [sql]; texts.length > 0; ) {
    const words = texts.flatMap(wordsOf).filter((word) => !seen.has(word));
    for (const word of words) seen.add(word);
    if (words.length === 0) return;
    const found = await ask(behindQuery, arrayText(words));
    for (const [kind, name, text, untrusted] of found) {
      const why = untrusted === "true" ? "is written in a language that may do anything" : effectOf(text ?? "", kind === "routine" && superuser);
      if (why !== undefined) throw new StatementError("readOnly", "25006", `${name ?? ""} is behind this statement and ${why}, so it is refused on a read-only connection.`, { next: superuser ? "Leave explore mode for it, or connect as a role that is no superuser." : "Leave explore mode for it." });
    }
    texts = found.map(([, , text]) => text ?? "");
  }
}

function wordsOf(text: string): string[] {
  return [...new Set([...runningCode(text).matchAll(/[\w$\u0080-\u{10ffff}]+/gu)].map(([word]) => plainWord(word).toLowerCase()))];
}

function effectOf(text: string, mayDoAll: boolean): string | undefined {
  const code = runningCode(text);
  const call = outsideCall.exec(code)?.[0];
  if (call !== undefined) return `calls ${call.replace(/\s*\($/, "")}, which acts outside of the transaction`;
  if (writesServerFile.some((pattern) => pattern.test(code))) return "writes a file on the server or starts a program there";
  return mayDoAll && /\bexecute\b(?!\s+(?:function|procedure)\b)/i.test(code) ? "runs texts that it puts together, which may do anything here" : undefined;
}

function arrayText(words: readonly string[]): string {
  return `{${words.map((word) => `"${word}"`).join(",")}}`;
}
