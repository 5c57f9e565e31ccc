/** What a secret looks like where nobody told which it is: by its place (after `password=`) or by its shape (a key, a token). */
const rules: readonly { readonly find: RegExp; readonly replace: string | ((...groups: string[]) => string) }[] = [
  { find: /-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----[\s\S]*?(?:-----END \1PRIVATE KEY-----|$)/g, replace: "*** private key ***" },
  // A database's URL with credentials goes altogether; the last @ of the word ends the password, whatever that holds.
  { find: /\b((?:jdbc:)?(?:postgres(?:ql)?|mysqlx?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|sqlserver|mssql|cockroachdb|clickhouse|oracle)):\/\/(?!user(?::password)?@host[:/])[^\s@/?#]*:?\S*@[^\s"'`<>)\]},;]*/gi, replace: "$1://***" },
  { find: /\b((?:postgres(?:ql)?|mysqlx?|mariadb|mongodb(?:\+srv)?)):\/\/(?!user:password@host[:/])[^\s:@/?#]+:(?!\d+(?:[/?#\s]|$))[^\n]*@[^\s"'`<>)\]},;]*/gi, replace: "$1://***" },
  { find: /\b([a-z][a-z0-9+.-]*:\/\/)(?!user:password@host[:/])[^\s@/?#]*:[^\s]*@/gi, replace: "$1***@" },
  { find: /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:(?:basic|bearer|digest|token|negotiate)\s+)?[^\s"',;]+/gi, replace: "$1***" },
  { find: /\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi, replace: "$1***" },
  { find: /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g, replace: "***" },
  { find: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}\b/g, replace: "***" },
  { find: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk_(?:live|test)_[A-Za-z0-9]{10,}|npm_[A-Za-z0-9]{30,}|sbp_[a-f0-9]{30,})/g, replace: "***" },
  // PASSWORD '…' of CREATE/ALTER ROLE and USER MAPPING, IDENTIFIED BY '…', SET PASSWORD = '…': any SQL string form.
  { find: /\b(password\s*(?:=\s*|\(\s*)?|identified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?)((?:E|U&|N)?'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|\$(\w*)\$[\s\S]*?(?:\$\3\$|$))/gi, replace: "$1'***'" },
  { find: /((?:^|[^A-Za-z])(?:[A-Za-z_]*(?:password|passwd|passphrase|pwd|secret|secret_?access_?key|api_?key|access_?key|auth_?token|access_?token|refresh_?token|session_?token|client_?secret|token))["']?\s*[=:]\s*)("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S]|'')*'|\{(?:[^}]|\}\})*\}|[^\s"',;&)}\]]+)/gi, replace: hideValue },
];

/** Not a secret: what says that one is wanted, absent or hidden already. */
const harmless = /^["']?(?:\*{3}|null|undefined|<[^>]*>|\$\{[^}]*\}|\$\d+|\?)["']?$/i;

function hideValue(all: string, before: string, value: string): string {
  if (harmless.test(value)) return all;
  const quote = /^["']/.exec(value)?.[0] ?? "";
  return `${before}${quote}***${quote}`;
}

/** Hides credentials by place and shape in any text. */
export function hideCredentials(text: string): string {
  let shown = text;
  for (const rule of rules) shown = typeof rule.replace === "string" ? shown.replace(rule.find, rule.replace) : shown.replace(rule.find, rule.replace);
  return shown;
}
