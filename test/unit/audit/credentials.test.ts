import { describe, expect, it } from "vitest";
import { hideCredentials } from "../../../src/agent/secrets/patterns.ts";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { findingKey } from "../../../src/core/audit/auditFinding.ts";
import { credentialRules } from "../../../src/core/audit/credentials/rules.ts";
import type { Catalog, RoutineObject, ViewObject } from "../../../src/core/catalog/catalog.ts";
import { tableOf } from "../snapshot/catalogs.ts";
import { check, indexOf, roomOf, withColumn } from "./room.ts";
import type { More } from "./room.ts";

const found = (more: More, tables: Parameters<typeof roomOf>[0] = []): readonly AuditFinding[] => credentialRules.flatMap((rule) => rule.find(roomOf(tables, more)));

const secrets = ["Zq8-first-9x", "hunter-two-77", "AKIAQ3EGRT5LMNOP7XYZ", "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "k9Lw2QzX7vRb4TnP", "AIzaSyD4f8gHj2kLm5nPq7rSt9uVw1xYz3aB5cD", "xoxb-2374839201-84729384756-aBcDeFgHiJkL", "m4Vx-eighth-2Q", "p7Tt-ninth-55", "w3Rr-tenth-11", "Nn5-eleventh-8"] as const;

const routine: RoutineObject = { schema: "public", name: "pull", form: "function", signature: "integer", language: "plpgsql", securityDefiner: false, settings: [], definition: `CREATE OR REPLACE FUNCTION public.pull(integer) AS $$\nBEGIN\n  PERFORM dblink_connect('host=db.shop.io user=app password=${secrets[0]}');\nEND $$` };
const view: ViewObject = { schema: "public", name: "rates", form: "view", columns: [{ name: "a", type: "text", comment: `call it with ${secrets[4]}` }], query: `SELECT net.get('https://rates.shop.io', api_key => '${secrets[5]}')`, options: {}, indexes: [], triggers: [], dependsOn: [] };
const planted: Partial<Catalog> = {
  routines: [routine],
  views: [view],
  others: [{ kind: "event", name: "nightly", definition: `CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO CREATE USER x IDENTIFIED BY '${secrets[8]}'`, facts: {} }],
};
const table = {
  ...withColumn(withColumn(tableOf("users", ["id!", "token"], { comment: `postgres://app:${secrets[1]}@db.shop.io/shop` }), { name: "token", default: `'${secrets[3]}'::text` }), { name: "note", comment: `key ${secrets[6]}` }),
  constraints: [check("c", `token <> '${secrets[2]}'`)],
  triggers: [{ name: "tell", definition: `CREATE TRIGGER tell AFTER INSERT ON users EXECUTE FUNCTION slack('${secrets[7]}')`, enabled: "origin" as const }],
  indexes: [indexOf("i (id)", { predicate: "x", definition: `CREATE INDEX i ON users (id) WHERE (token = '${secrets[2]}')` })],
};
const texts = [
  { object: "foreign server reports", part: "options", text: `user=app,password=${secrets[9]}` },
  { object: "file config/app.env", file: "config/app.env", text: `# settings\nPORT=1\nDB_PASSWORD=${secrets[10]}\n` },
  { object: "file test/fixtures/a.sql", file: "test/fixtures/a.sql", text: `CREATE ROLE a PASSWORD '${secrets[11]}';` },
];
const all = found({ rest: planted, texts }, [table]);

describe("credentials in a database and its workspace", () => {
  it("are found in every place", () => {
    expect(all.map(findingKey).map((key) => key.split(" ").slice(0, 2).join(" ")).sort()).toEqual([
      "credentials/in-comment public.rates", "credentials/in-comment public.users", "credentials/in-comment public.users", "credentials/in-constraint public.users", "credentials/in-default public.users",
      "credentials/in-definition event", "credentials/in-file file", "credentials/in-file file", "credentials/in-index public.users", "credentials/in-routine public.pull(integer)",
      "credentials/in-server foreign", "credentials/in-trigger public.users", "credentials/in-view public.rates",
    ]);
  });

  it("are never told: not in a message, a key, a place or their length", () => {
    const whole = JSON.stringify(all);
    for (const secret of secrets) {
      expect(whole).not.toContain(secret);
      for (const part of secret.split(/[-_]/).filter((word) => word.length > 3 && !["live"].includes(word))) expect(whole).not.toContain(part);
    }
    expect(whole).not.toMatch(/\b\d+ (?:characters|bytes|letters)/);
    for (const { range } of all) if (range !== undefined) expect(range.end).toEqual(range.start);
  });

  it("are told in words that need no hiding", () => {
    for (const { message } of all) expect(hideCredentials(message)).toBe(message);
    for (const rule of credentialRules) expect(hideCredentials(`${rule.title} ${rule.why}`)).toBe(`${rule.title} ${rule.why}`);
  });

  it("keep their key when lines move, and have the line in the file", () => {
    const inFile = all.find(({ file }) => file === "config/app.env");
    expect(inFile).toMatchObject({ range: { start: { line: 2, character: 12 }, end: { line: 2, character: 12 } }, severity: "warning", message: expect.stringContaining("line 3") as string });
    const moved = found({ texts: texts.map((text) => ({ ...text, text: `\n\n${text.text}` })) });
    expect(moved.map(findingKey)).toEqual(found({ texts }).map(findingKey));
  });

  it("weigh less in tests and examples", () => {
    expect(all.find(({ file }) => file === "test/fixtures/a.sql")?.severity).toBe("info");
    expect(found({ texts: [{ object: "file spec/a.json", file: "spec/a.json", text: '{"api_key": "k9Lw2QzX7vRb4TnP"}' }] })).toEqual([]);
    expect(all.find(({ rule }) => rule === "credentials/in-routine")?.severity).toBe("error");
  });

  it("are not seen where there are none", () => {
    const plain = { ...tableOf("users", ["id!", "password_hash", "api_key"], { comment: "People; the password is kept as a hash." }) };
    const harmless: RoutineObject = { ...routine, definition: "CREATE FUNCTION public.pull() AS $$ SELECT * FROM vault.decrypted_secrets WHERE name = 'stripe_key_2024' AND password = crypt($1, password) $$" };
    expect(found({ rest: { routines: [harmless] }, texts: [{ object: "file .env.example", file: ".env.example", text: "DATABASE_URL=postgres://user:password@localhost:5432/db\nSECRET=changeme\n" }] }, [plain])).toEqual([]);
  });
});
