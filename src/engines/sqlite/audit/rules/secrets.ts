import { counted } from "../../../../core/counted.ts";
import { plaintextSaid } from "../../../../core/secrets/plaintext.ts";
import type { SqliteRule } from "../rule.ts";

const plain = "credentials/plaintext-column";

/** What is sampled is judged by its form and forgotten. */
export const plaintextColumn: SqliteRule = {
  id: plain,
  title: "Secrets kept as they are",
  why: "A copy of the file is a copy of every account. Hashes (bcrypt, argon2, scrypt, PBKDF2, digests in hexadecimal) and what looks encrypted are left out; the values themselves are never shown.",
  scope: "full",
  find: ({ sensitive }) => sensitive.filter(({ looked, plain: count }) => looked > 0 && count * 2 >= looked).map(({ table, column, kind, looked, plain: count }) => ({
    rule: plain, object: table, part: column, severity: plaintextSaid[kind].severity,
    message: `${table}.${column} holds ${plaintextSaid[kind].what}: ${count} of ${counted(looked, "value")} looked at. ${plaintextSaid[kind].instead}.`,
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
