import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { control } from "../../../../src/commands/security/testAsUser/control.ts";
import { mutate } from "../../../../src/commands/security/testAsUser/mutate.ts";
import type { Attempted } from "../../../../src/core/access/attempt.ts";
import { tryName } from "../../../../src/core/access/cell.ts";
import { suite } from "../../../../src/core/access/suite.ts";
import type { IdentityRequest } from "../../../../src/engines/access.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { never } from "../../fixture/harness.ts";
import { serverUrl, useMongodb } from "../server.ts";
import { type StandIn, standBefore } from "./loginStandIn.ts";
import { plantTenants } from "./tenants.ts";

const as = (user: string, more: Partial<IdentityRequest> = {}): IdentityRequest => ({ user, claims: {}, ...more });

/** All that the command would try, inside of a trial that `work` may go on with. */
async function tryAll<Value>(session: Session, request: IdentityRequest, work: (trial: Session, tried: readonly Attempted[]) => Promise<Value>): Promise<Value> {
  const access = session.access!;
  const catalog = await session.catalog();
  const identities = await access.identities(request, catalog);
  const possible = await access.possible!(catalog);
  const attempts = suite({ identities, objects: access.objects(catalog), rowsOf: (object) => access.rowsOf!(object, catalog), mayMove: (object) => access.mayMove!(object, catalog), possible, readOnly: false });
  return await access.trial(async (trial) => {
    const outcomes = await access.attempt(trial, catalog, attempts, never);
    return await work(trial, attempts.map((attempt, at) => ({ ...attempt, outcome: outcomes[at]! })));
  }, never);
}

const told = (tried: readonly Attempted[], object: string, who: string): string[] => tried.filter((one) => one.object.name === object && one.identity.name === who).map((one) => `${tryName(one)}: ${one.outcome.verdict} ${one.outcome.mechanism ?? ""}`.trim());

