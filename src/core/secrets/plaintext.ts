import { looksHashed, looksRandom } from "./entropy.ts";
import { isPlaceholder } from "./placeholder.ts";

/** What a column or field keeps, by its name: something that should not be readable as it is. */
export type PlaintextKind = "password" | "token" | "card" | "key";

/** What a name says of its values; null where they may be read, or are told apart from the secret: a hash, a hint, when it was changed. */
export function plaintextKind(name: string): PlaintextKind | null {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/-/g, "_").toLowerCase();
  if (/hash|digest|salt|cipher|crypt|reset|hint|change|expir|length|policy|algo|type|_id$|_at$|count|required|enabled|strategy|name|url|verified|version|public|label|limit|usage|budget/.test(words)) return null;
  if (/(?:^|_)(?:password|passwd|passphrase|pwd|passcode|user_?pass)$/.test(words)) return "password";
  if (/(?:^|_)(?:private_?key|secret_?key|pem)$/.test(words)) return "key";
  if (/(?:^|_)(?:token|secret|api_?key|access_?key|auth_?key|bearer|client_?secret)$/.test(words)) return "token";
  return /(?:^|_)(?:card_?(?:number|no|num)|credit_?card|cc_?(?:number|num)|pan|ssn|social_security(?:_number)?|iban)$/.test(words) ? "card" : null;
}

/** Is there something to judge? Nothing is kept in an empty text, and a masked one holds only a part. */
export function isKept(value: string): boolean {
  return value !== "" && !/[*•]{2,}|^x{2,}/i.test(value);
}

/** Can it be read, or used, as it is? Hashes and what looks encrypted cannot. */
export function isPlaintext(kind: PlaintextKind, value: string): boolean {
  if (looksHashed(value) || looksEncrypted(value)) return false;
  if (kind === "password") return value.length <= 72;
  if (kind === "key") return /PRIVATE KEY/.test(value) || looksRandom(value);
  if (kind === "token") return !isPlaceholder(value) && looksRandom(value);
  const digits = value.replace(/[ -]/g, "");
  return /^\d{13,19}$/.test(digits) ? passesLuhn(digits) : /^\d{3}-?\d{2}-?\d{4}$/.test(value) || /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(digits);
}

/** How bad it is that they can be read, in a report's words, and what to do. */
export const plaintextSaid: Readonly<Record<PlaintextKind, { readonly what: string; readonly severity: "error" | "warning"; readonly instead: string }>> = {
  password: { what: "passwords that can be read", severity: "error", instead: "Keep a salted hash (argon2, scrypt, bcrypt) in their place" },
  token: { what: "tokens that can be used as they are", severity: "warning", instead: "Keep a hash where they are only compared, or encrypt them" },
  card: { what: "numbers of cards or persons that can be read", severity: "error", instead: "Encrypt them, or keep what stands for them" },
  key: { what: "private keys that can be used as they are", severity: "error", instead: "Keep them in a key store, or encrypt them" },
};

/** A header of a known format, or a long text in which nothing can be read. */
function looksEncrypted(value: string): boolean {
  return /^(?:gAAAAA|v\d:|vault:v\d+:|enc:|ENC\(|\$aes|AES|eyJ[\w-]+\.\.|-----BEGIN (?:PGP|ENCRYPTED)|\\x|age1|AQICAH)/.test(value) || /^[A-Za-z0-9+/_-]{88,}={0,2}$/.test(value);
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
