import { counted } from "../../../../core/counted.ts";
import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { SensitiveColumn } from "../facts/sensitive.ts";
import type { SqliteRule } from "../rule.ts";

const plain = "credentials/plaintext-column";

const said: Readonly<Record<SensitiveColumn["kind"], { readonly what: string; readonly severity: AuditFinding["severity"]; readonly instead: string }>> = {
  password: { what: "passwords that can be read", severity: "error", instead: "Keep a salted hash (argon2, scrypt, bcrypt) in their place" },
  token: { what: "tokens that can be used as they are", severity: "warning", instead: "Keep a hash where they are only compared, or encrypt them" },
  card: { what: "numbers of cards or persons that can be read", severity: "error", instead: "Encrypt them, or keep what stands for them" },
  key: { what: "private keys that can be used as they are", severity: "error", instead: "Keep them in a key store, or encrypt them" },
};

/** What is sampled is judged by its form and forgotten. */
export const plaintextColumn: SqliteRule = {
  id: plain,
  title: "Secrets kept as they are",
  why: "A copy of the file is a copy of every account. Hashes (bcrypt, argon2, scrypt, PBKDF2, digests in hexadecimal) and what looks encrypted are left out; the values themselves are never shown.",
  scope: "full",
  find: ({ sensitive }) => sensitive.filter(({ looked, plain: count }) => looked > 0 && count * 2 >= looked).map(({ table, column, kind, looked, plain: count }) => ({
    rule: plain, object: table, part: column, severity: said[kind].severity,
    message: `${table}.${column} holds ${said[kind].what}: ${count} of ${counted(looked, "value")} looked at. ${said[kind].instead}.`,
  })),
};

export const notEncrypted: SqliteRule = {
  id: "server/not-encrypted",
  title: "Secrets in a file that is not encrypted",
  why: "SQLite itself encrypts nothing; SQLCipher, SEE or an encrypted disk do. Told only where columns hold passwords, tokens, keys or cards, as values or as hashes.",
  scope: "full",
  find: ({ sensitive, database }) => {
    const holders = sensitive.filter(({ looked }) => looked > 0);
    if (holders.length === 0) return [];
    return [{ rule: "server/not-encrypted", object: database, severity: "info", message: `The file is not encrypted, and ${holders.map(({ table, column }) => `${table}.${column}`).join(", ")} ${holders.length === 1 ? "is" : "are"} in it: a copy or a lost disk gives them away.` }];
  },
};
