import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaveOut } from "../engine/engines.ts";
import { cliReport, workspace } from "./cli.ts";

const server = process.env.TEST_MONGODB_URL;
leaveOut("all of this file", ["mongodb"]);

describe.runIf(server !== undefined)("tenants of MongoDB", () => {
  const database = `wt_mongocli_${randomBytes(6).toString("hex")}`;
  const url = server === undefined ? "" : Object.assign(new URL(server), { pathname: `/${database}` }).href;
  let client: MongoClient;
  beforeAll(async () => {
    client = await new MongoClient(url).connect();
    await client.db(database).collection("orders").insertMany([{ tenant_id: "acme", total: 1 }, { tenant_id: "globex", total: 2 }]);
  });
  afterAll(async () => {
    await client.db(database).dropDatabase();
    await client.close();
  });

  it("are put behind views by a migration that goes up and down, is not called proven where no login can be tried, and is then tried as a tenant", { timeout: 120_000 }, async () => {
    const folder = await workspace({});
    const run = (...words: readonly string[]) => cliReport([...words, "--url", url, "--cwd", folder, "--yes"]);
    const applied = await run("policy-apply", "orders", "kiss");
    expect(applied).toMatchObject({ code: 1, report: { status: "failed", summary: expect.stringMatching(/^Nothing was applied to orders/) as string, data: { proven: false, applied: false, undoVerified: true } } });
    expect(applied.report.findings.map(({ rule }) => rule)).toContain("policy/unproven");
    expect(applied.report.findings.find(({ rule }) => rule === "policy/not-tried")?.message).toContain("this server does not know createRole");
    const written = await run("create-rls-policies");
    const [up = "", down = ""] = written.report.files;
    expect(written).toMatchObject({ code: 1, report: { summary: expect.stringMatching(/^Not proven for orders: .* its dry-run passed and its way back restores what was there/) as string, data: { tables: [{ table: "orders", proven: false }] } } });
    expect([up, down]).toEqual(["migrations/001_protect_orders.up.json", "migrations/001_protect_orders.down.json"]);
    expect((JSON.parse(await readFile(path.join(folder, up), "utf8")) as object[]).map((command) => Object.keys(command)[0])).toEqual(["createIndexes", "collMod", "create", "create"]);
    expect((await run("apply-migration", "migrations")).code).toBe(0);
    const tried = await run("test-as-user", "acme", "--tables", "orders_of_acme");
    expect(tried).toMatchObject({ code: 0, report: { status: "passed" } });
    const cells = (tried.report.data["matrix"] as { cells: { id: string; verdict: string; mechanism: string | null }[] }).cells;
    expect(cells.filter(({ id }) => id.includes("tenant acme")).map(({ id, verdict, mechanism }) => [id, verdict, mechanism])).toEqual([["orders_of_acme | tenant acme | select own", "allowed", "policy"], ["orders_of_acme | tenant acme | select otherTenant", "denied", "using"]]);
    expect(tried.report.data["control"]).toMatchObject({ denials: 1, fell: 1 });
  });
});
