import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { applyMigration } from "../../../src/commands/migration/applyMigration.ts";
import { dryRun } from "../../../src/commands/migration/dryRun.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { open } from "../apply/rig.ts";
import { engines } from "../engines.ts";

const servers = engines.filter(({ dialect }) => dialect === "mysql" || dialect === "mariadb" || dialect === "postgresql");
test("the SQL servers are named by the environment", () => expect(new Set(servers.map(({ dialect }) => dialect))).toEqual(new Set(["mysql", "mariadb", "postgresql"])));

const path = { path: "migrations" };

/** MariaDB gives its list of open transactions as it was up to a tenth of a second ago (INNODB_TRX is read from a cache). */
const innodbListAgeMs = 150;

/** It makes the list anew only when nobody has asked for it for that long, and other tests ask too. */
const patience = { timeout: 20_000, interval: 2 * innodbListAgeMs };

/** Runs `work` while another connection, whose number it gets, has read a row in a transaction that is still open. */
async function whileRead(other: Session, work: (id: string) => Promise<void>): Promise<void> {
  await other.transaction("rollback", async () => {
    const [[id] = []] = (await other.run(other.facts.dialect === "postgresql" ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()")).rows;
    await other.run("SELECT * FROM orders WHERE id = 1 AND note <> 'a secret'");
    await sleep(innodbListAgeMs);
    await work(String(id));
  });
}

describe.each(servers)("an open transaction on a table that a migration alters, on $name", (engine) => {
  const { words } = engine;
  const rigged = async (up: string): ReturnType<typeof open> => {
    const rig = await open(engine, { "migrations/001_more.up.sql": `${up};\n` });
    await rig.session.run(words.createTable("orders", { id: "integer", note: "text" }));
    await rig.session.run(words.insert("orders", [{ id: 1, note: "one" }]));
    return rig;
  };
  const transactional = engine.transactions.undoes === "structure";

  test("is a finding with who it is, since when, what it ran and what ends it; without it there is none", async () => {
    const rig = await rigged(words.addColumn("orders", "paid", "integer"));
    if (transactional) await rig.session.run("SET lock_timeout = '200ms'");
    const found = async (): Promise<unknown[]> => ((await runCommand(dryRun, rig.asked, path)).findings ?? []).filter(({ rule }) => rule === "dry-run/blocked-by");
    expect(await found()).toEqual([]);
    await whileRead(await rig.another(), async (id) => {
      const blocked = await vi.waitFor(async () => {
        const all = await found();
        expect(all).not.toEqual([]);
        return all;
      }, patience);
      expect(blocked).toEqual([expect.objectContaining({ severity: "warning", object: transactional ? "public.orders" : "orders", file: "migrations/001_more.up.sql", message: expect.stringMatching(new RegExp(`(?:process|connection) ${id} of \\w+ .*open for \\d+ s\\).*ALTER TABLE.* wait for it.*(?:KILL ${id}|pg_terminate_backend\\(${id}\\))`)) as unknown })]);
      expect(JSON.stringify(blocked)).not.toContain("secret");
    });
    await vi.waitFor(async () => expect(await found()).toEqual([]), patience);
  });

  test("is told in the question before an apply", async () => {
    const rig = await rigged(words.addColumn("orders", "paid", "integer"));
    await whileRead(await rig.another(), async (id) => {
      const asked = contextFor(rig.files, rig.session, { declines: true });
      await expect(runCommand(applyMigration, asked, path, { "without-proof": true })).rejects.toMatchObject({ kind: "refused" });
      expect(asked.questions[0]!.detail).toMatch(new RegExp(`(?:process|connection) ${id} .*Changing it may have to wait\\.`));
      expect(asked.questions[0]!.detail).not.toContain("secret");
    });
  });

  if (transactional) {
    test("that only reads is not in the way of an index", async () => {
      const rig = await rigged("CREATE INDEX by_note ON orders (note)");
      await whileRead(await rig.another(), async () => {
        const report = await runCommand(dryRun, rig.asked, path);
        expect(report.status).toBe("passed");
        expect(report.findings?.map(({ rule }) => rule)).not.toContain("dry-run/blocked-by");
        expect(report.evidence).toContainEqual(expect.objectContaining({ title: "Who uses the locked tables now", kind: "table" }));
      });
    });
  }
});
