import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRefused, proveDesign } from "../../../../src/commands/security/policy/prove.ts";
import { verdictOf } from "../../../../src/commands/security/policy/verdict.ts";
import type { PolicyDesign, PolicyRequest } from "../../../../src/core/access/policyDesign.ts";
import { never, servers } from "../ddl/database.ts";
import { plant, type Planted } from "./withPlanted.ts";

describe.each(servers)("protecting a table on $flavour", (server) => {
  let planted: Planted;
  let table: string;
  beforeAll(async () => {
    planted = await plant(server);
    const { session, names } = planted;
    const a = names.account;
    table = `${a}docs`;
    for (const sql of [
      `CREATE TABLE ${table} (id int AUTO_INCREMENT PRIMARY KEY, owner varchar(80) NOT NULL, body varchar(80), CHECK (body <> 'no'))`,
      "CREATE TABLE orders (id int AUTO_INCREMENT PRIMARY KEY, keeper int NOT NULL, total decimal(10,2), CONSTRAINT of_person FOREIGN KEY (keeper) REFERENCES people (id))",
      "CREATE TABLE order_lines (id int PRIMARY KEY, order_id int, FOREIGN KEY (order_id) REFERENCES orders (id))",
      "CREATE TRIGGER counted BEFORE INSERT ON orders FOR EACH ROW SET NEW.total = COALESCE(NEW.total, 0)",
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO '${a}app'@'%'`, `GRANT SELECT, INSERT ON orders TO '${a}app'@'%'`,
    ]) await session.run(sql);
  }, 60_000);
  afterAll(() => planted.drop());

  async function proven(request: PolicyRequest): Promise<{ readonly design: PolicyDesign; readonly told: readonly string[]; readonly findings: readonly string[]; readonly proven: boolean; readonly differences: readonly string[] }> {
    const { session } = planted;
    const access = session.access!;
    const catalog = await session.catalog();
    const found = catalog.tables.find(({ name }) => name === request.table)!;
    const design = await access.design(request, catalog);
    const result = await access.trial((trial) => proveDesign(trial, access, catalog, found, design, false, never), never);
    if (isRefused(result)) throw new Error(`${result.statement}: ${result.error.message}`);
    const verdict = verdictOf(request.table, result.tried);
    const told = result.tried.map(({ identity, operation, row, before, after }) => `${identity.role === "" ? "nobody" : "app"} ${operation} ${row}: ${before.verdict}, then ${after.verdict} ${after.mechanism ?? after.message ?? ""}`);
    return { design, told, findings: verdict.findings.map(({ message }) => message), proven: verdict.proven, differences: result.differences };
  }

  it("puts it behind a view of own rows, which is tried, and can be taken back", { timeout: 120_000 }, async () => {
    const { design, ...result } = await proven({ schema: "", table, mode: "kiss" });
    expect(result).toEqual({
      proven: true, differences: [], findings: [],
      told: [
        "app select own: allowed, then allowed policy", "app insert own: allowed, then allowed policy", "app update own: allowed, then allowed policy", "app delete own: allowed, then allowed policy",
        "app select foreign: allowed, then denied using", "app insert foreign: allowed, then denied check", "app update foreign: allowed, then denied using", "app delete foreign: allowed, then denied using",
        "app changeOwner own: allowed, then denied check",
        "nobody select any: denied, then denied grant", "nobody insert any: denied, then denied grant", "nobody update any: denied, then denied grant", "nobody delete any: denied, then denied grant",
      ],
    });
    expect(design.statements.find((sql) => sql.includes("VIEW"))).toContain(`CREATE DEFINER = '${planted.names.account}definer'@'localhost' SQL SECURITY DEFINER VIEW \`${table}\``);
    expect(design.lockedOut).toContain(`${planted.names.account}app@% reaches its own rows of ${table} alone`);
  });

  it("looks owners up that are no names of accounts", { timeout: 120_000 }, async () => {
    const { design, ...result } = await proven({ schema: "", table: "orders", mode: "kiss", owner: "keeper" });
    expect(result).toMatchObject({ proven: true, differences: [], findings: [] });
    expect(result.told).toContain("app select foreign: allowed, then denied using");
    expect(result.told).toContain("app insert foreign: allowed, then denied check");
    expect(design.warnings).toContainEqual(expect.stringContaining("account_owners is empty at first"));
  });

  it("gives roles views of their own, and says which roles are missing", { timeout: 120_000 }, async () => {
    const { admin, session } = planted;
    const catalog = await session.catalog();
    const request: PolicyRequest = { schema: "", table, mode: "granular" };
    await expect(session.access!.design(request, catalog)).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining(`CREATE ROLE \`${table}_viewer\``) as string });
    const roles = ["viewer", "editor", "admin"].map((word) => `'${table}_${word}'`);
    for (const role of roles) await admin.run(`CREATE ROLE ${role}`);
    try {
      const { design, ...result } = await proven(request);
      expect(result).toMatchObject({ proven: true, differences: [], findings: [] });
      expect(design.statements.filter((sql) => sql.startsWith("GRANT") && sql.includes(`${table}_`) && !sql.includes("definer")).map((sql) => /^GRANT ([A-Z, ]+) ON/.exec(sql)?.[1])).toEqual(["SELECT", "SELECT, INSERT, UPDATE", "SELECT, INSERT, UPDATE, DELETE"]);
    } finally {
      for (const role of roles) await admin.run(`DROP ROLE ${role}`);
    }
  });

  it("says what a table lacks", async () => {
    const catalog = await planted.session.catalog();
    await expect(planted.session.access!.design({ schema: "", table: "parents", mode: "kiss" }, catalog)).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining("--owner") as string });
    await expect(planted.session.access!.design({ schema: "", table: "own_notes", mode: "kiss" }, catalog)).rejects.toMatchObject({ kind: "usage", message: "own_notes is a view already." });
  });
});
