import { describe, expect, it } from "vitest";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { fingerprint } from "../../../src/core/catalog/fingerprint.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { makeWorkspace } from "../apply/workspace.ts";
import { differences, servers, withDatabase } from "./ddl/database.ts";
import { rowsFor } from "./ddl/fill.ts";
import { nasty } from "./ddl/nasty.ts";
import { rowsOf } from "./ddl/rows.ts";

async function allRows(session: Session, tables: readonly string[]): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of tables) rows[table] = await rowsOf(session, table);
  return rows;
}

describe.each(servers)("a snapshot on $flavour", (server) => {
  it("brings every kind of object and every row back after everything was dropped", { timeout: 300_000 }, async () => {
    await withDatabase(server, async (database) => {
      const { session, name } = database;
      for (const sql of [...nasty(server.flavour, name), ...rowsFor(server.flavour)]) {
        await session.run(sql).catch((error: unknown) => {
          throw new Error(`${String(error)}\nin: ${sql}`);
        });
      }
      const before = await session.catalog();
      // What lives in memory alone has no rows to keep; names with commas cannot be written in the flag.
      const tables = before.tables.filter((table) => table.options["engine"] !== "MEMORY" && !table.name.includes(",")).map((table) => table.name);
      const rows = await allRows(session, tables);
      const workspace = await makeWorkspace({});
      try {
        const asked = contextFor(workspace.files, session);
        await runCommand(snapshot, asked, { label: "all" }, { rows: tables.join(",") });
        await database.clear();
        expect((await session.catalog()).tables).toEqual([]);
        const back = await runCommand(rollback, asked, { "snapshot-or-file": "all" });
        expect(differences(before, await session.catalog())).toEqual([]);
        expect(back).toMatchObject({ status: "passed", data: { fingerprint: fingerprint(before) } });
        expect(await allRows(session, tables)).toEqual(rows);
      } finally {
        await workspace.remove();
      }
    });
  });
});
