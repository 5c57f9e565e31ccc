import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRefused, proveDesign, type Proven } from "../../../../src/commands/security/policy/prove.ts";
import { type Verdict, verdictOf } from "../../../../src/commands/security/policy/verdict.ts";
import type { PolicyDesign, PolicyRequest } from "../../../../src/core/access/policyDesign.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { never } from "../../fixture/harness.ts";
import { serverUrl, useMongodb } from "../server.ts";
import { type StandIn, standBefore } from "./loginStandIn.ts";
import { plantTenants } from "./tenants.ts";

interface Tried {
  readonly design: PolicyDesign;
  readonly proven: Proven;
  readonly verdict: Verdict;
  /** "tenant acme select own: allowed, then denied grant" */
  readonly told: readonly string[];
}

const kiss = (table: string, more: Partial<PolicyRequest> = {}): PolicyRequest => ({ schema: "", table, mode: "kiss", ...more });

async function tryDesign(session: Session, request: PolicyRequest, change: (design: PolicyDesign) => PolicyDesign = (design) => design): Promise<Tried> {
  const access = session.access!;
  const catalog = await session.catalog();
  const design = change(await access.design(request, catalog));
  const table = catalog.tables.find(({ name }) => name === request.table)!;
  const proven = await access.trial((trial) => proveDesign(trial, access, catalog, table, design, false, never), never);
  if (isRefused(proven)) throw new Error(`${proven.statement}: ${proven.error.message}`);
  const told = proven.tried.map(({ identity, operation, row, object, before, after }) => `${identity.name}: ${operation} ${row} of ${object.name}: ${before.verdict}, then ${after.verdict} ${after.mechanism ?? ""}`.trim());
  return { design, proven, verdict: verdictOf(request.table, proven.tried, design.untried), told };
}

