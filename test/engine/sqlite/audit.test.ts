import { chmod, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { findingKey } from "../../../src/core/audit/auditFinding.ts";
import type { AuditScope } from "../../../src/core/audit/rule.ts";
import { hideCredentials } from "../../../src/agent/secrets/patterns.ts";
import { noSignal, openSession, runScript, temporaryFolder } from "./open.ts";

/** What an audit of a new file with this script finds, on a read-only connection, with the file's folder. */
async function lookAt(script: string, { scope = "full", url = "sqlite:test.db", mode = 0o600 }: { readonly scope?: AuditScope; readonly url?: string; readonly mode?: number } = {}): Promise<readonly AuditFinding[]> {
  const cwd = await temporaryFolder();
  const writer = await openSession({ cwd, url: "sqlite:test.db?create=true&foreign_keys=off" });
  await runScript(writer, script);
  await writer.close();
  const file = path.join(cwd, "test.db");
  await chmod(file, mode);
  const before = await readFile(file);
  const session = await openSession({ cwd, url, readOnly: true });
  const { findings, unseen } = await session.transaction("readOnly", async () => session.audit.look({ catalog: await session.catalog(), scope, signal: noSignal }));
  expect(unseen).toEqual([]);
  expect(await readFile(file)).toEqual(before);
  expect((await stat(file)).mode & 0o777).toBe(mode);
  for (const { message } of findings) expect(hideCredentials(message)).toBe(message);
  return findings;
}

const keysOf = (findings: readonly AuditFinding[]): string[] => findings.map(findingKey).sort();

const family = "CREATE TABLE parents (id INTEGER PRIMARY KEY); CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents);";

it("finds orphans with their rows, also where the connection enforces foreign keys", async () => {
  const findings = await lookAt(`${family} INSERT INTO parents VALUES (1); INSERT INTO children VALUES (10, 1), (11, 7), (12, 8), (13, NULL);`, { scope: "schema" });
  expect(findings).toEqual([expect.objectContaining({ rule: "schema/orphans", object: "children", part: "parent_id", severity: "error", message: "2 rows of children (parent_id) refer to rows of parents that do not exist, rowid 11, 12." })]);
});

it("finds orphans beside a key that cannot be checked at all", async () => {
  expect(keysOf(await lookAt(`${family} CREATE TABLE odd (name TEXT REFERENCES parents (other)); INSERT INTO children VALUES (1, 1);`, { scope: "schema" }))).toEqual(["schema/orphans children parent_id"]);
});

it("finds foreign keys that the application does not enforce, where there are any", async () => {
  expect(keysOf(await lookAt(family, { url: "sqlite:test.db?foreign_keys=off", scope: "schema" }))).toEqual(["schema/foreign-keys-off test.db"]);
  expect(await lookAt("CREATE TABLE alone (id INTEGER PRIMARY KEY)", { url: "sqlite:test.db?foreign_keys=off", scope: "schema" })).toEqual([]);
  expect(await lookAt(family, { scope: "rls", url: "sqlite:test.db?foreign_keys=off" })).toEqual([]);
});

it("finds values that do not fit their type, and lets be what is written in many ways", async () => {
  const findings = await lookAt("CREATE TABLE t (n INTEGER, r REAL, name TEXT, at DATETIME, any); INSERT INTO t VALUES (1, 1.5, 'a', '2026-01-01', x'00'), ('many', 'much', x'01', 17, 1), (2.5, 2, 'c', NULL, 'x');", { scope: "schema" });
  expect(findings.map(({ part, message }) => `${part ?? ""}: ${/at (.*?) there/.exec(message)?.[1] ?? ""}`)).toEqual(["n: 1 has real, 1 has text", "r: 1 has text", "name: 1 has blob"].map((one) => expect.stringContaining(one.slice(0, 3)) as string));
  expect(findings[0]).toMatchObject({ rule: "schema/values-do-not-fit", object: "t", severity: "warning", message: expect.stringContaining("of the 3 rows looked at 1 has real there, 1 has text there") as string });
  expect(JSON.stringify(findings)).not.toContain("many");
  expect(await lookAt("CREATE TABLE t (n INTEGER, price DECIMAL(10,2), flag BOOLEAN, name VARCHAR(10)) STRICT".replace(" STRICT", "") + "; INSERT INTO t VALUES (1, 2.5, 1, 'x'), (NULL, 3, 0, 5);", { scope: "schema" })).toEqual([]);
});

it("finds primary keys that take NULL, heavier where they did", async () => {
  const findings = await lookAt("CREATE TABLE a (id TEXT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY); INSERT INTO a VALUES (NULL), (NULL);", { scope: "schema" });
  expect(findings.map(({ object, severity }) => `${object} ${severity}`).sort()).toEqual(["a error", "b info"]);
  expect(findings.find(({ object }) => object === "b")?.message).toContain("Only the exact word INTEGER");
  expect(await lookAt("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id TEXT PRIMARY KEY NOT NULL); CREATE TABLE c (id TEXT PRIMARY KEY) WITHOUT ROWID; CREATE TABLE d (id TEXT PRIMARY KEY) STRICT;", { scope: "schema" })).toEqual([]);
});

it("finds STRING columns and used-up AUTOINCREMENT", async () => {
  expect(keysOf(await lookAt("CREATE TABLE t (code STRING, name TEXT)", { scope: "schema" }))).toEqual(["schema/string-type t code"]);
  const used = await lookAt("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (9223372036854775807); INSERT INTO u VALUES (5000000);", { scope: "schema" });
  expect(used).toMatchObject([{ rule: "schema/autoincrement-exhausted", object: "t", severity: "error" }]);
});

const secrets = ["hunter-two", "correct horse", "Zq8wPx41LmVt", "ak9Lw2QzX7vRb4TnP", "4111 1111 1111 1111"];
const people = `CREATE TABLE people (id INTEGER PRIMARY KEY, password TEXT, api_key TEXT, card_number TEXT); INSERT INTO people (password, api_key, card_number) VALUES ('${secrets[0]}', '${secrets[3]}', '${secrets[4]}'), ('${secrets[1]}', NULL, ''), ('${secrets[2]}', '', NULL);`;

it("finds passwords, tokens and cards that can be read, and shows none of them", async () => {
  const findings = await lookAt(people);
  expect(findings.map((finding) => `${finding.severity} ${findingKey(finding)}`)).toEqual(["error credentials/plaintext-column people password", "warning credentials/plaintext-column people api_key", "error credentials/plaintext-column people card_number", "info server/not-encrypted test.db"]);
  for (const secret of secrets) expect(JSON.stringify(findings)).not.toContain(secret);
});

it("knows hashes, ciphers and columns that only sound like secrets", async () => {
  const hashes = [
    "$2b$12$KIXQeW0Zq3n4j5k6l7m8nOPQRSTUVWXYZabcdefghijklmnopqr", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo", "scrypt:32768:8:1$salt$0123456789abcdef", "pbkdf2_sha256$260000$salt$aGFzaA==",
    "5f4dcc3b5aa765d61d8327deb882cf99", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", "{SSHA}abcdefghijklmnopqrst", "gAAAAABhZ0x1y2z3",
  ];
  const findings = await lookAt(`CREATE TABLE people (id INTEGER PRIMARY KEY, password TEXT, password_hint TEXT, token_type TEXT, reset_token_hash TEXT, secret_santa TEXT); INSERT INTO people (password, password_hint, token_type, reset_token_hash) VALUES ${hashes.map((hash) => `('${hash}', 'dog', 'bearer', 'x1y2z3a4b5c6')`).join(", ")};`);
  expect(keysOf(findings)).toEqual(["server/not-encrypted test.db"]);
  expect(await lookAt("CREATE TABLE people (id INTEGER PRIMARY KEY, password TEXT); INSERT INTO people VALUES (1, NULL), (2, ''), (3, '********');")).toEqual([]);
});

it.runIf(process.platform !== "win32")("finds a file that others may read or write, as far as they can come to it", async () => {
  expect(await lookAt(people, { mode: 0o666 })).not.toContainEqual(expect.objectContaining({ part: "the database file", severity: "error" }));
  const cwd = await temporaryFolder();
  const session = await openSession({ cwd });
  await runScript(session, people);
  await chmod(cwd, 0o755);
  await chmod(path.join(cwd, "test.db"), 0o666);
  const open = async (): Promise<string[]> => (await session.audit.look({ catalog: await session.catalog(), scope: "full", signal: noSignal })).findings.filter(({ rule }) => rule.startsWith("server/file")).map(({ rule, part, severity }) => `${severity} ${rule} ${part ?? ""}`);
  expect(await open()).toEqual(["error server/file-writable the database file", "warning server/file-readable the database file"]);
  await chmod(path.join(cwd, "test.db"), 0o600);
  await chmod(cwd, 0o777);
  expect(await open()).toEqual(["error server/file-writable its folder"]);
  await chmod(cwd, 0o1777);
  expect(await open()).toEqual([]);
});

it("finds functions that reach outside, and modules that only the application brings", async () => {
  const findings = await lookAt("CREATE TABLE t (a TEXT); CREATE TRIGGER evil AFTER INSERT ON t BEGIN SELECT load_extension('x'); END; CREATE VIEW v AS SELECT writefile('a', a) FROM t; CREATE VIEW fine AS SELECT 'load_extension(1)' AS a, upper(a) FROM t; CREATE VIRTUAL TABLE found USING fts5(a);");
  expect(keysOf(findings)).toEqual(["schema/reaching-function t evil", "schema/reaching-function v query"]);
});

it("looks at hostile names and at two hundred tables", async () => {
  const hostile = `"<img src=x onerror=alert(1)> ' "" [2J"`;
  const many = Array.from({ length: 200 }, (_, at) => `CREATE TABLE t${at} (id INTEGER PRIMARY KEY, n INTEGER, password TEXT);`).join("\n");
  const findings = await lookAt(`${many} CREATE TABLE ${hostile} (${hostile} INTEGER, "pass'word" TEXT); INSERT INTO ${hostile} VALUES ('x', 'y');`);
  expect(findings).toMatchObject([{ rule: "schema/values-do-not-fit", object: `<img src=x onerror=alert(1)> ' " [2J` }]);
});
