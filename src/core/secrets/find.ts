import { looksHashed, looksRandom } from "./entropy.ts";
import { isDocumentationHost, isLocalHost, isPlaceholder, isTrivial } from "./placeholder.ts";
import { jsonWebToken, privateKey, saysNothing, setPassword, tokenShapes } from "./shapes.ts";

/** A credential that was found. What it says, and how long it is, is told to nobody. */
export interface FoundCredential {
  /** With its article: "a token of GitHub". */
  readonly kind: string;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  /** False where only its name and its look say that it is one. */
  readonly sure: boolean;
  /** It is what everybody guesses first, or opens no more than a server on the same machine: settings of a developer or of a test run. */
  readonly weak: boolean;
}

/** With its end, which is told to nobody. */
interface Match extends FoundCredential {
  readonly end: number;
}

/**
 * How values are written: in code between quotes, in settings also bare (`DB_PASSWORD=…`). Options are what a server keeps and uses (`user=app, password=…`):
 * what stands there behind the name of a secret is one, however simple.
 */
export type Writing = "code" | "settings" | "options";

/** Every credential of a text, in their order, each place once. Placeholders, documentation and hashes are none. */
export function findCredentials(text: string, writing: Writing): FoundCredential[] {
  if (!worthALook.test(text)) return [];
  const found = [...privateKeys(text), ...urls(text), ...webTokens(text), ...tokens(text), ...passwordsSet(text), ...connectionWords(text), ...(writing === "options" ? options(text) : named(text, writing))];
  const kept: Match[] = [];
  for (const one of found.sort((x, y) => Number(y.sure) - Number(x.sure))) {
    if (!kept.some(({ at, end }) => one.at < end && at < one.end)) kept.push(one);
  }
  return kept.sort((x, y) => x.at - y.at).map(({ kind, at, sure, weak }) => ({ kind, at, sure, weak }));
}

/** A quick no for nearly all texts. */
const worthALook = /:\/\/[^\s/]*:|private[ _-]?key|eyJ[\w-]{5}|passw|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|(?:account|encryption|signing)[_-]?key|identified|sst_auth|AKIA|ASIA|AGPA|AIDA|AROA|ANPA|gh[pousr]_|glpat-|xox[a-z]-|hooks\.slack|[sr]k_(?:live|test)|whsec_|AIza|GOCSPX|sbp_|npm_|SG\.|sk-|hf_|pscale_|do[opr]_v1|hvs\./i;

function privateKeys(text: string): Match[] {
  return [...text.matchAll(privateKey)].filter(([all]) => all.replace(/-----[^-]*-----/g, "").replace(/[\s.…x*]|\\n/gi, "").length > 40).map(({ 0: all, index }) => ({ kind: "a private key", at: index, end: index + all.length, sure: true, weak: false }));
}

