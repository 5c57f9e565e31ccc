import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
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
  const hurried = item.instead === undefined ? undefined : await withIndexes(session, [{ create: item.instead, drop: "DROP INDEX hurried" }], () => cost(measured));
  const after = await withIndexes(session, advice.indexes, () => cost(measured));
  return { advice, before, after, hurried };
}

async function withIndexes<Value>(session: Session, indexes: readonly { readonly create: string; readonly drop: string }[], work: () => Promise<Value>): Promise<Value> {
  for (const { create } of indexes) await session.run(create);
  await session.run(session.facts.engine === "postgresql" ? "VACUUM ANALYZE" : "ANALYZE");
  try {
    return await work();
  } finally {
    for (const { drop } of indexes) await session.run(drop);
  }
}

/** "21 times less". */
export function ratioOf({ before, after }: Outcome): number {
  return before / Math.max(after, 1);
}