describe.runIf(serverUrl !== undefined)("putting tenants behind views of MongoDB", () => {
  const { fresh, open } = useMongodb();
  const planted = async (): Promise<Session> => {
    const session = await open(fresh());
    await plantTenants(session);
    return session;
  };

  test("shows own documents and no others, refuses documents of nobody, can be taken back, and claims nothing of logins that the server does not have", { timeout: 60_000 }, async () => {
    const { design, proven, verdict, told } = await tryDesign(await planted(), kiss("orders"));
    expect(told).toEqual([
      "tenant acme: select own of orders_of_acme: allowed, then allowed policy", "tenant acme: select otherTenant of orders_of_acme: allowed, then denied using", "tenant acme: update own of orders_of_acme: allowed, then denied definition",
      "tenant acme: select any of orders_of_globex: allowed, then error", ...["select own", "insert own", "update own", "delete own", "select otherTenant"].map((tried) => `tenant acme: ${tried} of orders: allowed, then error`),
      ...["select any of orders_of_acme", "select any of orders", "insert any of orders"].map((tried) => `a user without roles: ${tried}: error, then error`),
      "a writer for all tenants: insert own of orders: allowed, then allowed open", "a writer for all tenants: insert any of orders: allowed, then denied validator", "a writer for all tenants: changeOwner any of orders: allowed, then denied validator",
    ]);
    expect(verdict).toMatchObject({ proven: false, inPart: true });
    expect(verdict.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(["error policy/unproven", "warning policy/not-tried"]);
    expect(verdict.findings[1]?.message).toContain("this server does not know createRole");
    expect(proven.differences).toEqual([]);
    expect(design.statements.map((text) => Object.keys(JSON.parse(text) as object)[0])).toEqual(["createIndexes", "collMod", "create", "create", "create"]);
  });

  test("is contradicted where a view lost its filter, or the validator does not demand the field", { timeout: 60_000 }, async () => {
    const session = await planted();
    const open = await tryDesign(session, kiss("orders"), (design) => ({ ...design, statements: design.statements.map((text) => text.replace('{"$match":{"tenant_id":"acme"}}', '{"$match":{}}')) }));
    expect(open.told).toContain("tenant acme: select otherTenant of orders_of_acme: allowed, then allowed open");
    expect(open.verdict).toMatchObject({ proven: false, inPart: false });
    const lax = await tryDesign(session, kiss("orders"), (design) => ({ ...design, statements: design.statements.filter((text) => !text.includes("collMod")), undo: design.undo.filter((text) => !text.includes("collMod")) }));
    expect(lax.verdict.findings.map(({ rule, message }) => `${rule} ${message}`)).toContain("policy/still-open insert a row of orders, as a writer for all tenants is allowed, and must be denied. Decided by open.");
  });

  test("says what a collection lacks, and what stands in the way", async () => {
    const session = await planted();
    const catalog = await session.catalog();
    const asked = (request: PolicyRequest): Promise<PolicyDesign> => session.access!.design(request, catalog);
    await expect(asked(kiss("settings"))).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining("--tenant") as string });
    await expect(asked(kiss("open_orders"))).rejects.toMatchObject({ kind: "usage", message: "open_orders is a view already." });
    await expect(asked(kiss("orders", { tenant: "region" }))).rejects.toMatchObject({ kind: "usage", message: "No document of orders that was looked at has a field region." });
    await expect(asked(kiss("notes", { role: "seven" }))).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("holds a number") as string });
    await expect(asked({ ...kiss("orders"), mode: "granular" })).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("createRole") as string });
    await session.run('{"create": "orders_of_acme"}');
    await expect(session.access!.design(kiss("orders"), await session.catalog())).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("orders_of_acme, the name that it would have, is taken") as string });
  });

  test("keeps the values' types, and leaves the validator out where documents break it", async () => {
    const session = await planted();
    expect((await session.access!.design(kiss("notes", { role: "8" }), await session.catalog())).statements).toContainEqual('{"create": "notes_of_8", "viewOn": "notes", "pipeline": [{"$match":{"ownerId":8}}]}');
    await session.run('{"insert": "notes", "documents": [{"_id": 3}]}');
    const design = await session.access!.design(kiss("notes"), await session.catalog());
    expect(design.statements.join()).not.toContain("collMod");
    expect(design.warnings).toContainEqual(expect.stringContaining("1 document of notes has no ownerId"));
  });

  describe("where a stand-in answers for users and roles as mongod documents them (no mongod is here), before the test server", () => {
    let standIn: StandIn;
    beforeAll(async () => void (standIn = await standBefore(serverUrl!)));
    afterAll(() => standIn.close());
    const withLogins = async (): Promise<Session> => {
      const database = fresh();
      await plantTenants(await open(database));
      return open(database, { url: `${standIn.url}${database}` });
    };

    test("a role finds on its view alone, which is tried by logging in, and nobody is left", { timeout: 60_000 }, async () => {
      const session = await withLogins();
      const { design, proven, verdict, told } = await tryDesign(session, kiss("orders"));
      expect(verdict).toMatchObject({ proven: true, findings: [] });
      expect(told.map((one) => one.replace(/: \w+, then/, ""))).toEqual([
        "tenant acme: select own of orders_of_acme allowed policy", "tenant acme: select otherTenant of orders_of_acme denied using", "tenant acme: update own of orders_of_acme denied grant",
        "tenant acme: select any of orders_of_globex denied grant", ...["select own", "insert own", "update own", "delete own", "select otherTenant"].map((tried) => `tenant acme: ${tried} of orders denied grant`),
        ...["select any of orders_of_acme", "select any of orders", "insert any of orders"].map((tried) => `a user without roles: ${tried} denied grant`),
        "a writer for all tenants: insert own of orders allowed open", "a writer for all tenants: insert any of orders denied validator", "a writer for all tenants: changeOwner any of orders denied validator",
      ]);
      expect(proven.differences).toEqual([]);
      expect(design.statements.at(-1)).toBe(`{"createRole": "orders_of_initech", "privileges": [{"resource": {"db": "${session.facts.database}", "collection": "orders_of_initech"}, "actions": ["find"]}], "roles": []}`);
      expect([standIn.people.users.size, standIn.people.roles.size]).toEqual([0, 0]);
    });

    test("a role that may also read the collection is seen", { timeout: 60_000 }, async () => {
      const { verdict } = await tryDesign(await withLogins(), kiss("orders"), (design) => ({ ...design, statements: design.statements.map((text) => (text.includes('"createRole"') ? text.replace(/"collection": "[^"]*"/, '"collection": ""') : text)) }));
      expect(verdict.proven).toBe(false);
      expect(verdict.findings.map(({ message }) => message)).toContain("read another tenant's row of orders, as tenant acme is allowed, and must be denied. Decided by open.");
    });

    test("granular gives editors and administrators the collection, and editors no right to delete", { timeout: 60_000 }, async () => {
      const { verdict, told } = await tryDesign(await withLogins(), { ...kiss("orders"), mode: "granular" });
      expect(verdict).toMatchObject({ proven: true, findings: [] });
      expect(told.filter((one) => one.startsWith("role")).map((one) => one.replace(/: \w+, then/, ""))).toEqual(["role orders_editor: update own of orders allowed open", "role orders_editor: delete own of orders denied grant", "role orders_admin: delete own of orders allowed open"]);
    });
  });
});