const url = /\b(?:jdbc:)?(postgres(?:ql)?|mysqlx?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|sqlserver|mssql|cockroachdb|clickhouse)(?:\+\w+)?:\/\/([^\s:@/'"`<>]*):([^\s'"`<>/?#]{1,200})@(\[[0-9a-f:]+\]|[\w.%-]+|\$\{?\w+\}?)/gi;
const urlParameter = /\b(?:jdbc:\w+|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?):(?:\/\/)?[^\s'"`<>]*?[?&;](?:ssl)?password=([^\s&;'"`<>]+)/gi;

function urls(text: string): Match[] {
  const inAuthority = [...text.matchAll(url)].filter(([, , user = "", password = "", host = ""]) => {
    const secret = decoded(password);
    if (isDocumentationHost(host)) return false;
    if (isTrivial(secret, user)) return !isLocalHost(host) && !isPlaceholder(host) && !/^user(?:name)?$/i.test(user);
    return !isPlaceholder(secret) && !/^user(?:name)?$/i.test(secret);
  });
  const asParameter = [...text.matchAll(urlParameter)].filter(([all, password = ""]) => !isPlaceholder(decoded(password)) && !isTrivial(password, "") && !/\/\/(?:[\w-]+\.)*example\./i.test(all));
  return [
    ...inAuthority.map(({ 0: all, index, 1: scheme = "", 2: user = "", 3: password = "", 4: host = "" }) => ({ kind: `a connection URL of ${product(scheme)} with its password`, at: index, end: index + all.length, sure: true, weak: isLocalHost(host) || isTrivial(decoded(password), user) })),
    ...asParameter.map(({ 0: all, index }) => ({ kind: "a connection URL with its password", at: index, end: index + all.length, sure: true, weak: false })),
  ];
}

const products: Readonly<Record<string, string>> = { postgres: "PostgreSQL", postgresql: "PostgreSQL", mysql: "MySQL", mysqlx: "MySQL", mariadb: "MariaDB", mongodb: "MongoDB", "mongodb+srv": "MongoDB", redis: "Redis", rediss: "Redis", amqp: "AMQP", amqps: "AMQP", sqlserver: "SQL Server", mssql: "SQL Server", cockroachdb: "CockroachDB", clickhouse: "ClickHouse" };

function product(scheme: string): string {
  return products[scheme.toLowerCase()] ?? scheme;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone % is a character of the password.
  }
}

/** The key of Supabase's role anon is public by design, service_role passes by all row security. */
function webTokens(text: string): Match[] {
  return [...text.matchAll(jsonWebToken)].flatMap(({ 0: token, index }): Match[] => {
    const payload = payloadOf(token);
    if (payload === null || payload["role"] === "anon") return [];
    const known = /(?:^|[^\w])1234567890(?:[^\w]|$)/.test(String(payload["sub"] ?? ""));
    if (known) return [];
    return [{ kind: payload["role"] === "service_role" ? "a key of Supabase's role service_role, which row security does not hold back" : "a JSON web token", at: index, end: index + token.length, sure: true, weak: false }];
  });
}

function payloadOf(token: string): Readonly<Record<string, unknown>> | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null; // Looks like one and is none.
  }
}

function tokens(text: string): Match[] {
  return tokenShapes.flatMap(({ kind, find }) => [...text.matchAll(find)].filter(([token]) => !/EXAMPLE|x{6,}|0{8,}|1234567890|your/i.test(token)).map(({ 0: token, index }) => ({ kind, at: index, end: index + token.length, sure: true, weak: false })));
}

