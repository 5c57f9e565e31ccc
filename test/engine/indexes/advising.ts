import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { designIndexes } from "../../../src/commands/performance/designIndexes.ts";
import type { ReportBody } from "../../../src/core/report/report.ts";
import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { Session } from "../../../src/engines/engine.ts";
import { contextFor } from "../apply/context.ts";
import type { IndexCase } from "./indexCase.ts";

/** What the report says of an index of the set. */
export interface AdvisedIndex {
  readonly name: string;
  readonly definition: string;
  readonly create: string;
  readonly drop: string;
}

export interface Advice {
  readonly report: ReportBody;
  readonly indexes: readonly AdvisedIndex[];
  readonly executed: boolean;
  readonly form: string;
}

/** Runs the command as the agent does, in a workspace of its own. */
export async function advise(session: Session, sql: string, flags: Readonly<Record<string, string | true>> = {}, files?: WorkspaceFiles): Promise<Advice> {
  const root = files === undefined ? await mkdtemp(path.join(tmpdir(), "indexes-")) : undefined;
  try {
    const asked = contextFor(files ?? new WorkspaceFiles(root ?? ""), session);
    const report = await designIndexes(asked.context, { args: {}, flags: "workload" in flags ? flags : { ...flags, query: sql } });
    const data = report.data as unknown as { readonly indexes: readonly AdvisedIndex[]; readonly proof: { readonly executed: boolean; readonly form: string } };
    return { report, indexes: data.indexes, executed: data.proof.executed, form: data.proof.form };
  } finally {
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  }
}

/** What executing a statement costs on this session, in the unit of its engine. */
export type Cost = (sql: string) => Promise<number>;

export interface Outcome {
  readonly advice: Advice;
  readonly before: number;
  readonly after: number;
  /** With the index that somebody in a hurry would make. */
  readonly hurried: number | undefined;
}

/** Asks for advice, follows it on the database itself, and executes the statement before and after; leaves the database as it was. */
export async function follow(session: Session, item: IndexCase, cost: Cost, flags: Readonly<Record<string, string | true>>): Promise<Outcome> {
  const advice = await advise(session, item.sql, flags);
  const measured = item.measured ?? item.sql;
  const before = await cost(measured);
  const hurried = item.instead === undefined ? undefined : await withIndexes(session, [{ create: item.instead, drop: item.away ?? "DROP INDEX hurried" }], () => cost(measured));
  const after = await withIndexes(session, advice.indexes, () => cost(measured));
  return { advice, before, after, hurried };
}

async function withIndexes<Value>(session: Session, indexes: readonly { readonly create: string; readonly drop: string }[], work: () => Promise<Value>): Promise<Value> {
  for (const { create } of indexes) await session.run(create);
  try {
    for (const sql of await analysing(session)) await session.run(sql);
    return await work();
  } finally {
    for (const { drop } of indexes) await session.run(drop);
  }
}

/** What makes the planner see the database as it is now; MongoDB has no such thing. */
async function analysing(session: Session): Promise<readonly string[]> {
  switch (session.facts.engine) {
    case "postgresql":
      return ["VACUUM ANALYZE"];
    case "sqlite":
      return ["ANALYZE"];
    case "mysql":
      return (await session.run("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'")).rows.map(([name]) => `ANALYZE TABLE ${String(name)}`);
    case "mongodb":
      return [];
  }
}

/** Fails unless the advice is what the case says, and following it lowers the cost as much; prints the ratio. `unit`: what costs are counted in. */
export function expectAdvice(item: IndexCase, outcome: Outcome, unit: string): void {
  const found = outcome.advice.indexes.map(({ definition }) => definition);
  if (item.index === null) return expect(found, outcome.advice.report.summary).toEqual([]);
  const wanted = item.index;
  expect(found.some((definition) => definition.startsWith(wanted)), `${found.join(", ")} for ${wanted}: ${outcome.advice.report.summary}`).toBe(true);
  process.stdout.write(`${item.name}: ${outcome.before} to ${outcome.after} ${unit}, ${ratioOf(outcome).toFixed(1)} times less\n`);
  expect(ratioOf(outcome), `${outcome.before} to ${outcome.after} ${unit}`).toBeGreaterThanOrEqual(item.ratio ?? 1.1);
  if (outcome.hurried !== undefined) expect(outcome.after).toBeLessThan(outcome.hurried);
}

/** "21 times less". */
export function ratioOf({ before, after }: Outcome): number {
  return before / Math.max(after, 1);
}
