/**
 * Expressions that find the secrets of a connection URL however they are written: raw, percent-encoded (wholly or partly), JSON-escaped,
 * doubled as in SQL, escaped for a shell or for HTML, in base64, composed or decomposed.
 */
export function exactSecrets(url: string): RegExp[] {
  const forms = new Set<string>();
  for (const secret of secretsOf(url)) {
    forms.add(secret);
    forms.add(secret.normalize("NFC"));
    forms.add(secret.normalize("NFD"));
  }
  const ordinary = ordinaryWords(url);
  const found = [...forms].filter((form) => [...form].length > 3 && !ordinary.has(form.toLowerCase())).sort((a, b) => b.length - a.length);
  return found.flatMap((form) => [anyWriting(form), new RegExp(escapeRegExp(Buffer.from(form).toString("base64").replace(/=+$/, "")) + "=*", "g")]);
}

/** The passwords in a URL, by every reading of where the password ends, as written and decoded. */
function secretsOf(url: string): string[] {
  const rest = /^[a-z][a-z0-9+.-]*:\/\/(.*)$/is.exec(url)?.[1];
  const written: string[] = [];
  if (rest !== undefined) {
    const authority = /^[^/?#]*/.exec(rest)![0];
    for (const part of [authority, rest]) {
      const userinfo = part.lastIndexOf("@") === -1 ? undefined : part.slice(0, part.lastIndexOf("@"));
      const colon = userinfo?.indexOf(":") ?? -1;
      if (userinfo !== undefined && colon !== -1) written.push(userinfo.slice(colon + 1));
    }
  }
  for (const match of url.matchAll(/[?&](?:password|sslpassword|pass|pwd|key|hexkey|token)=([^&]*)/gi)) written.push(match[1]!, match[1]!.replace(/\+/g, " "));
  return [...new Set(written.flatMap((secret) => [secret, decoded(secret)]))].filter((secret) => secret !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
  }
}

/** Words that a report must be able to say although somebody made a password of them: hidden only where they stand as a credential. */
function ordinaryWords(url: string): Set<string> {
  const words = ["postgres", "postgresql", "mysql", "mariadb", "sqlite", "mongodb", "root", "public", "localhost", "development", "staging", "production", "database", "migration", "snapshot"];
  const named = /^[a-z][a-z0-9+.-]*:\/\/([^:@/]*)(?::.*)?@([^/?#]*)\/?([^?#]*)/is.exec(url);
  return new Set([...words, ...(named?.slice(1).map((word) => word.toLowerCase()) ?? [])]);
}

/** One expression for a text in any mixture of its writings, character by character. */
function anyWriting(secret: string): RegExp {
  return new RegExp([...secret].map(anyCharacter).join(""), "g");
}

const entities: Readonly<Record<string, string>> = { "&": "&(?:amp|#38|#x26);", "<": "&(?:lt|#60|#x3c);", ">": "&(?:gt|#62|#x3e);", '"': "&(?:quot|#34|#x22);", "'": "&(?:apos|#39|#x27);" };

function anyCharacter(character: string): string {
  const hexPairs = (Buffer.from(character).toString("hex").match(/../g) ?? []).map((pair) => `%${anyCase(pair)}`).join("");
  const units = [...Array(character.length).keys()].map((index) => `\\\\u${anyCase(character.charCodeAt(index).toString(16).padStart(4, "0"))}`).join("");
  const ways = [hexPairs, units];
  const entity = entities[character];
  if (entity !== undefined) ways.push(entity);
  if (character === "\n") ways.push("\\\\+n");
  if (character === "\t") ways.push("\\\\+t");
  if (character === "\r") ways.push("\\\\+r");
  if (character === " ") ways.push("\\+");
  if (character === "'") ways.push("'\\\\''", "\\\\*'{1,2}");
  else if (character === '"') ways.push('\\\\*"{1,2}');
  else if (character === "\\") ways.push("\\\\{1,8}");
  else ways.push(`\\\\*${escapeRegExp(character)}`);
  return `(?:${ways.join("|")})`;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
