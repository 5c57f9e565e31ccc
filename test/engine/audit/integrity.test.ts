import { expect, test } from "vitest";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { findingKey } from "../../../src/core/audit/auditFinding.ts";
import { catalogRoom } from "../../../src/core/audit/catalogRoom.ts";
import { integrityRules } from "../../../src/core/audit/integrity/rules.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { describeEveryEngine } from "../engines.ts";
import { runAll, useDatabase } from "../fixture/harness.ts";
import { sins } from "./sins.ts";

describeEveryEngine("integrity of a schema", (fixture) => {
  const harness = useDatabase(fixture);
  const { statements, found } = sins[fixture.dialect];

  test("finds every sin and nothing of what only looks like one", async () => {
    const session = await harness.open();
    await runAll(session, statements);
    const keys = (await look(session)).map(told);
    expect(keys.filter((key) => !habit.test(key)).sort()).toEqual([...found].sort());
  });

  test("reads only, on a connection that cannot write", async () => {
    const session = await harness.open({ readOnly: true });
    expect((await look(session)).map(told).filter((key) => !habit.test(key)).sort()).toEqual([...found].sort());
  });

  test("brings fixes that work, after which the finding is gone, and their way back", async () => {
    const session = await harness.open();
    const fixable = (await look(session)).filter((finding) => finding.fix !== undefined);
    expect(fixable.length).toBeGreaterThan(0);
    for (const { fix, ...finding } of fixable) {
      const before = (await look(session)).map(told).sort();
      expect(before).toContain(told(finding));
      await runAll(session, fix!.statements);
      const after = (await look(session)).map(told);
      expect(after, fix!.statements.join("; ")).not.toContain(told(finding));
      expect(after.filter((key) => !before.includes(key)), fix!.statements.join("; ")).toEqual([]);
      await runAll(session, fix!.undo);
      expect((await look(session)).map(told).sort(), fix!.undo.join("; ")).toEqual(before);
    }
  });
});

/** What is told once for a schema has its own tests. */
const habit = /^schema\/(?:missing-timestamps|undocumented|isolated-tables|names-need-quotes|timestamp-without-zone|no-delete-decision)/;

async function look(session: Session): Promise<AuditFinding[]> {
  const room = catalogRoom(session.engine, await session.catalog(), [], await countersOf(session));
  return integrityRules.flatMap((rule) => rule.find(room));
}

/** MySQL's are asked by a setting of the session, and no rule here needs them. */
async function countersOf(session: Session): ReturnType<Session["migrations"]["counters"]> {
  return session.facts.dialect === "mysql" ? [] : session.migrations.counters();
}

function told(finding: Pick<AuditFinding, "rule" | "object" | "part">): string {
  return findingKey({ ...finding, object: finding.object.replace(/^public\./, "") });
}
