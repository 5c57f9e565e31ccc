import { jsonWebToken, privateKey, saysNothing, setPassword, tokenShapes } from "../../core/secrets/shapes.ts";

/** What a secret looks like where nobody told which it is: by its place (after `password=`) or by its shape (a key, a token). */
const rules: readonly { readonly find: RegExp; readonly replace: string | ((...groups: string[]) => string) }[] = [
  { find: privateKey, replace: "*** private key ***" },
  // A database's URL with credentials goes altogether; the last @ of the word ends the password, whatever that holds.
  { find: /\b((?:jdbc:)?(?:postgres(?:ql)?|mysqlx?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|sqlserver|mssql|cockroachdb|clickhouse|oracle)):\/\/(?!user(?::password)?@host[:/])[^\s@/?#]*:?\S*@[^\s"'`<>)\]},;]*/gi, replace: "$1://***" },
  { find: /\b((?:postgres(?:ql)?|mysqlx?|mariadb|mongodb(?:\+srv)?)):\/\/(?!user:password@host[:/])[^\s:@/?#]+:(?!\d+(?:[/?#\s]|$))[^\n]*@[^\s"'`<>)\]},;]*/gi, replace: "$1://***" },
  { find: /\b([a-z][a-z0-9+.-]*:\/\/)(?!user:password@host[:/])[^\s@/?#]*:[^\s]*@/gi, replace: "$1***@" },
  { find: /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:(?:basic|bearer|digest|token|negotiate)\s+)?[^\s"',;]+/gi, replace: "$1***" },
  { find: /\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi, replace: "$1***" },
  { find: jsonWebToken, replace: "***" },
  ...tokenShapes.map(({ find }) => ({ find, replace: "***" })),
  { find: setPassword, replace: "$1'***'" },
  { find: /((?:^|[^A-Za-z])(?:[A-Za-z_]*(?:password|passwd|passphrase|pwd|secret|secret_?access_?key|api_?key|access_?key|auth_?token|access_?token|refresh_?token|session_?token|client_?secret|token))["']?\s*[=:]\s*)("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S]|'')*'|\{(?:[^}]|\}\})*\}|[^\s"',;&)}\]]+)/gi, replace: hideValue },
];

function hideValue(all: string, before: string, value: string): string {
  if (saysNothing(value)) return all;
  const quote = /^["']/.exec(value)?.[0] ?? "";
  return `${before}${quote}***${quote}`;
}

/** Hides credentials by place and shape in any text. */
export function hideCredentials(text: string): string {
  let shown = text;
  for (const rule of rules) shown = typeof rule.replace === "string" ? shown.replace(rule.find, rule.replace) : shown.replace(rule.find, rule.replace);
  return shown;
}
