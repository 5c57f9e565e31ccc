import type { Flavour } from "../flavourName.ts";

/** `/*!`, `/*!80013`, `/*M!100500`: the flavour that the comment speaks to, and from which version on. */
export interface VersionedComment {
  /** Where its content starts. */
  readonly content: number;
  readonly executed: boolean;
}

/** No server will ever have it: dumps use it for lines that only the client reads (`/*M!999999\- enable the sandbox mode`). */
const never = 999_000;

/**
 * What a versioned comment means to the flavour; null for an ordinary comment. `version` absent: a server that executes all
 * that some version of the flavour would, so that nothing that might run goes unseen.
 * MariaDB leaves out `/*!50700` to `/*!99999`, which speak to MySQL's own versions (sql_lex.cc).
 */
export function versionedComment(text: string, at: number, flavour: Flavour, version?: number): VersionedComment | null {
  const own = text.charCodeAt(at + 2) === 33;
  const mariadb = text.charCodeAt(at + 2) === 77 && text.charCodeAt(at + 3) === 33;
  if (!own && !(mariadb && flavour === "mariadb")) return null;
  const start = at + (own ? 3 : 4);
  let end = start;
  while (end < start + 6 && isDigit(text.charCodeAt(end))) end++;
  if (end - start < 5) return { content: start, executed: true };
  const wanted = Number(text.slice(start, end));
  if (wanted >= never) return { content: end, executed: false };
  if (flavour === "mariadb" && own && wanted >= 50_700 && wanted <= 99_999) return { content: end, executed: false };
  return { content: end, executed: version === undefined || wanted <= version };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
