import { anyWriting, escapeRegExp } from "./writings.ts";

/** Finds one secret; `$1` and `$2` of the replacement keep what stands around it. */
export interface SecretFinder {
  readonly find: RegExp;
  readonly replace: string;
}

/**
 * What finds the passwords of a connection URL however they are written. A short one, or one that is an ordinary word of this
 * connection (its user, its database), is hidden only where it stands as a credential: elsewhere it says nothing.
 */
export function findersOfUrl(url: string): SecretFinder[] {
  const read = readUrl(url);
  const ordinary = new Set([...productWords, ...read.names.map((name) => name.toLowerCase())]);
  const basic = read.users.flatMap((user) => read.secrets.map((secret) => base64(`${user}:${secret}`)));
  return [...finders(read.secrets, ordinary), ...basic.map((find) => ({ find, replace: "***" }))];
}

/** The same for a secret that is known by itself, such as PGPASSWORD. */
export function findersOfSecret(secret: string): SecretFinder[] {
  return secret === "" ? [] : finders([secret], productWords);
}

const productWords: ReadonlySet<string> = new Set(["postgres", "postgresql", "mysql", "mariadb", "sqlite", "mongodb", "root", "public", "localhost", "development", "staging", "production", "database", "migration", "migrations", "snapshot", "statement", "statements", "rollback", "version", "password", "secret", "wrong"]);

function finders(secrets: readonly string[], ordinary: ReadonlySet<string>): SecretFinder[] {
  const forms = [...new Set(secrets.flatMap((secret) => [secret, secret.normalize("NFC"), secret.normalize("NFD")]))].sort((a, b) => b.length - a.length);
  return forms.flatMap((form) => {
    const writing = anyWriting(form);
    const asCredential: SecretFinder[] = [
      { find: new RegExp(`(://[^\\s:@/]*:)${writing}(?=@)`, "gi"), replace: "$1***" },
      { find: new RegExp(`((?:password|passwd|pass|pwd|identified\\s+by)["']?\\s*[=:]?\\s*(?:\\\\*["'])?)${writing}(?![A-Za-z0-9])`, "gi"), replace: "$1***" },
    ];
    const everywhere: SecretFinder[] = [{ find: new RegExp(writing, "g"), replace: "***" }, { find: base64(form), replace: "***" }];
    return [...form].length > 3 && !ordinary.has(form.toLowerCase()) ? everywhere : asCredential;
  });
}

function base64(text: string): RegExp {
  const standard = escapeRegExp(Buffer.from(text).toString("base64").replace(/=+$/, ""));
  return new RegExp(`${standard.replaceAll("\\+", "[+-]").replaceAll("\\/", "[/_]")}=*`, "g");
}

/** Users, passwords and harmless names of a URL, by every reading of where the password ends, as written and decoded. */
function readUrl(url: string): { readonly users: string[]; readonly secrets: string[]; readonly names: string[] } {
  const users: string[] = [];
  const secrets: string[] = [];
  const names: string[] = [];
  const rest = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(url)?.[1];
  const authority = rest === undefined ? "" : /^[^/?#]*/.exec(rest)![0];
  for (const part of rest === undefined ? [] : [authority, rest]) {
    const at = part.lastIndexOf("@");
    const colon = part.indexOf(":");
    if (at !== -1 && colon !== -1 && colon < at) {
      users.push(part.slice(0, colon));
      secrets.push(part.slice(colon + 1, at));
    }
  }
  names.push(...users, .../^[^/?#]*?([^@:/?#]*)(?::\d+)?(?:\/([^?#]*))?(?:$|[?#])/.exec(rest?.slice(rest.lastIndexOf("@") + 1) ?? "")?.slice(1).map((name) => name ?? "") ?? []);
  for (const match of url.matchAll(/[?&](?:[^=&]*(?:password|passwd|passphrase|pwd|secret|token|authmechanismproperties)|pass|key|hexkey)=([^&]*)/gi)) secrets.push(match[1]!, match[1]!.replace(/\+/g, " "));
  const bothForms = (texts: readonly string[]): string[] => [...new Set(texts.flatMap((text) => [text, decoded(text)]))].filter((text) => text !== "");
  return { users: bothForms(users), secrets: bothForms(secrets), names: bothForms(names) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
  }
}