describe.runIf(serverUrl !== undefined)("trying as somebody on MongoDB", () => {
  const { fresh, open } = useMongodb();
  const planted = async (...more: readonly object[]): Promise<Session> => {
    const session = await open(fresh());
    await plantTenants(session);
    for (const command of more) await session.run(JSON.stringify(command));
    return session;
  };
  const viewOf = (tenant: string, match: object = { tenant_id: tenant }): object => ({ create: `orders_of_${tenant}`, viewOn: "orders", pipeline: [{ $match: match }] });

  test("tells what a view shows, what nothing holds back, and leaves to nobody's claim what needs a login", { timeout: 60_000 }, async () => {
    const tried = await tryAll(await planted(viewOf("acme"), viewOf("globex")), as("acme"), (_trial, all) => Promise.resolve(all));
    expect(told(tried, "orders_of_acme", "tenant acme")).toEqual(["select own: allowed policy", "select otherTenant: denied using"]);
    expect(told(tried, "open_orders", "tenant acme")).toEqual(["select own: allowed open", "select otherTenant: allowed open"]);
    expect(told(tried, "settings", "tenant acme")).toEqual(["select: allowed open", "insert: allowed open", "update: allowed open", "delete: allowed open"]);
    for (const [object, who] of [["orders", "tenant acme"], ["orders_of_globex", "tenant acme"], ["settings", "a user without roles"]] as const) {
      expect(told(tried, object, who).every((one) => one.endsWith(": error"))).toBe(true);
    }
    expect(tried.find(({ object, identity }) => object.name === "orders" && identity.name === "tenant acme")?.outcome.message).toContain("this server does not know createRole");
  });

  test("tells that a collection without a view keeps nothing apart", { timeout: 60_000 }, async () => {
    const tried = await tryAll(await planted(), as("acme"), (_trial, all) => Promise.resolve(all));
    expect(told(tried, "orders", "tenant acme")).toEqual([
      "select own: allowed open", "select otherTenant: allowed open", "insert own: allowed open", "insert otherTenant: allowed open", "update own: allowed open", "update otherTenant: allowed open",
      "changeOwner own: allowed open", "changeOwner otherTenant: allowed open", "takeOver otherTenant: allowed open", "delete own: allowed open", "delete otherTenant: allowed open",
    ]);
  });

  test("shows that denials come from the view's filter, and that the tests notice when it is gone", { timeout: 60_000 }, async () => {
    const session = await planted(viewOf("acme", { status: "open", tenant_id: { $eq: "acme" } }), viewOf("globex"));
    const catalog = await session.catalog();
    const [lifted, mutants] = await tryAll(session, as("acme"), async (trial, tried) => [await control(trial, session.access!, catalog, tried, never), await mutate(trial, session.access!, catalog, tried, () => undefined, never)] as const);
    expect(lifted).toMatchObject({ denials: 2, fell: 2, stood: [], failed: [] });
    expect(lifted.lifted).toContain("the filter of the view orders_of_acme taken away");
    expect(mutants.map(({ weakening, verdict }) => `${weakening.of} ${weakening.part} ${verdict}`)).toEqual([
      'orders_of_acme: view {"status":"open"} survived', 'orders_of_acme: view {"tenant_id":{"$eq":"acme"}} noticed', 'orders_of_globex: view {"tenant_id":"globex"} noticed',
    ]);
  });

  test("knows whose values an id can be, and leaves the others out with a word", async () => {
    const session = await planted();
    const access = session.access!;
    const catalog = await session.catalog();
    const notes = access.objects(catalog).filter(({ name }) => name === "notes");
    expect((await access.identities(as("globex"), catalog)).map(({ name }) => name)).toEqual(["tenant globex", "tenant globex_other", "a user without roles"]);
    expect(access.rowsOf!(notes[0]!, catalog)).toEqual([]);
    expect(access.traces!(catalog, notes)).toEqual(['notes was left out: ownerId tells its documents apart, and "globex" is none of its owners. Ask for one of those to have it tried.']);
    expect((await access.identities(as("7"), catalog)).map(({ name }) => name)).toEqual(["user 7", "user 8", "a user without roles"]);
    expect(access.rowsOf!(notes[0]!, catalog)).toEqual(["own", "foreign"]);
    await expect(access.identities(as("acme", { scheme: "claims" }), catalog)).rejects.toMatchObject({ kind: "usage" });
    await expect(access.identities(as("nobody", { scheme: "role" }), catalog)).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("no user and no role called nobody") as string });
  });

  test("leaves nothing of a trial, also of one that fails", async () => {
    const session = await planted(viewOf("acme"));
    const before = (await session.run('{"count": "orders"}')).rows;
    let scratch = "";
    await expect(tryAll(session, as("acme"), (trial) => {
      scratch = trial.facts.database;
      return Promise.reject(new Error("stop"));
    })).rejects.toThrow("stop");
    const names = JSON.stringify((await session.run('{"listDatabases": 1, "nameOnly": true}')).rows);
    expect(names).not.toContain(scratch);
    expect((await session.run('{"count": "orders"}')).rows).toEqual(before);
  });

  describe("where a stand-in answers for users and roles as mongod documents them (no mongod is here), before the test server", () => {
    let standIn: StandIn;
    beforeAll(async () => void (standIn = await standBefore(serverUrl!)));
    afterAll(() => standIn.close());

    test("a tenant has the roles that may find on its view, and a role of the server what it has on this database", { timeout: 60_000 }, async () => {
      const writer = await planted(viewOf("acme"), viewOf("globex"));
      const database = writer.facts.database;
      const session = await open(database, { url: `${standIn.url}${database}` });
      const find = (name: string): object => ({ resource: { db: database, collection: name }, actions: ["find"] });
      for (const [role, collection] of [["acme_reader", "orders_of_acme"], ["globex_reader", "orders_of_globex"], ["clerk", "orders"]] as const) await session.run(JSON.stringify({ createRole: role, privileges: [find(collection)], roles: [] }));
      const tried = await tryAll(session, as("acme"), (_trial, all) => Promise.resolve(all));
      expect(tried.find(({ identity }) => identity.name === "tenant acme")?.identity.role).toBe("acme_reader");
      expect(told(tried, "orders_of_acme", "tenant acme")).toEqual(["select own: allowed policy", "select otherTenant: denied using"]);
      expect(told(tried, "orders_of_acme", "tenant globex")).toEqual(["select own: denied grant", "select otherTenant: denied grant"]);
      expect(new Set(told(tried, "orders", "tenant acme").map((one) => one.replace(/^.*: /, "")))).toEqual(new Set(["denied grant"]));
      const clerk = await tryAll(session, as("clerk"), (_trial, all) => Promise.resolve(all));
      expect(told(clerk, "orders", "role clerk").slice(0, 3)).toEqual(["select own: allowed open", "select otherTenant: allowed open", "insert own: denied grant"]);
      expect(told(clerk, "orders_of_acme", "role clerk")).toEqual(["select own: denied grant", "select otherTenant: denied grant"]);
      expect([...standIn.people.roles.keys()].every((key) => key.startsWith(`${database}.`))).toBe(true);
      expect(standIn.people.users.size).toBe(0);
    });

    test("a scratch database has the target's roles, speaks of itself in those that a script makes, and takes them with it", async () => {
      const database = fresh();
      await plantTenants(await open(database));
      const session = await open(database, { url: `${standIn.url}${database}` });
      const role = (name: string, db: string): string => JSON.stringify({ createRole: name, privileges: [{ resource: { db, collection: "orders" }, actions: ["find"] }], roles: [] });
      await session.run(role("cashier", database));
      const shadow = await session.shadow({ data: "schema", signal: never });
      const scratch = shadow.session.facts.database;
      await shadow.session.run(role("made", database));
      await shadow.session.run('{"dropRole": "cashier"}');
      expect([...standIn.people.roles].filter(([key]) => key.endsWith(".made") || key.endsWith(".cashier")).map(([key, [privilege]]) => [key, (privilege?.["resource"] as { db: string }).db])).toEqual([[`${database}.cashier`, database], [`${scratch}.made`, scratch]]);
      await expect(shadow.session.run('{"createUser": "stays", "pwd": "x", "roles": []}')).rejects.toMatchObject({ kind: "unsupported" });
      await shadow.drop();
      expect([...standIn.people.roles.keys()].filter((key) => key.startsWith(scratch))).toEqual([]);
    });
  });
});
