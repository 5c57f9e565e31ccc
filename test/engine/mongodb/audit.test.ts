import { describe, expect, test } from "vitest";
import { prove } from "../../../src/commands/security/audit/prove.ts";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { findingKey } from "../../../src/core/audit/auditFinding.ts";
import { never } from "../fixture/harness.ts";
import { serverUrl, useMongodb } from "./server.ts";

describe.runIf(serverUrl !== undefined)("an audit of MongoDB", () => {
  const { fresh, open } = useMongodb();

  async function findingsOf(commands: readonly object[]): Promise<readonly AuditFinding[]> {
    const name = fresh();
    const writer = await open(name);
    for (const command of commands) await writer.run(JSON.stringify(command));
    const reader = await open(name, { readOnly: true });
    return (await reader.audit.look({ catalog: await reader.catalog(), scope: "full", signal: never })).findings;
  }
  const keysOf = (findings: readonly AuditFinding[]): string[] => findings.map(findingKey).filter((key) => !key.startsWith("server/")).sort();
  const schema = { $jsonSchema: { required: ["tenantId", "total"], properties: { tenantId: { bsonType: "string" }, total: { bsonType: "int" } } } };
  const indexed = { createIndexes: "orders", indexes: [{ key: { tenantId: 1, total: -1 }, name: "tenant" }] };

  test("a collection whose validator holds and whose tenants are told apart has no finding", async () => {
    expect(keysOf(await findingsOf([{ create: "orders", validator: schema }, indexed, { insert: "orders", documents: [{ _id: 1, tenantId: "a", total: 1 }] }]))).toEqual([]);
  });

  test("tells what validators leave open, and offers to close it where no document is in the way", async () => {
    const found = await findingsOf([
      { create: "orders", validator: schema, validationAction: "warn" }, indexed, { insert: "orders", documents: [{ _id: 1, tenantId: "a" }, { _id: 2 }] },
      { create: "calm", validator: { a: { $type: "int" } }, validationLevel: "moderate" },
      { insert: "people", documents: [{ _id: 1, email: "x" }] },
    ]);
    expect(keysOf(found)).toEqual(["rls/tenant-field-optional orders tenantId", "schema/no-validator people", "schema/validator-not-strict calm", "schema/validator-only-warns orders"]);
    expect(found.find(({ rule }) => rule === "schema/no-validator")).toMatchObject({ severity: "warning", message: expect.stringContaining("email") as unknown });
    const warns = found.find(({ rule }) => rule === "schema/validator-only-warns");
    expect(warns?.message).toContain("2 documents break it now");
    expect(warns?.fix).toBeUndefined();
    expect(found.find(({ rule }) => rule === "schema/validator-not-strict")).toMatchObject({ fix: { statements: ['{"collMod": "calm", "validationLevel": "strict"}'], undo: ['{"collMod": "calm", "validationLevel": "moderate"}'] } });
    expect(found.find(({ rule }) => rule === "rls/tenant-field-optional")).toMatchObject({ message: expect.stringContaining("of 2 that were looked at 1 has none") as unknown });
  });

  test("tells a tenant's field that no index begins with, and a unique index over all tenants", async () => {
    const found = await findingsOf([
      { create: "orders", validator: schema },
      { createIndexes: "orders", indexes: [{ key: { total: 1, tenantId: 1 }, name: "other" }, { key: { tenantId: 1 }, name: "some", partialFilterExpression: { total: { $gt: 5 } } }, { key: { number: 1 }, name: "number", unique: true, sparse: true }] },
    ]);
    expect(keysOf(found)).toEqual(["rls/tenant-field-without-index orders tenantId", "rls/unique-across-tenants orders number"]);
  });

  test("sees a field that is demanded in a part of the validator", async () => {
    const parts = { $and: [{ total: { $gt: 0 } }, { $jsonSchema: { required: ["tenantId"], properties: { tenantId: { bsonType: "string" } } } }] };
    expect(keysOf(await findingsOf([{ create: "orders", validator: parts }, indexed, { insert: "orders", documents: [{ _id: 1, tenantId: "a", total: 1 }] }]))).toEqual([]);
  });

  test("an index for tenants whom the documents alone tell is executed before it is offered", async () => {
    const session = await open(fresh());
    await session.run(JSON.stringify({ insert: "orders", documents: [{ _id: 1, tenantId: "a" }, { _id: 2, tenantId: "b" }] }));
    const catalog = await session.catalog();
    const { findings } = await session.audit.look({ catalog, scope: "rls", signal: never });
    const { proofs, places } = await prove(session, findings, catalog, { scope: "rls", files: [], signal: never, largeTableRows: 1000, onProgress: () => undefined });
    expect(proofs.find(({ finding }) => finding.rule === "rls/tenant-field-without-index")?.fix).toMatchObject({ verdict: "proven" });
    expect(places).toEqual(["on a scratch database of the same structure with a sample of the documents"]);
  });

  test("a field that one odd document has is no tenant's", async () => {
    expect(keysOf(await findingsOf([{ insert: "notes", documents: [{ _id: 1, tenantId: "a" }, { _id: 2 }, { _id: 3 }] }]))).toEqual(["schema/no-validator notes"]);
  });

  const secretsOf = (findings: readonly AuditFinding[]): readonly AuditFinding[] => findings.filter(({ rule }) => rule === "credentials/plaintext-field");

  test("tells secrets that are kept as they are, by kind and count, and shows none of them", async () => {
    const people = Array.from({ length: 6 }, (_, at) => ({
      _id: at, password: `Sommer${at}!reise`, login: { apiKey: `k9Zq${at}xW7vT2mLp4Rb8Ds` }, cards: [{ cardNumber: "4539148803436467" }], pem: `-----BEGIN PRIVATE KEY-----${at}`,
    }));
    const found = secretsOf(await findingsOf([{ insert: "people", documents: people }]));
    expect(found.map(({ part, severity, message }) => [part, severity, message.replace(/\. .*/, "")])).toEqual([
      ["cards.cardNumber", "error", "people.cards.cardNumber holds numbers of cards or persons that can be read: 6 of 6 values looked at"],
      ["login.apiKey", "warning", "people.login.apiKey holds tokens that can be used as they are: 6 of 6 values looked at"],
      ["password", "error", "people.password holds passwords that can be read: 6 of 6 values looked at"],
      ["pem", "error", "people.pem holds private keys that can be used as they are: 6 of 6 values looked at"],
    ]);
    expect(JSON.stringify(found)).not.toMatch(/Sommer|k9Zq|4539|BEGIN/);
  });

  test("takes hashes, masked numbers, what is encrypted and what is said of a secret for none", async () => {
    const hash = "$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZTS0p7k6r6yZcFqzLwGmYgqGqJbH1e";
    const people = Array.from({ length: 6 }, (_, at) => ({
      _id: at, password: hash, passwordHash: hash, token: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", cardNumber: "************6467", passwordChangedAt: "2024-02-03", tokenCount: 4, apiKey: "vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX9vyf7w==",
      secret: { $binary: { base64: "AAAA", subType: "06" } }, secretQuestion: "Name of the first pet", totalPan: 4,
    }));
    expect(secretsOf(await findingsOf([{ insert: "people", documents: people }]))).toEqual([]);
  });

  test("says that a server asks for no login, because it was shown the users without one", async () => {
    const found = await findingsOf([]);
    expect(found.find(({ rule }) => rule === "server/no-authentication")).toMatchObject({ object: "server", message: expect.stringContaining("no name and no password, and was shown the users") as unknown });
  });
});
