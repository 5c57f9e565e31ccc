import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, keysOf, witnessOf } from "../../audit/auditing.ts";
import { describeDialects } from "../../engines.ts";
import { useDatabase } from "../../fixture/harness.ts";

describeDialects("an audit where a setting tells the tenant, by a number", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);
  const role = `wt_tenants_${randomBytes(4).toString("hex")}`;

  beforeAll(async () => {
    const session = await harness.open();
    for (const sql of [
      `CREATE ROLE ${role}`,
      "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, tenant_id integer NOT NULL, total numeric NOT NULL, placed_on date NOT NULL) PARTITION BY RANGE (placed_on)",
      "CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      "CREATE INDEX ON orders (tenant_id)",
      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
      `CREATE POLICY of_tenant ON orders TO ${role} USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::integer))`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON orders, orders_2026 TO ${role}`,
    ]) await session.run(sql);
  });
  afterAll(async () => {
    const session = await harness.open();
    await session.run(`DROP OWNED BY ${role}`);
    await session.run(`DROP ROLE ${role}`);
    await session.close();
  });

  test("tries as a tenant, finds the way through, and proves what closes it", async () => {
    const report = await audit(await harness.open(), { scope: "rls", flags: { witness: true } });
    const key = "reach/partition-bypass public.orders_2026";
    expect(keysOf(report)).toContain(key);
    const witness = witnessOf(report);
    expect(witness.problems).toEqual([]);
    expect(witness.through).toContain(key);
    expect(witness.proven).toContain(key);
    const tried = report.findings?.find((finding) => finding.key === key)?.evidence?.find(({ title }) => title === "What was tried, and undone");
    expect(JSON.stringify(tried)).toMatch(/read an own row of public\.orders, as [^"]*","allowed: [^"]*","allowed: /);
  });
});
