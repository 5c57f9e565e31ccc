import type { Catalog } from "../../../core/catalog/catalog.ts";
import { UnsupportedError, UsageError } from "../../../core/errors.ts";
import type { WeightedQuery } from "../../../core/indexes/bench.ts";
import { calledStatements } from "../../../core/workload/calls.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import { parseSql, readSql } from "../../data/sql/readScript.ts";
import type { Asked } from "./asked.ts";

export interface GivenQueries {
  readonly queries: readonly WeightedQuery[];
  /** Where they come from, for the report. */
  readonly from: string;
  /** What could not be had of them, in whole sentences. */
  readonly unseen: readonly string[];
}

/** The statements that indexes are wanted for, with how often each runs. */
export async function givenQueries(context: CommandContext, session: Session, catalog: Catalog, { source }: Asked): Promise<GivenQueries> {
  if (source.kind === "hotPaths") return await hotQueries(context, session, catalog, source.top);
  const script = parseSql(source.kind === "workload" ? { file: context.files.shown(source.file), text: await context.files.readText(source.file) } : await readSql(context, source.query), session.engine);
  const queries = calledStatements(session.engine.split(script.text)).map(({ statement, calls }, at) => ({ id: `Q${at + 1}`, sql: statement.text, calls }));
  return { queries, from: script.file ?? "the query given", unseen: [] };
}

async function hotQueries(context: CommandContext, session: Session, catalog: Catalog, top: number): Promise<GivenQueries> {
  const { workload } = session;
  if (workload === undefined || workload.needsScript === true) throw new UnsupportedError("engine", `${session.facts.dialect} counts no statements.`, { next: "Give the project's queries as a file, each with how often it is called (-- calls: 500): --workload FILE." });
  context.progress({ message: "Reading what the server counted" });
  const { statements, statementsSince, unseen } = await workload.read({ catalog, top, signal: context.signal });
  const own = statements.filter(({ database }) => database === undefined || database === session.facts.database);
  const missing = unseen.map(({ what, why, run = [] }) => `${what}: ${why}${run.length === 0 ? "" : ` To have it: ${run.join("; ")}`}`);
  if (own.length === 0) throw new UsageError("badArgument", "The server counted no statements here.", { next: missing[0] ?? "Give the queries as a file: --workload FILE." });
  return { queries: own.map(({ text, calls }, at) => ({ id: `Q${at + 1}`, sql: text, calls })), from: `what the server counted${statementsSince === undefined ? "" : ` since ${statementsSince}`}`, unseen: missing };
}
