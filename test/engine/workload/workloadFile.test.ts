import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { hotPaths } from "../../../src/commands/performance/hotPaths.ts";
import type { CommandContext } from "../../../src/commands/context.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import type { Workload } from "../../../src/core/workload/workload.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import type { Asked } from "../apply/context.ts";
import { describeDialects } from "../engines.ts";
import { column, useDatabase } from "../fixture/harness.ts";
import { makeShop } from "./load.ts";

describeDialects("a workload file", ["postgresql", "mysql", "mariadb", "sqlite"], (fixture) => {
  const harness = useDatabase(fixture);
  const asked = (session: Session, more: Partial<CommandContext> = {}, declines = false): Asked => {
    const made = contextFor(new WorkspaceFiles(harness.folder), session, { declines });
    return { ...made, context: { ...made.context, ...more } };
  };
  const look = async (made: Asked, script: string): Promise<ReportBody> => {
    await writeFile(path.join(harness.folder, "queries.sql"), script);
    return await runCommand(hotPaths, made, { type: "hotpaths" }, { workload: "queries.sql" });
  };

  beforeAll(async () => {
    const session = await harness.open();
    await makeShop(session);
  });

  test("is run in the place of what the server counted, ranked by time and calls, without a question where it only reads", async () => {
    const made = asked(await harness.open());
    const report = await look(made, "-- calls: 500\nSELECT count(*) FROM orders WHERE customer_id = 5;\n-- calls: 2\nSELECT note FROM orders WHERE id = 7;\n");
    const { statements } = report.data?.["workload"] as unknown as Workload;
    expect(statements.map(({ calls }) => calls)).toEqual([500, 2]);
    expect(statements[0]?.text).not.toContain("5");
    expect(made.questions).toEqual([]);
  });

  test("that writes is run only after a question in every mode, and undone", async () => {
    const session = await harness.open();
    const script = "UPDATE orders SET note = 'changed' WHERE id < 50;\nSELECT 1;\n";
    for (const mode of ["ask", "auto"] as const) {
      const declined = asked(session, { mode }, true);
      await expect(look(declined, script)).rejects.toMatchObject({ kind: "refused" });
      expect(declined.questions).toMatchObject([{ always: true, sql: [expect.stringContaining("UPDATE")] }]);
    }
    await look(asked(session), script);
    expect(await column(session, "SELECT count(*) FROM orders WHERE note = 'changed'")).toEqual(["0"]);
  });

  test("is asked about on a production connection, and refused on one that only reads where it writes", async () => {
    const session = await harness.open();
    const production = asked(session, { role: "production" }, true);
    await expect(look(production, "SELECT 1;")).rejects.toMatchObject({ kind: "refused" });
    expect(production.questions).toHaveLength(1);
    const reading = asked(await harness.open({ readOnly: true }));
    await expect(look(reading, "DELETE FROM orders WHERE id = 1;")).rejects.toMatchObject({ kind: "refused", reason: "exploreMode" });
    expect(reading.questions).toEqual([]);
  });
});
