import { beforeAll, expect, test } from "vitest";
import { designIndexes } from "../../../src/commands/performance/designIndexes.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor } from "../apply/context.ts";
import { describeDialects } from "../engines.ts";
import { column, useDatabase } from "../fixture/harness.ts";
import { makeShop } from "../workload/load.ts";

describeDialects("advice about indexes", ["postgresql", "mysql", "mariadb", "sqlite"], (fixture) => {
  const harness = useDatabase(fixture);
  const advise = (session: Session, query: string, flags: Record<string, string | true> = {}): Promise<ReportBody> => designIndexes(contextFor(new WorkspaceFiles(harness.folder), session).context, { args: {}, flags: { query, ...flags } });

  beforeAll(async () => {
    const session = await harness.open();
    await makeShop(session);
  });

  test("leaves the database as it was, whatever the statement does where it is measured", async () => {
    const session = await harness.open();
    const before = [fingerprint(await session.catalog()), ...(await column(session, "SELECT count(*) FROM orders"))];
    await advise(session, "DELETE FROM orders WHERE note = 'x' AND customer_id < 100", fixture.dialect === "postgresql" ? { build: true } : {});
    await advise(session, "UPDATE orders SET note = 'changed' WHERE customer_id = 5", fixture.dialect === "postgresql" ? { build: true } : {});
    expect([fingerprint(await session.catalog()), ...(await column(session, "SELECT count(*) FROM orders"))]).toEqual(before);
    expect(await column(session, "SELECT count(*) FROM orders WHERE note = 'changed'")).toEqual(["0"]);
  });
});

describeDialects("advice about indexes that would reach beyond", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);

  test("executes nothing that ends connections or writes files of the server, and says so", async () => {
    const session = await harness.open();
    await makeShop(session);
    const victim = await harness.open();
    const pid = String((await victim.run("SELECT pg_backend_pid()")).rows[0]?.[0]);
    for (const query of [`SELECT pg_terminate_backend(${pid}) FROM orders WHERE customer_id = 5 LIMIT 1`, "SELECT lo_export(customer_id::oid, 'never'), note FROM orders WHERE customer_id = 5"]) {
      const report = await designIndexes(contextFor(new WorkspaceFiles(harness.folder), session).context, { args: {}, flags: { query, build: true } });
      expect(report.findings?.map(({ rule, message }) => `${rule}: ${message}`).join()).toContain("it was not executed");
      expect(report.data?.["indexes"]).toEqual([]);
    }
    expect((await victim.run("SELECT 1")).rows).toEqual([[1]]);
  });
});
