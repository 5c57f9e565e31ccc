import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { counted } from "../../../../core/counted.ts";
import { plaintextSaid } from "../../../../core/secrets/plaintext.ts";
import type { MongodbRule } from "../rule.ts";

const id = "credentials/plaintext-field";

/** What is sampled is judged by its form and forgotten. */
export const plaintextField: MongodbRule = {
  id,
  title: "Secrets kept as they are",
  why: "Whoever may find on the collection, a backup or a log of slow queries has them all. Hashes (bcrypt, argon2, scrypt, PBKDF2, digests in hexadecimal), what looks encrypted and what client-side field level encryption wrote are left out; the values themselves are never shown.",
  scope: "full",
  find: ({ collections }) =>
    collections.flatMap(({ table, secrets }) => secrets.filter(({ looked, plain }) => plain * 2 >= looked).map(({ path, kind, looked, plain }): AuditFinding => ({
      rule: id, object: table.name, part: path, severity: plaintextSaid[kind].severity,
      message: `${table.name}.${path} holds ${plaintextSaid[kind].what}: ${plain} of ${counted(looked, "value")} looked at. ${plaintextSaid[kind].instead}.`,
    }))),
};
