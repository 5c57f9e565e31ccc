import { nameWords } from "../nameWords.ts";

const tenant = /^(?:tenant|org|organi[sz]ation|company|workspace|team|household|family|school|clinic|store|shop|merchant|firm|group|business|customer account)(?: ?(?:id|uuid|key|slug))?$/;
const people = "user|owner|author|account|customer|member|profile|creator|client|patient|person|employee|student|seller|buyer|sender|recipient|uploader";
const owner = new RegExp(`^(?:(?:${people}) ?(?:id|uuid|uid|sub)|user|owner|author|creator|profile|member|account|customer|patient|employee|student|person|uploader|sender|recipient|owned by|created by|uploaded by|assigned to|user ?name|login|uid)$`);
const personal = new RegExp(
  "^(?:e mail|email|phone|mobile|telephone|fax)(?: (?:address|number|no))?$" +
  "|^(?:first|last|full|middle|given|family|maiden) ?name$|^surname$" +
  "|^(?:date of birth|birth ?(?:date|day)|dob|gender|ethnicity|religion|nationality|marital status)$" +
  "|(?:^| )(?:ssn|iban|passport|tax id|national id|social security|credit card|card number|cvv|bank account|account number|salary|income|diagnosis|medical|ip address|home address|street|postal code)(?: |$)",
);
const secret = new RegExp(
  "(?:^| )(?:password|passwd|passphrase|pwd|secret|api ?key|private key|access key|access token|refresh token|auth token|session token|reset token|otp|totp|pin code|recovery codes?|encryption key|client secret|webhook secret)(?: |$)|^(?:token|salt)$",
);
/** What is said of a secret instead of being one: "password_changed_at", "token_expires". */
const aboutSecret = / (?:at|on|count|enabled|expires?|expiry|hint|attempts|policy|length|version)$/;

/** The column says which tenant a row belongs to: "tenant_id", "orgId". Told by its name alone. */
export function isTenantColumn(name: string): boolean {
  return tenant.test(nameWords(name));
}

/** The column says whose a row is: "owner_id", "createdBy". Told by its name alone. */
export function isOwnerColumn(name: string): boolean {
  return owner.test(nameWords(name));
}

/** The column holds what is about a person: "email", "birth_date", "iban". Told by its name alone. */
export function isPersonalColumn(name: string): boolean {
  return personal.test(nameWords(name));
}

/** The column holds what opens something else, as it is or hashed: "password_hash", "apiKey". Told by its name alone. */
export function isSecretColumn(name: string): boolean {
  const words = nameWords(name);
  return secret.test(words) && !aboutSecret.test(words);
}
