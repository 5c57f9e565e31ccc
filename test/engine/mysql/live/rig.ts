import type { Flavour } from "../../../../src/engines/mysql/flavourName.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import type { RunnableStatement } from "../../../../src/core/migration/plan.ts";
import { describeDialects } from "../../engines.ts";
import { type Harness, useDatabase } from "../../fixture/harness.ts";

/** Runs the same tests on MySQL and on MariaDB, each in a database of its own. */
export function describeBoth(title: string, suite: (harness: Harness, flavour: Flavour) => void): void {
  describeDialects(title, ["mysql", "mariadb"], (fixture) => suite(useDatabase(fixture), fixture.dialect as Flavour));
}

/** A statement as a migration's plan has it. */
export function statement(session: Session, sql: string): RunnableStatement {
  const place = { line: 0, character: 0 };
  return { sql, start: 0, range: { start: place, end: place }, facts: session.engine.analyse(session.engine.split(sql)).statements[0] ?? null };
}

/** What a call fails with; fails itself where nothing is thrown. */
export async function failure(work: Promise<unknown>): Promise<Record<string, unknown>> {
  return await work.then(
    () => Promise.reject(new Error("It was done.")),
    (error: unknown) => error as Record<string, unknown>,
  );
}