/** A statement that gives an account its password. A weak one is one too. */
function passwordsSet(text: string): Match[] {
  return [...text.matchAll(setPassword)].flatMap(({ 0: all, index, 1: before = "", 2: literal = "" }): Match[] => {
    const value = literal.replace(/^(?:E|U&|N)?'|^\$\w*\$|'$|\$\w*\$$/gi, "");
    const around = text.slice(Math.max(0, index - 300), index);
    const isStatement = /identified/i.test(before) || /\b(?:create|alter)\s+(?:or\s+replace\s+)?(?:role|user|group|server|subscription|foreign)\b[^;]*$/i.test(around) || /\bset\s+$/i.test(around) || /\boptions\s*\([^)]*$/i.test(around);
    if (!isStatement || /\n/.test(value) || isPlaceholderIn(value) || looksHashed(value)) return [];
    const account = /\b(?:role|user|login)\s+(?:if\s+not\s+exists\s+)?["'`]?([\w-]+)/i.exec(/(?:create|alter)\s+(?:role|user)\b[^;]*$/i.exec(around)?.[0] ?? "")?.[1] ?? "";
    return [{ kind: "the password of an account, in a statement that sets it", at: index, end: index + all.length, sure: true, weak: isTrivial(value, account) }];
  });
}

function isPlaceholderIn(value: string): boolean {
  return isPlaceholder(value) && !/^(?:secret|password|pass)$/i.test(value);
}

/** `host=… user=… password=…` as libpq and ODBC take it. */
function connectionWords(text: string): Match[] {
  return [...text.matchAll(/\b(?:password|pwd)\s*=\s*('(?:[^'\\]|\\.|'')*'|\{[^}]*\}|[^\s'";)&,]+)/gi)].flatMap(({ 0: all, index, 1: value = "" }): Match[] => {
    const around = `${text.slice(Math.max(0, index - 200), index)} ${text.slice(index + all.length, index + all.length + 200)}`;
    const bare = value.replace(/^['{]+|['}]+$/g, "");
    if (!/\b(?:host|hostaddr|dbname|server|data source|initial catalog|driver|user|user id|uid)=[^\s'"]/i.test(around) || isPlaceholder(bare) || looksHashed(bare)) return [];
    const [host = "", user = ""] = [/\b(?:host|hostaddr|server|data source)=([^\s;,:'"]+)/i, /\b(?:user|user id|uid|username)=([^\s;,'"]+)/i].map((find) => find.exec(around)?.[1]);
    return [{ kind: "a connection string with its password", at: index, end: index + all.length, sure: true, weak: isTrivial(bare, user) || (host !== "" && isLocalHost(host)) }];
  });
}

const names = "(?:[A-Za-z0-9_.-]*(?:password|passwd|passphrase|pwd|secret(?:[_-]?(?:access)?[_-]?key)?|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|token))";
const quoted = new RegExp(`(?:^|[^A-Za-z0-9_.-])(${names})["'\`]?\\s*(?::=|=>|=|:|\\bdefault\\b|\\bto\\b)\\s*(?:[A-Za-z]+\\s*\\(\\s*)?("(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.|'')*')`, "gi");
/** `set_config('app.api_key', '…')`: the name in quotes of its own. */
const argument = new RegExp(`["'](${names})["'][ \\t]*,[ \\t]*("(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.|'')*')`, "gi");
const bareLine = new RegExp(`^[ \\t]*(?:export[ \\t]+|set[ \\t]+|-[ \\t]+)?(${names})[ \\t]*[=:][ \\t]*([^\\s'"#][^\\s#]*)[ \\t]*(?:#.*)?$`, "gim");
const bareItem = new RegExp(`(?:^|[,;{(&\\s])(${names})=([^\\s'",;)}&]+)`, "gi");

/** A value behind the name of a secret, where it looks like one. */
function named(text: string, writing: Writing): Match[] {
  const matches = [...text.matchAll(quoted), ...text.matchAll(argument), ...(writing === "settings" ? [...text.matchAll(bareLine), ...text.matchAll(bareItem)] : [])];
  return matches.flatMap((match): Match[] => {
    const name = match[1] ?? "";
    const value = (match[2] ?? "").replace(/^["']|["']$/g, "");
    if (isPlaceholder(value) || looksHashedPassword(name, value) || !looksRandom(value) || isCode(value)) return [];
    return [{ kind: "a value that looks secret, behind a name that says so", at: match.index + match[0].length - (match[2] ?? "").length, end: match.index + match[0].length, sure: false, weak: false }];
  });
}

const option = new RegExp(`(?:^|[,;\\s{(])((?:[A-Za-z0-9_.-]*(?:sst_auth))|${names})(?:\\s*=\\s*|\\s+(?=["']))("[^"]*"|'[^']*'|[^\\s,;]+)`, "gi");

function options(text: string): Match[] {
  return [...text.matchAll(option)].flatMap((match): Match[] => {
    const value = (match[2] ?? "").replace(/^["']|["']$/g, "");
    const name = match[1] ?? "";
    if (value === "" || saysNothing(value) || /^(?:\$\{?[A-Za-z_]|\{\{|on$|off$|true$|false$|\/)/.test(value) || /vault/i.test(name) || looksHashed(value)) return [];
    return [{ kind: "a password, token or key among its options", at: match.index, end: match.index + match[0].length, sure: true, weak: isTrivial(value, "") }];
  });
}

function looksHashedPassword(name: string, value: string): boolean {
  return /pass|pwd/i.test(name) ? looksHashed(value) : /^\$|^\{[A-Z]/.test(value);
}

/** A name, a path, a date, an address: no secret is written so. */
function isCode(value: string): boolean {
  return /^(?:[a-z]+(?:[A-Z][a-z]+)+\d?|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:[._/-][a-z][a-z0-9]*)+|https?:\/\/.*|\/.*|\.{1,2}\/.*|\d{4}-\d\d-\d\d.*|[\w.+-]+@[\w-]+\.\w+|[\w$.]+\(.*)$/.test(value);
}
