import { describe, expect, test } from "vitest";
import { findingKey } from "../../../src/core/audit/auditFinding.ts";
import type { Account, CustomRole } from "../../../src/engines/mongodb/audit/accountFacts.ts";
import type { AuditFacts } from "../../../src/engines/mongodb/audit/facts.ts";
import { mongodbRules } from "../../../src/engines/mongodb/audit/rules.ts";
import type { ServerFacts } from "../../../src/engines/mongodb/audit/serverFacts.ts";

const safe: ServerFacts = { loggedInAs: ["app@shop"], authentication: true, listensOn: ["10.0.0.5"], tlsMode: "requireTLS", tls: true, javascript: false, unseen: [] };
const app: Account = { user: "app", db: "shop", roles: [{ role: "readWrite", db: "shop" }], mechanisms: ["SCRAM-SHA-256"] };
const role = (...privileges: CustomRole["privileges"]): CustomRole => ({ role: "reports", db: "shop", privileges });

function found(facts: { readonly server?: Partial<ServerFacts>; readonly accounts?: readonly Account[]; readonly roles?: readonly CustomRole[] }): string[] {
  const all: AuditFacts = { database: "shop", server: { ...safe, ...facts.server }, accounts: facts.accounts ?? [app], roles: facts.roles ?? [], collections: [], unseen: [] };
  return mongodbRules.flatMap((rule) => rule.find(all)).map((finding) => `${finding.severity} ${findingKey(finding)}`).sort();
}

describe("what is told of a MongoDB server", () => {
  test.each<[string, Partial<ServerFacts>, string[]]>([
    ["one that asks for logins, encrypts and is told its addresses", {}, []],
    ["one on its own machine alone, without TLS", { listensOn: ["127.0.0.1", "::1", "/tmp/mongodb.sock"], tlsMode: "disabled", tls: false }, []],
    ["one that asks nobody, on its own machine", { authentication: false, loggedInAs: [], listensOn: ["localhost"] }, ["warning server/no-authentication server"]],
    ["one that asks nobody, on every network", { authentication: false, loggedInAs: [], listensOn: ["0.0.0.0"] }, ["error server/listens-everywhere server", "error server/no-authentication server"]],
    ["one that asks nobody, and whose addresses are not known", { authentication: false, loggedInAs: [], listensOn: null, tlsMode: null }, ["error server/no-authentication server"]],
    ["one on every network, with logins", { listensOn: ["::"] }, ["info server/listens-everywhere server"]],
    ["one that may encrypt and need not", { tlsMode: "preferTLS", tls: false }, ["warning server/no-tls server"]],
    ["one whose TLS ends before it", { tlsMode: "disabled", tls: true }, []],
    ["one that runs JavaScript", { javascript: true }, ["info server/javascript server"]],
    ["one whose options may not be read", { authentication: null, listensOn: null, tlsMode: null, javascript: null }, []],
  ])("%s", (_, server, expected) => expect(found({ server })).toEqual(expected));
});

describe("what is told of accounts", () => {
  test.each<[string, readonly Account[], string[]]>([
    ["an application that reads and writes its database, beside an administrator", [app, { user: "root", db: "admin", roles: [{ role: "root", db: "admin" }], mechanisms: [] }], []],
    ["an owner of his own database who is not at work", [app, { user: "dba", db: "shop", roles: [{ role: "dbOwner", db: "shop" }], mechanisms: [] }], []],
    ["an application that is its database's owner", [{ ...app, roles: [{ role: "dbOwner", db: "shop" }] }], ["warning accounts/more-than-needed app@shop dbOwner@shop"]],
    ["an application that reads every database", [{ ...app, roles: [{ role: "readAnyDatabase", db: "admin" }] }], ["warning accounts/more-than-needed app@shop readAnyDatabase@admin"]],
    ["an account of a database that may do everything", [app, { user: "x", db: "shop", roles: [{ role: "root", db: "admin" }], mechanisms: [] }], ["warning accounts/more-than-needed x@shop root@admin"]],
    ["a role of one's own that is called root", [{ ...app, roles: [{ role: "root", db: "shop" }] }], []],
    ["a password in the old form", [{ ...app, mechanisms: ["SCRAM-SHA-1"] }], ["warning accounts/old-mechanism app@shop"]],
    ["a password in both forms", [{ ...app, mechanisms: ["SCRAM-SHA-1", "SCRAM-SHA-256"] }], []],
    ["a certificate", [{ ...app, mechanisms: ["external"] }], []],
  ])("%s", (_, accounts, expected) => expect(found({ accounts })).toEqual(expected));
});

describe("what is told of roles", () => {
  test.each<[string, CustomRole, string[]]>([
    ["one that reads a collection", role({ database: "shop", collection: "orders", anyResource: false, actions: ["find"] }), []],
    ["one that reads every database", role({ database: "", collection: "", anyResource: false, actions: ["find", "listCollections"] }), []],
    ["one that changes every database", role({ database: "", collection: "", anyResource: false, actions: ["find", "update"] }), ["warning accounts/boundless-role reports@shop"]],
    ["one on any resource", role({ anyResource: true, actions: ["find"] }), ["warning accounts/boundless-role reports@shop"]],
    ["one that may do any action", role({ database: "shop", collection: "", anyResource: false, actions: ["anyAction"] }), ["warning accounts/boundless-role reports@shop"]],
  ])("%s", (_, own, expected) => expect(found({ roles: [own] })).toEqual(expected));
});
